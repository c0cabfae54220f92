package org.lastmile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Standing;

/**
 * What a step before says of a dormant participant.
 *
 * @param end how they end, if they do not begin
 * @param at when they begin or end; {@code null} to wait
 */
record StepVerdict(@Nullable Outcome end, @Nullable Instant at) {
    static final StepVerdict WAIT = new StepVerdict(null, null);

    static StepVerdict of(Standing standing) {
        var outcome = standing.outcome();
        return outcome == null ? WAIT : of(outcome, standing.closedAt());
    }

    static StepVerdict of(Outcome outcome, @Nullable Instant at) {
        boolean done = outcome == Outcome.DONE || outcome == Outcome.RECOVERED;
        return new StepVerdict(done ? null : outcome, at);
    }

    /** An end decides, then a wait, then the later beginning. */
    StepVerdict and(StepVerdict other) {
        if (end != null || other.end == null && at == null) {
            return this;
        }
        return other.end != null || other.at == null || other.at.isAfter(at) ? other : this;
    }
}
