package org.lastmile.goal;

import org.jspecify.annotations.Nullable;

/**
 * The live pair of a step and somebody who must do it or oversees it: the unit that is scheduled and closed.
 *
 * <p>Immutable and thread-safe.
 *
 * @param key its place in the store
 * @param standing where it stands
 * @param cursor what it waits for
 * @param fence who may act on it
 */
public record FollowUp(Key key, Standing standing, Cursor cursor, Fence fence) {
    /** The seat of a participant. */
    public static final int PARTICIPANT = 0;

    /** The seat of the clockwork of a recurring goal: nobody's, it begins the next occurrence (R18). */
    public static final int CLOCKWORK = -1;

    /** The seat of an overseer of those who have the step's own deadline. */
    public static final int OVERSEER = 1;

    /** The seat of an overseer of those who have a deadline of their own: one for each such deadline, to the minute (R17). */
    public static int overseerOf(@Nullable Deadline extension) {
        return extension == null ? OVERSEER : (int) (extension.instant().getEpochSecond() / 60);
    }

    /**
     * A follow-up's place in the store.
     *
     * @param goal the goal's number in the store
     * @param step the step's position in the goal, from 0
     * @param member the recipient's number in the goal
     * @param seat {@link #PARTICIPANT}, or {@link #overseerOf an overseer's}
     */
    public record Key(long goal, int step, int member, int seat) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byGoal = Long.compare(goal, other.goal);
            int byStep = byGoal != 0 ? byGoal : Integer.compare(step, other.step);
            int byMember = byStep != 0 ? byStep : Integer.compare(member, other.member);
            return byMember != 0 ? byMember : Integer.compare(seat, other.seat);
        }
    }

    /** Whether a claim has been made that is not settled: its reminder may be on its way. */
    public boolean isInFlight() {
        return fence.claimedAt() != null;
    }

    public FollowUp with(Standing newStanding, Cursor newCursor) {
        return new FollowUp(key, newStanding, newCursor, fence);
    }
}
