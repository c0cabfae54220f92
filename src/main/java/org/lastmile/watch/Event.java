package org.lastmile.watch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;

/**
 * Something that happened to a goal. It has ids only, never a name or an address.
 *
 * <p>Immutable and thread-safe.
 *
 * @param kind what happened
 * @param at when
 * @param goalId to which goal
 * @param stepId in which step, if it is about one
 * @param recipientId to whom, if it is about somebody
 * @param reminderId about which reminder, if it is about one
 * @param channel by which channel, if one was used
 * @param plannedAt when that reminder was to be sent, if it is about one
 * @param detail a word more: an outcome, a state of the ledger, a reason
 */
public record Event(
        Kind kind,
        Instant at,
        String goalId,
        @Nullable String stepId,
        @Nullable String recipientId,
        @Nullable String reminderId,
        @Nullable Channel channel,
        @Nullable Instant plannedAt,
        @Nullable String detail) {

    /** What can happen. */
    public enum Kind {
        /** A goal was taken in. */
        SCHEDULED,
        /** A notifier accepted a reminder. */
        SENT,
        /** An attempt failed; the detail says whether it is tried again. */
        FAILED,
        /** A reminder was dealt with without a word; the detail says why. */
        SKIPPED,
        /** A follow-up was closed by an answer; the detail is the outcome, and the reason if one was given. */
        ANSWERED,
        /** A deadline passed without an answer. */
        MISSED,
        /** A missed follow-up was completed after all. */
        RECOVERED,
        /** Everything has ended, and every final step was done by somebody. */
        ACHIEVED,
        /** A follow-up, or (without a step) a whole goal, ended without having been done. */
        EXPIRED,
        /**
         * A follow-up could not be worked on and is kept aside; the detail says why. Without a step where its goal cannot be
         * read, as one that a later version wrote; one that cannot even be read itself is named in the detail, by its key.
         */
        SET_ASIDE
    }

    /** An event about a whole goal. */
    public static Event ofGoal(Kind kind, Instant at, String goalId, @Nullable String detail) {
        return new Event(kind, at, goalId, null, null, null, null, null, detail);
    }

    /** An event about a follow-up. */
    public static Event ofFollowUp(
            Kind kind, Instant at, String goalId, String stepId, String recipientId, @Nullable String detail) {
        return new Event(kind, at, goalId, stepId, recipientId, null, null, null, detail);
    }
}
