package org.lastmile.goal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which goals a question is about: one, those with a label, those scheduled or due in a period, or what several of these leave.
 *
 * <p>Immutable and thread-safe.
 *
 * @param goalId the goal of this id, with all its occurrences; {@code null} for any
 * @param label the goals with this label; {@code null} for any
 * @param startInclusive those scheduled then or later; {@code null} for no beginning
 * @param endExclusive those scheduled before; {@code null} for no end
 * @param dueStartInclusive those due then or later; {@code null} for no beginning
 * @param dueEndExclusive those due before; {@code null} for no end
 */
public record Scope(
        @Nullable String goalId,
        @Nullable String label,
        @Nullable Instant startInclusive,
        @Nullable Instant endExclusive,
        @Nullable Instant dueStartInclusive,
        @Nullable Instant dueEndExclusive) {
    /** @throws IllegalArgumentException if an id or label cannot be one, or a period ends before it begins */
    public Scope {
        if (goalId != null) {
            Text.id("goalId", goalId);
        }
        if (label != null) {
            Text.id("label", label);
        }
        check("endExclusive", startInclusive, endExclusive);
        check("dueEndExclusive", dueStartInclusive, dueEndExclusive);
    }

    private static void check(String name, @Nullable Instant startInclusive, @Nullable Instant endExclusive) {
        if (startInclusive != null && endExclusive != null && endExclusive.isBefore(startInclusive)) {
            throw new IllegalArgumentException(
                    name + " is " + endExclusive + ", before " + startInclusive + "; give the earlier one first");
        }
    }

    /** Every goal that is kept. */
    public static Scope all() {
        return new Scope(null, null, null, null, null, null);
    }

    /** The goal of that id; of a recurring one, all occurrences. */
    public static Scope goal(String goalId) {
        return new Scope(goalId, null, null, null, null, null);
    }

    /** The goals with that label. */
    public static Scope label(String label) {
        return all().withLabel(label);
    }

    /** The goals scheduled from the one instant (inclusive) to the other (exclusive). */
    public static Scope scheduled(Instant startInclusive, Instant endExclusive) {
        return all().scheduledBetween(startInclusive, endExclusive);
    }

    /** The goals due from the one instant (inclusive) to the other (exclusive), as in {@link #dueBetween}. */
    public static Scope due(Instant startInclusive, Instant endExclusive) {
        return all().dueBetween(startInclusive, endExclusive);
    }

    /** Of these, the goals scheduled from the one instant (inclusive) to the other (exclusive). */
    public Scope scheduledBetween(Instant newStartInclusive, Instant newEndExclusive) {
        return new Scope(goalId, label, newStartInclusive, newEndExclusive, dueStartInclusive, dueEndExclusive);
    }

    /**
     * Of these, the goals whose own deadline, as it is after all moves, lies from the one instant (inclusive) to the other
     * (exclusive); of a recurring goal, each occurrence by its own. A goal without a deadline, whose steps alone have some, is in no
     * such period. A database goes by the rules of time zones of the day at which the goal was scheduled or moved last.
     */
    public Scope dueBetween(Instant newStartInclusive, Instant newEndExclusive) {
        return new Scope(goalId, label, startInclusive, endExclusive, newStartInclusive, newEndExclusive);
    }

    /** Of these, the goals with that label. */
    public Scope withLabel(String newLabel) {
        return new Scope(goalId, newLabel, startInclusive, endExclusive, dueStartInclusive, dueEndExclusive);
    }

    /** Whether it asks by when goals are due. */
    public boolean hasDuePeriod() {
        return dueStartInclusive != null || dueEndExclusive != null;
    }

    /** Whether a goal is among them. */
    public boolean includes(Goal goal, Instant scheduledAt) {
        var due = goal.due();
        return (goalId == null || goalId.equals(goal.id()) || goalId.equals(Recurrence.seriesOf(goal.id())))
                && (label == null || label.equals(goal.label()))
                && isWithin(scheduledAt, startInclusive, endExclusive)
                && (!hasDuePeriod() || (due != null && isWithin(due.instant(), dueStartInclusive, dueEndExclusive)));
    }

    private static boolean isWithin(Instant at, @Nullable Instant startInclusive, @Nullable Instant endExclusive) {
        return (startInclusive == null || !at.isBefore(startInclusive))
                && (endExclusive == null || at.isBefore(endExclusive));
    }
}
