package org.lastmile.plan;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Deadline;

/**
 * Every rung of one follow-up, in the order of their instants.
 *
 * <p>Immutable and thread-safe.
 *
 * @param rungs all of them, those that will not speak too
 * @param nudge the reminder that was asked for by hand and has not been dealt with, if there is one
 * @param deadline by when the follow-up is due
 * @param missAt when it is missed if still open: the deadline plus grace (rule R13)
 * @param expireAt when it expires if still unanswered (R13); {@code null} for an overseer, who ends with the last of the participants (R17)
 */
public record Plan(
        List<PlannedRung> rungs,
        @Nullable PlannedRung nudge,
        Deadline deadline,
        Instant missAt,
        @Nullable Instant expireAt) {}
