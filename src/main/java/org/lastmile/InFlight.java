package org.lastmile;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.Silenced;
import org.lastmile.goal.Standing;
import org.lastmile.plan.Judge;
import org.lastmile.plan.PlannedRung;
import org.lastmile.store.Edited;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names what may still be sent when a follow-up is closed: what its claim is sending, worked out again from the row, since the
 * planner is pure; and what claims were sending that a move has made void (R12), which is noted in the row.
 */
final class InFlight {
    private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);

    private final Promises promises;
    private final Duration lease;

    InFlight(Promises promises, Duration lease) {
        this.promises = promises;
        this.lease = lease;
    }

    /** The ids of the reminders of one row that an answer names. */
    Set<String> of(Goal goal, Edited.Row row, Instant now) {
        var ids = new LinkedHashSet<String>();
        var before = row.before();
        var closedAt = before.standing().closedAt();
        if (row.after() != null) {
            var claimedAt = before.fence().claimedAt();
            if (claimedAt != null && before.standing().isLive()) {
                add(ids, claimed(promises, goal, before, row.recipient()), goal, row);
            }
            addVoided(ids, goal, row, now);
        } else if (closedAt != null
                && before.standing().outcome() != Outcome.EXPIRED
                && now.isBefore(closedAt.plus(lease))) {
            // Whoever answers again has perhaps never heard what the first answer said.
            add(ids, dueWhenClosed(goal, row, closedAt), goal, row);
            addVoided(ids, goal, row, closedAt);
        }
        return ids;
    }

    /** What the claim on a follow-up may be sending; {@code null} if it has none, or that sends nothing. */
    static @Nullable PlannedRung claimed(Promises promises, Goal goal, FollowUp followUp, Recipient recipient) {
        var claimedAt = followUp.fence().claimedAt();
        return claimedAt == null || !followUp.standing().isLive()
                ? null
                : dueAt(promises, claimedAt, claimedAt, goal, followUp, recipient, followUp.standing());
    }

    /** What was due when the follow-up was closed may have been claimed by then. */
    private @Nullable PlannedRung dueWhenClosed(Goal goal, Edited.Row row, Instant closedAt) {
        try {
            var standing = row.before().standing().unclosed();
            return dueAt(promises, closedAt, closedAt.minus(lease), goal, row.before(), row.recipient(), standing);
        } catch (RuntimeException e) {
            LOG.debug(
                    "follow-up {} cannot be planned, and so was never claimed to be sent",
                    row.before().key(),
                    e);
            return null;
        }
    }

    /** @param claimed when it was claimed at the earliest */
    private static @Nullable PlannedRung dueAt(
            Promises promises,
            Instant at,
            Instant claimed,
            Goal goal,
            FollowUp followUp,
            Recipient recipient,
            Standing standing) {
        // Who has been acknowledged or snoozed since the claim was not when it was judged.
        var hold = standing.hold();
        var judged = hold != null && !hold.from().isBefore(claimed) ? standing.unheld() : standing;
        var terms = promises.terms(goal, followUp.key(), recipient, judged);
        return Judge.judge(terms, judged, at).fire();
    }

    private static void add(Set<String> ids, @Nullable PlannedRung rung, Goal goal, Edited.Row row) {
        if (rung != null) {
            var followUp = row.before();
            ids.add(ReminderIds.of(goal, followUp.key(), row.recipient(), rung, followUp.standing()));
        }
    }

    private void addVoided(Set<String> ids, Goal goal, Edited.Row row, Instant at) {
        var standing = row.before().standing();
        if (standing.arming().epoch() == 0
                || !at.isBefore(standing.arming().armedAt().plus(lease))) {
            return;
        }
        var key = row.before().key();
        var stepId = goal.steps().get(key.step()).id();
        var recipientId = row.recipient().id();
        for (var silenced : standing.remarks().silenced()) {
            if (!silenced.plannedAt().isAfter(at)) {
                ids.add(id(goal.id(), stepId, recipientId, key.seat(), silenced));
            }
        }
        var nudge = standing.nudge();
        if (nudge != null && !nudge.isDealtWith() && !nudge.at().isAfter(at)) {
            ids.add(Reminder.nudgeId(goal.id(), stepId, recipientId, nudge.token()));
        }
    }

    private static String id(String goalId, String stepId, String recipientId, int seat, Silenced silenced) {
        return Reminder.id(
                goalId,
                stepId,
                recipientId,
                seat,
                silenced.rung(),
                silenced.repetition(),
                silenced.epoch(),
                silenced.activity());
    }
}
