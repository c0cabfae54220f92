package org.lastmile;

import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.Nudged;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.Silenced;
import org.lastmile.goal.Standing;
import org.lastmile.plan.PlannedRung;

/** Names reminders: the same wherever they are met, in a send, in the ledger or in an answer. */
final class ReminderIds {
    private ReminderIds() {}

    static String of(Goal goal, FollowUp.Key key, Recipient recipient, PlannedRung rung, Standing standing) {
        return rung.reminderId(goal, goal.steps().get(key.step()), recipient, key.seat(), standing);
    }

    static String of(Goal goal, FollowUp.Key key, Recipient recipient, Silenced silenced) {
        var step = goal.steps().get(key.step());
        return silenced.rung() == Nudged.RUNG
                ? Reminder.nudgeId(goal.id(), step.id(), recipient.id(), silenced.token())
                : Reminder.id(
                        goal.id(),
                        step.id(),
                        recipient.id(),
                        key.seat(),
                        silenced.rung(),
                        silenced.repetition(),
                        silenced.epoch(),
                        silenced.activity());
    }

    static String of(Goal goal, String recipientId, LedgerEntry entry) {
        if (entry.rung() == Nudged.RUNG) {
            var step = goal.steps().get(entry.key().step());
            return Reminder.nudgeId(goal.id(), step.id(), recipientId, Nudged.token(entry));
        }
        return Reminder.id(
                goal.id(),
                goal.steps().get(entry.key().step()).id(),
                recipientId,
                entry.key().seat(),
                entry.rung(),
                entry.repetition(),
                entry.epoch(),
                entry.activity());
    }
}
