package org.lastmile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;

/**
 * Where one recipient stands with one step.
 *
 * <p>Immutable and thread-safe.
 *
 * @param goalId of which goal, or occurrence
 * @param stepId of which step
 * @param recipient who
 * @param overseer whether they oversee it, rather than do it
 * @param state in which part of its life it is
 * @param outcome how it ended, if it has
 * @param nextAt when something happens next, if that is a matter of time
 */
public record FollowUpStatus(
        String goalId,
        String stepId,
        Recipient recipient,
        boolean overseer,
        Standing.State state,
        @Nullable Outcome outcome,
        @Nullable Instant nextAt) {}
