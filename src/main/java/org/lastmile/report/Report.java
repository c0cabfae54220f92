package org.lastmile.report;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Scope;

/**
 * What came of goals, as data and as text ({@link #toString()}, lines of at most 100 columns): who came through, which rung brought
 * them over the line and how soon, and what was sent.
 *
 * <p>Immutable and thread-safe.
 *
 * @param scope which goals
 * @param at when it was drawn up
 * @param goals how many there are
 * @param steps what came of each step; goals that have a step of the same id share it
 * @param cut whether there are more steps, with fewer participants each, than a report has room for
 * @param open the first of those who can still answer
 */
public record Report(
        Scope scope, Instant at, GoalCount goals, List<StepReport> steps, boolean cut, List<StillWaiting> open) {
    public Report {
        steps = List.copyOf(steps);
        open = List.copyOf(open);
    }

    /**
     * How many goals.
     *
     * @param all the goals
     * @param over of them, so many in which everybody has ended
     * @param achieved of those, so many of which every final step was done by somebody
     */
    public record GoalCount(long all, long over, long achieved) {}

    /**
     * Somebody who can still answer.
     *
     * @param goalId of which goal, or occurrence
     * @param missed whether the deadline has passed
     */
    public record StillWaiting(String goalId, String stepId, String recipientId, String name, boolean missed) {}

    /** How many participants can still answer, over all steps. */
    public long stillOpen() {
        return steps.stream()
                .mapToLong(step -> step.people().open() + step.people().missed())
                .sum();
    }

    /** How many lines of the ledger there are of each state, over all steps: attempts that were sent or failed, rungs that were skipped. */
    public Map<ReminderState, Long> results() {
        var results = new EnumMap<ReminderState, Long>(ReminderState.class);
        steps.stream()
                .flatMap(step -> step.rungs().stream())
                .forEach(rung -> rung.results().forEach((state, count) -> results.merge(state, count, Long::sum)));
        return results;
    }

    /** For a terminal. */
    @Override
    public String toString() {
        return new ReportText(this).text();
    }
}
