package org.lastmile.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which follow-ups an edit is about.
 *
 * <p>Immutable and thread-safe.
 *
 * @param goalId the goal
 * @param stepId the step; {@code null} for all
 * @param recipientId the recipient; {@code null} for all
 */
public record Target(
        String goalId, @Nullable String stepId, @Nullable String recipientId) {
    public Target {
        Objects.requireNonNull(goalId, "goalId");
    }

    /** Whether it can be about one follow-up at most. */
    public boolean isSingle() {
        return stepId != null && recipientId != null;
    }
}
