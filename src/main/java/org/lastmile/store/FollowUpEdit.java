package org.lastmile.store;

import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;

/** A change of a follow-up, as a pure function of the locked row; it may be called more than once. */
@FunctionalInterface
public interface FollowUpEdit {
    /** What becomes of it; {@code null} to leave it as it is. */
    @Nullable
    Change apply(StoredGoal goal, FollowUp followUp, Recipient recipient);

    /**
     * What becomes of a follow-up.
     *
     * @param standing where it is to stand
     * @param cursor what it is to wait for
     * @param fenced whether claims made before are void: for closings and moves
     */
    record Change(Standing standing, Cursor cursor, boolean fenced) {}
}
