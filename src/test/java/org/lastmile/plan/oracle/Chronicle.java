package org.lastmile.plan.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.ReminderState;

/** What became of one follow-up: each rung that was reached, each plan that was shown, and how it ended. */
public final class Chronicle {
    /**
     * A rung that was dealt with.
     *
     * @param activity which idle rungs are counted by; 0 for others
     * @param plannedAt when it was to be said
     * @param at when it was dealt with
     */
    public record Row(
            int rung, int repetition, int epoch, int activity, ReminderState state, Instant plannedAt, Instant at) {
        public boolean isSent() {
            return state == ReminderState.SENT;
        }

        @Override
        public String toString() {
            return "#%d.%d epoch %d activity %d: %s, planned for %s%s"
                    .formatted(rung + 1, repetition, epoch, activity, state, plannedAt, isSent() ? ", at " + at : "");
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private final List<String> plans = new ArrayList<>();
    private final List<Instant> misses = new ArrayList<>();
    private @Nullable Outcome outcome;
    private @Nullable Instant closedAt;

    public void add(Row row) {
        rows.add(row);
    }

    public void addPlan(String plan) {
        plans.add(plan);
    }

    public void addMiss(Instant at) {
        misses.add(at);
    }

    public void close(Outcome how, Instant at) {
        outcome = how;
        closedAt = at;
    }

    public List<Row> rows() {
        return rows;
    }

    public List<Row> sent() {
        return rows.stream().filter(Row::isSent).toList();
    }

    public List<String> plans() {
        return plans;
    }

    public @Nullable Outcome outcome() {
        return outcome;
    }

    public @Nullable Instant closedAt() {
        return closedAt;
    }

    /** All that two chronicles of the same life must agree on, one thing a line. */
    public String text() {
        var text = new StringBuilder();
        plans.forEach(plan -> text.append(plan).append('\n'));
        rows.stream()
                .map(Row::toString)
                .sorted()
                .forEach(row -> text.append(row).append('\n'));
        misses.forEach(miss -> text.append("missed at ").append(miss).append('\n'));
        return text.append(outcome).append(" at ").append(closedAt).toString();
    }
}
