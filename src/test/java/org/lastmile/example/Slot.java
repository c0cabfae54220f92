package org.lastmile.example;

import org.lastmile.plan.Preview;
import org.lastmile.report.HistoryEntry;

/**
 * Which reminder: the same in the plan, in the notifier's file and in the ledger. No rung of the rehearsal repeats, and nothing
 * is moved, so these three tell reminders apart.
 *
 * @param stepId of which step
 * @param recipientId to whom
 * @param rung by which rung, from 0
 */
record Slot(String stepId, String recipientId, int rung) {
    static Slot of(Preview.Line line) {
        return new Slot(line.step().id(), line.recipient().id(), line.rung().rung());
    }

    static Slot of(HistoryEntry entry) {
        return new Slot(entry.stepId(), entry.recipientId(), entry.rung() - 1);
    }
}
