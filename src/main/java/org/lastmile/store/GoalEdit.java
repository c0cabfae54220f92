package org.lastmile.store;

import org.lastmile.goal.Goal;

/** A change of a goal's facts, as a pure function; it may be called more than once. */
@FunctionalInterface
public interface GoalEdit {
    /** The facts as they are to be; the id stays, and the steps keep their number and order. */
    Goal apply(Goal facts);
}
