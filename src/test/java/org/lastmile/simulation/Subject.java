package org.lastmile.simulation;

import org.lastmile.goal.Reminder;

/** Whom a follow-up is about, in the host's words: the part of a reminder's id before the rung. */
record Subject(String goalId, String stepId, String recipientId, int seat) {
    static Subject of(Reminder reminder) {
        var tail = reminder.id().substring(reminder.id().lastIndexOf('/') + 1);
        int seat = tail.startsWith("@") ? Integer.parseInt(tail.substring(1, tail.indexOf('.'))) : 0;
        return new Subject(
                reminder.goalId(), reminder.stepId(), reminder.recipient().id(), seat);
    }

    /** The epoch in which a reminder was planned, from its id. */
    static int epoch(String reminderId) {
        var tail = reminderId.substring(reminderId.lastIndexOf('/') + 1).split("\\.");
        return Integer.parseInt(tail[tail[0].startsWith("@") ? 3 : 2]);
    }
}
