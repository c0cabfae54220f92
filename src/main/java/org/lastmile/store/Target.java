package org.lastmile.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;

/**
 * Which follow-ups an edit is about.
 *
 * <p>Immutable and thread-safe.
 *
 * @param goalId the goal
 * @param stepId the step; {@code null} for all
 * @param recipientId the recipient; {@code null} for all
 * @param seats participants, overseers or both
 */
public record Target(
        String goalId, @Nullable String stepId, @Nullable String recipientId, Seats seats) {
    /** In which seats the follow-ups are. */
    public enum Seats {
        PARTICIPANTS,
        OVERSEERS,
        ALL;

        /** Whether that seat is among them. */
        public boolean include(int seat) {
            return switch (this) {
                case PARTICIPANTS -> seat == FollowUp.PARTICIPANT;
                case OVERSEERS -> seat >= FollowUp.OVERSEER;
                case ALL -> true;
            };
        }
    }

    public Target {
        Objects.requireNonNull(goalId, "goalId");
        Objects.requireNonNull(seats, "seats");
    }

    /** The participants of the target. */
    public static Target participants(String goalId, @Nullable String stepId, @Nullable String recipientId) {
        return new Target(goalId, stepId, recipientId, Seats.PARTICIPANTS);
    }

    /** Everybody in a goal. */
    public static Target everybody(String goalId) {
        return new Target(goalId, null, null, Seats.ALL);
    }

    /** The same in another goal. */
    public Target in(String otherGoalId) {
        return new Target(otherGoalId, stepId, recipientId, seats);
    }

    /** Whether it can be about one follow-up at most. */
    public boolean isSingle() {
        return stepId != null && recipientId != null && seats == Seats.PARTICIPANTS;
    }
}
