package org.lastmile.goal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has not answered yet, as an overseer is told of them (rule R17).
 *
 * <p>Immutable and thread-safe.
 *
 * @param recipient who
 * @param reminded how many reminders they have been sent for this step
 * @param lastRemindedAt when the last of them was sent; {@code null} if there was none
 */
public record StillOpen(
        Recipient recipient, int reminded, @Nullable Instant lastRemindedAt) {}
