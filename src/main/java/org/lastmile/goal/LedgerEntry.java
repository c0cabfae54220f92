package org.lastmile.goal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger: what became of a reminder at one attempt. Of several lines of one reminder the last is its state.
 *
 * <p>Immutable and thread-safe.
 *
 * @param key the follow-up
 * @param rung the rung, from 0; {@link Nudged#RUNG} for what was asked for by hand
 * @param repetition of that rung, from 0; of a nudge, the {@linkplain Nudged#first() first half} of its token
 * @param epoch in which it was planned
 * @param activity by which it was armed, for an idle rung; of a nudge, the {@linkplain Nudged#second() other half}; else 0
 * @param generation the claim it was written under; with the parts before, the line's key
 * @param state what became of it
 * @param channel by which channel, if one was tried
 * @param plannedAt when it was to be sent
 * @param at when this was known
 * @param detail a word more, without addresses
 */
public record LedgerEntry(
        FollowUp.Key key,
        int rung,
        int repetition,
        int epoch,
        int activity,
        int generation,
        ReminderState state,
        @Nullable Channel channel,
        Instant plannedAt,
        Instant at,
        @Nullable String detail) {
    /** Comes before every line of that follow-up; for asking what is behind it. */
    public static LedgerEntry before(FollowUp.Key key) {
        int least = Integer.MIN_VALUE;
        return new LedgerEntry(
                key,
                least,
                least,
                least,
                least,
                least,
                ReminderState.PLANNED,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }

    /** The same line with another state. */
    public LedgerEntry with(ReminderState changed) {
        return new LedgerEntry(
                key, rung, repetition, epoch, activity, generation, changed, channel, plannedAt, at, detail);
    }
}
