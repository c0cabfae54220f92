package org.lastmile.example;

import org.lastmile.goal.ReminderState;
import org.lastmile.plan.Preview;

/**
 * What was to become of a planned reminder, by the answers that were given, and what did.
 *
 * @param line how it was planned
 * @param expected {@link ReminderState#SENT}, {@link ReminderState#SILENCED}, or why it was not to speak
 * @param why in words, if it was not to be sent
 * @param sends how often the notifier was called with it
 * @param recorded what the ledger says; {@link ReminderState#PLANNED} if it says nothing
 */
record Fate(Preview.Line line, ReminderState expected, String why, int sends, ReminderState recorded) {
    boolean isLost() {
        return expected == ReminderState.SENT && sends == 0;
    }

    boolean isAgainstThePlan() {
        return expected != ReminderState.SENT && sends > 0;
    }

    boolean isRecordedWrongly() {
        return recorded != expected || (recorded == ReminderState.SENT) != (sends > 0);
    }
}
