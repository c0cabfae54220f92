package org.lastmile.plan;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.ReminderState;

/**
 * What a follow-up is to do at an instant.
 *
 * <p>Immutable and thread-safe.
 *
 * @param fire the rung that speaks now, if one does
 * @param skipped the rungs that are dealt with now without a word
 * @param missed whether the follow-up is missed now (rule R13)
 * @param expired whether it has expired now (R13)
 * @param plan all rungs, as it was judged by
 */
public record Judgement(@Nullable PlannedRung fire, List<Skipped> skipped, boolean missed, boolean expired, Plan plan) {
    /** What is left of it when the deadline has moved since: that reminder was due, and nothing else. */
    public Judgement ofItsReminderAlone() {
        return new Judgement(fire, List.of(), false, false, plan);
    }

    /**
     * A rung that is dealt with without a word.
     *
     * @param rung the rung
     * @param why the state that the ledger is to say
     */
    public record Skipped(PlannedRung rung, ReminderState why) {}

    /**
     * What a follow-up waits for.
     *
     * @param due when; {@code null} if it waits for nothing but what others do
     * @param rung the rung that will speak then; {@code null} if it is the miss or the expiry
     */
    public record Next(@Nullable Instant due, @Nullable PlannedRung rung) {}
}
