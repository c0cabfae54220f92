package org.lastmile.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Scope;

/** What came of goals, however many: counted where the rows are, so that no more is read than is told. */
public interface Accounts {
    /**
     * Counts. The counts are from moments close together, not from one.
     *
     * @param mostSteps at most so many steps, told by their ids, those with the most participants; 1 or more
     */
    Account account(Scope scope, int mostSteps);

    /**
     * The participants who can still answer, with their goals, in the order of their keys. Those that cannot be read are left
     * out.
     *
     * @param after begin behind this key; {@code null} for the first
     * @param limit at most so many; none only if there are no more
     */
    List<Open> stillOpen(Scope scope, FollowUp.@Nullable Key after, int limit);

    /**
     * A participant who can still answer.
     *
     * @param goalId of which goal, or occurrence
     * @param stepId of which step
     */
    record Open(String goalId, String stepId, Seated seated) {}
}
