package org.lastmile.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Recipient;

/**
 * What an edit found and did.
 *
 * <p>Immutable and thread-safe.
 *
 * @param goal the goal as it is now
 * @param rows every follow-up of the target, in the order of their keys
 * @param unreadable those of the target that cannot be read; they were left as they are
 */
public record Edited(StoredGoal goal, List<Row> rows, List<FollowUp.Key> unreadable) {
    /** One in which everything could be read. */
    public Edited(StoredGoal goal, List<Row> rows) {
        this(goal, rows, List.of());
    }

    /**
     * One follow-up.
     *
     * @param before as it was; {@link FollowUp#isInFlight()} tells whether a reminder may be on its way
     * @param recipient who is told
     * @param after as it is now; {@code null} if it was left as it was
     */
    public record Row(
            FollowUp before, Recipient recipient, @Nullable FollowUp after) {}
}
