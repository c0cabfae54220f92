package org.lastmile.store.jdbc;

import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Claim;
import org.lastmile.goal.FollowUp;
import org.lastmile.store.Unreadable;

/**
 * A row that was claimed, even if it cannot be read.
 *
 * @param claim what it says; {@code null} if it could not be read
 * @param unreadable what to tell of it; {@code null} if it could be read
 */
record Taken(
        FollowUp.Key key, @Nullable Claim claim, @Nullable Unreadable unreadable) {
    static Taken of(Claim claim) {
        return new Taken(claim.followUp().key(), claim, null);
    }

    /**
     * One that cannot be read itself.
     *
     * @param recipientId {@code null} if the recipient cannot be read either
     */
    static Taken unreadable(FollowUp.Key key, @Nullable String recipientId, RuntimeException failure) {
        return new Taken(key, null, new Unreadable(key, recipientId, "it" + because(failure)));
    }

    /** One whose recipient cannot be read. */
    static Taken ofNobody(FollowUp.Key key, RuntimeException failure) {
        return new Taken(key, null, new Unreadable(key, null, "its recipient" + because(failure)));
    }

    /** Not in the failure's own words, which might name a person. */
    private static String because(RuntimeException failure) {
        return " cannot be read (" + failure.getClass().getSimpleName() + ")";
    }
}
