package org.lastmile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
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
 * @param reason why they declined, if they said so
 * @param nextAt when something happens next, if that is a matter of time
 * @param nextBy by which channel it does, if something is to be sent then
 */
public record FollowUpStatus(
        String goalId,
        String stepId,
        Recipient recipient,
        boolean overseer,
        Standing.State state,
        @Nullable Outcome outcome,
        @Nullable String reason,
        @Nullable Instant nextAt,
        @Nullable Channel nextBy) {}
