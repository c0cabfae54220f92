package org.lastmile.store.jdbc;

import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Claim;
import org.lastmile.goal.FollowUp;

/**
 * A row that was claimed, even if it cannot be read.
 *
 * @param claim what it says; {@code null} if it could not be read
 * @param failure why not
 */
record Taken(
        FollowUp.Key key, @Nullable Claim claim, @Nullable RuntimeException failure) {
    static Taken of(Claim claim) {
        return new Taken(claim.followUp().key(), claim, null);
    }

    static Taken unreadable(FollowUp.Key key, @Nullable RuntimeException failure) {
        return new Taken(key, null, failure);
    }
}
