package org.lastmile.store;

import java.time.Instant;
import java.util.List;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Step;

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
    public StoredGoal {
        facts = facts.withoutParticipants();
    }

    /**
     * With changed facts, in the next version.
     *
     * @throws IllegalArgumentException if the goal's id, or the number, order or ids of its steps are others
     */
    public StoredGoal with(Goal changed) {
        if (!stepIds(changed).equals(stepIds(facts)) || !changed.id().equals(facts.id())) {
            throw new IllegalArgumentException("changed goal is \"" + changed.id() + "\" with the steps "
                    + stepIds(changed) + "; keep \"" + facts.id() + "\" and " + stepIds(facts) + " in this order");
        }
        return new StoredGoal(number, version + 1, changed, scheduledAt);
    }

    private static List<String> stepIds(Goal goal) {
        return goal.steps().stream().map(Step::id).toList();
    }
}
