package org.lastmile.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.ReminderState;

/**
 * What came of a rung by one channel.
 *
 * <p>Immutable and thread-safe.
 *
 * @param rung which one, from 1; 0 for reminders that were asked for by hand
 * @param channel by which channel; {@code null} for what was skipped before one was chosen
 * @param toOverseers whether it speaks to those who oversee the step, who have nothing to answer
 * @param results how many lines of the ledger there are of each state
 * @param answers of those for whom this was the last reminder before they answered
 */
public record RungReport(
        int rung, @Nullable Channel channel, boolean toOverseers, Map<ReminderState, Long> results, Answers answers) {
    public RungReport {
        results = Map.copyOf(results);
    }

    /** So many lines of the ledger. */
    public long count(ReminderState state) {
        return results.getOrDefault(state, 0L);
    }
}
