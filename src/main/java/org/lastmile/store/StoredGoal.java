package org.lastmile.store;

import java.time.Instant;
import org.lastmile.goal.Goal;

/**
 * A goal as it is kept.
 *
 * <p>Immutable and thread-safe.
 *
 * @param number its number in the store
 * @param version raised by each change of its facts
 * @param facts the goal, its steps without their participants
 * @param scheduledAt when it was scheduled
 */
public record StoredGoal(long number, int version, Goal facts, Instant scheduledAt) {
    /** With changed facts. */
    public StoredGoal with(Goal changed) {
        return new StoredGoal(number, version + 1, changed, scheduledAt);
    }
}
