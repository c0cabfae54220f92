package org.lastmile;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Nudged;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Silenced;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.plan.Judge;
import org.lastmile.plan.Judgement;
import org.lastmile.plan.PlannedRung;
import org.lastmile.plan.StepDeadlines;
import org.lastmile.plan.Terms;

/** Finds what was promised for a follow-up, and what it therefore waits for. */
final class Promises {
    private final Map<String, BusinessCalendar> calendars;
    private final Routes routes;

    Promises(Map<String, BusinessCalendar> calendars, Routes routes) {
        this.calendars = Map.copyOf(calendars);
        this.routes = routes;
    }

    /** @throws IllegalArgumentException if no calendar of that name is registered on this node */
    BusinessCalendar calendar(Goal goal) {
        var name = goal.calendar();
        if (name == null) {
            return BusinessCalendar.WEEKDAYS;
        }
        var calendar = calendars.get(name);
        if (calendar == null) {
            throw new IllegalArgumentException("goal \"" + goal.id() + "\" counts business days by calendar \"" + name
                    + "\"; register it with Lastmile.builder().calendar(\"" + name + "\", …)");
        }
        return calendar;
    }

    /** Whether some node is known to serve that channel. */
    boolean isKnown(Channel channel) {
        return routes.isKnown(channel);
    }

    /** By when a step is due, for whoever was activated then. */
    Deadline deadline(Goal goal, Step step, Instant activatedAt) {
        return StepDeadlines.of(goal, step, activatedAt, calendar(goal));
    }

    Terms terms(Goal goal, FollowUp.Key key, Recipient recipient, Standing standing) {
        return Terms.of(goal, goal.steps().get(key.step()), recipient, key.seat(), standing, calendar(goal));
    }

    /**
     * The reminder that an unsettled claim on a follow-up may still be sending, worked out from the row; {@code null} if there is none,
     * or it is noted in the row since that cannot be done any more.
     */
    @Nullable
    PlannedRung underWay(Goal goal, FollowUp followUp, Recipient recipient) {
        var claimedAt = followUp.fence().claimedAt();
        var standing = followUp.standing();
        return claimedAt == null || !standing.isLive() || noted(followUp) != null
                ? null
                : Judge.judge(terms(goal, followUp.key(), recipient, standing), standing, claimedAt)
                        .fire();
    }

    /**
     * A changed standing with the reminder noted that is under way, since by the facts to come it could not be worked out any more: so an
     * answer that comes right after the change can name it.
     *
     * @param goal as it was before the change, as are follow-up and recipient
     */
    Standing noting(Goal goal, FollowUp followUp, Recipient recipient, Standing changed) {
        var leaseUntil = followUp.fence().leaseUntil();
        var fire = leaseUntil == null ? null : underWay(goal, followUp, recipient);
        if (fire == null) {
            return changed;
        }
        var arming = followUp.standing().arming();
        var nudge = fire.isNudge() ? followUp.standing().nudge() : null;
        boolean idle = fire.definition().when().anchor() == Anchor.WHEN_IDLE;
        return changed.silencing(List.of(new Silenced(
                arming.epoch(),
                nudge != null ? nudge.second() : idle ? arming.activity() : 0,
                nudge != null ? Nudged.RUNG : fire.rung(),
                nudge != null ? nudge.first() : fire.repetition(),
                fire.at(),
                leaseUntil)));
    }

    /**
     * Whether an unsettled claim may have sent what a move leaves as it is: a nudge, or a rung that does not count from the deadline
     * (R12). Such a claim goes on: fenced off, it could not record what it sends, and nobody would know any more that it is in doubt.
     *
     * @param goal as it was before the move, as are follow-up and recipient
     */
    boolean mayHaveSentWhatMovesLeave(Goal goal, FollowUp followUp, Recipient recipient, Instant now) {
        var standing = followUp.standing();
        var fence = followUp.fence();
        if (fence.attempts() == 0 || !standing.isLive()) {
            return false;
        }
        var noted = noted(followUp);
        if (noted != null) {
            return noted.rung() == Nudged.RUNG || !countsFromDeadline(goal, followUp, noted.rung());
        }
        var at = fence.claimedAt() == null ? now : fence.claimedAt();
        var fire = Judge.judge(terms(goal, followUp.key(), recipient, standing), standing, at)
                .fire();
        return fire != null
                && (fire.isNudge() || !fire.definition().when().anchor().countsFromDeadline());
    }

    private static boolean countsFromDeadline(Goal goal, FollowUp followUp, int rung) {
        var ladder = goal.steps().get(followUp.key().step()).ladder();
        return ladder == null
                || rung >= ladder.rungs().size()
                || ladder.rungs().get(rung).when().anchor().countsFromDeadline();
    }

    /** What an earlier change has noted of the claim that there is. */
    private static @Nullable Silenced noted(FollowUp followUp) {
        var leaseUntil = followUp.fence().leaseUntil();
        return followUp.standing().remarks().silenced().stream()
                .filter(silenced -> leaseUntil != null && leaseUntil.equals(silenced.underWayUntil()))
                .findFirst()
                .orElse(null);
    }

    /** What a follow-up waits for after that instant. */
    Cursor cursor(Terms terms, Standing standing, Instant now) {
        return cursor(terms, Judge.next(terms, standing, now));
    }

    Cursor cursor(Terms terms, Judgement.Next next) {
        var rung = next.rung();
        var due = next.due();
        if (rung == null || due == null) {
            return due == null ? Cursor.NONE : Cursor.engine(due);
        }
        int position = routes.reach(rung.definition(), terms.recipient(), 0);
        var lane = routes.lane(rung.definition(), position);
        return new Cursor(due, lane, rung.rung(), rung.repetition(), Math.max(0, position), 0);
    }
}
