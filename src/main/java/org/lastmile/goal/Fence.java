package org.lastmile.goal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What keeps two nodes, or a node and the host, from acting on the same follow-up against each other.
 *
 * <p>Immutable and thread-safe.
 *
 * @param generation changes with each claim, close and move
 * @param revision changes with each edit that keeps the follow-up open
 * @param attempts claims since the last settle
 * @param claimedAt when the claim was made that has not been settled yet, if there is one; it stays when that claim is handed back and an
 *     earlier one is still unsettled
 * @param leaseUntil until when that claim holds; {@code null} if there is none that was not handed back
 */
public record Fence(
        int generation,
        int revision,
        int attempts,
        @Nullable Instant claimedAt,
        @Nullable Instant leaseUntil) {
    /** A row that nobody has claimed yet. */
    public static final Fence NEW = new Fence(0, 0, 0, null, null);
}
