package org.lastmile;

import java.util.Map;
import org.lastmile.goal.Goal;
import org.lastmile.store.Tally;

/**
 * How far a goal has come.
 *
 * <p>Immutable and thread-safe.
 *
 * @param goal its facts, without participants; of a recurring goal, the occurrence under way
 * @param steps the participants of each step, by its id
 */
public record GoalStatus(Goal goal, Map<String, Tally> steps) {
    public GoalStatus {
        steps = Map.copyOf(steps);
    }

    /** Whether everybody has ended, in every step. */
    public boolean isOver() {
        return steps.values().stream().allMatch(Tally::isSettled);
    }

    /** Whether it is over, and every final step was done by somebody. */
    public boolean isAchieved() {
        return isOver()
                && goal.steps().stream()
                        .filter(step -> step.isFinal())
                        .map(step -> steps.get(step.id()))
                        .allMatch(tally -> tally != null && tally.succeeded() > 0);
    }
}
