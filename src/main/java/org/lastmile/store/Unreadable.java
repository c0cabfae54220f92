package org.lastmile.store;

import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;

/**
 * A follow-up that is kept, and left out since it cannot be read.
 *
 * <p>Immutable and thread-safe.
 *
 * @param key its place in the store
 * @param recipientId whom it is about; {@code null} if that is what cannot be read
 * @param why in words that name nobody
 */
public record Unreadable(FollowUp.Key key, @Nullable String recipientId, String why) {}
