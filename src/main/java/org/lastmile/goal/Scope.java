package org.lastmile.goal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which goals a question is about: one, those with a label, those scheduled in a period, or what several of these leave.
 *
 * <p>Immutable and thread-safe.
 *
 * @param goalId the goal of this id, with all its occurrences; {@code null} for any
 * @param label the goals with this label; {@code null} for any
 * @param startInclusive those scheduled then or later; {@code null} for no beginning
 * @param endExclusive those scheduled before; {@code null} for no end
 */
public record Scope(
        @Nullable String goalId,
        @Nullable String label,
        @Nullable Instant startInclusive,
        @Nullable Instant endExclusive) {
    /** @throws IllegalArgumentException if an id or label cannot be one, or the period ends before it begins */
    public Scope {
        if (goalId != null) {
            Text.id("goalId", goalId);
        }
        if (label != null) {
            Text.id("label", label);
        }
        if (startInclusive != null && endExclusive != null && endExclusive.isBefore(startInclusive)) {
            throw new IllegalArgumentException(
                    "endExclusive is " + endExclusive + ", before " + startInclusive + "; give the earlier one first");
        }
    }

    /** Every goal that is kept. */
    public static Scope all() {
        return new Scope(null, null, null, null);
    }

    /** The goal of that id; of a recurring one, all occurrences. */
    public static Scope goal(String goalId) {
        return new Scope(goalId, null, null, null);
    }

    /** The goals with that label. */
    public static Scope label(String label) {
        return new Scope(null, label, null, null);
    }

    /** The goals scheduled from the one instant (inclusive) to the other (exclusive). */
    public static Scope scheduled(Instant startInclusive, Instant endExclusive) {
        return all().scheduledBetween(startInclusive, endExclusive);
    }

    /** Of these, the goals scheduled from the one instant (inclusive) to the other (exclusive). */
    public Scope scheduledBetween(Instant newStartInclusive, Instant newEndExclusive) {
        return new Scope(goalId, label, newStartInclusive, newEndExclusive);
    }

    /** Of these, the goals with that label. */
    public Scope withLabel(String newLabel) {
        return new Scope(goalId, newLabel, startInclusive, endExclusive);
    }

    /** Whether a goal is among them. */
    public boolean includes(Goal goal, Instant scheduledAt) {
        return (goalId == null || goalId.equals(goal.id()) || goalId.equals(Recurrence.seriesOf(goal.id())))
                && (label == null || label.equals(goal.label()))
                && (startInclusive == null || !scheduledAt.isBefore(startInclusive))
                && (endExclusive == null || scheduledAt.isBefore(endExclusive));
    }
}
