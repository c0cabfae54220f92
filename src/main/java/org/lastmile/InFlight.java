package org.lastmile;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.plan.Judge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names the reminders that may be on their way when somebody answers: worked out again from the row, since the planner is pure. */
final class InFlight {
    private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);
    /** So far the clocks of two nodes may be apart: beyond it, a drift is told of. */
    private static final Duration CLOCKS_APART = Duration.ofSeconds(2);

    private final Promises promises;
    private final Duration lease;

    InFlight(Promises promises, Duration lease) {
        this.promises = promises;
        this.lease = lease;
    }

    /** The reminder that a claim on this follow-up may still be sending; {@code null} if it sends none. */
    @Nullable
    String of(Goal goal, FollowUp followUp, Recipient recipient) {
        var fire = promises.underWay(goal, followUp, recipient);
        return fire == null ? null : ReminderIds.of(goal, followUp.key(), recipient, fire, followUp.standing());
    }

    /**
     * What was due when the follow-up was closed, not longer ago than a lease: it may have been claimed by then, and whoever answers again
     * has perhaps never heard what the first answer said. Also what came due a moment later: the claim may be by a clock that is ahead of
     * the one that closed it.
     */
    Set<String> stillOf(Goal goal, FollowUp followUp, Recipient recipient, Instant now) {
        var standing = followUp.standing();
        var closedAt = standing.closedAt();
        var named = new LinkedHashSet<String>();
        if (closedAt == null || standing.outcome() == Outcome.EXPIRED || !now.isBefore(closedAt.plus(lease))) {
            return named;
        }
        try {
            var open = standing.unclosed();
            var terms = promises.terms(goal, followUp.key(), recipient, open);
            for (var at : List.of(closedAt, closedAt.plus(CLOCKS_APART))) {
                var fire = Judge.judge(terms, open, at).fire();
                if (fire != null) {
                    named.add(ReminderIds.of(goal, followUp.key(), recipient, fire, standing));
                }
            }
        } catch (RuntimeException e) {
            LOG.debug("follow-up {} cannot be planned, and so was never claimed to be sent", followUp.key(), e);
        }
        return named;
    }
}
