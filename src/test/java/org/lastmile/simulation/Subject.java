package org.lastmile.simulation;

import org.lastmile.goal.Reminder;

/** Whom a follow-up is about, in the host's words: the part of a reminder's id before the rung. */
record Subject(String goalId, String stepId, String recipientId, int seat) {
    /** A nudge outlasts moves, so it is of every epoch. */
    static final int ANY = -1;

    static Subject of(Reminder reminder) {
        var tail = reminder.id().substring(reminder.id().lastIndexOf('/') + 1);
        int seat = tail.startsWith("@") ? Integer.parseInt(tail.substring(1, tail.indexOf('.'))) : 0;
        return new Subject(
                reminder.goalId(), reminder.stepId(), reminder.recipient().id(), seat);
    }

    /** Whether a reminder was asked for by hand. */
    static boolean isNudge(String reminderId) {
        return reminderId.contains("/now.");
    }

    /** The id, as it would be in any epoch. */
    static String withoutEpoch(String reminderId) {
        int place = reminderId.lastIndexOf('/') + 1;
        var tail = reminderId.substring(place).split("\\.");
        if (!isNudge(reminderId)) {
            tail[tail[0].startsWith("@") ? 3 : 2] = "*";
        }
        return reminderId.substring(0, place) + String.join(".", tail);
    }

    /** The epoch in which a reminder was planned, from its id; {@link #ANY} for one that was asked for by hand. */
    static int epoch(String reminderId) {
        if (isNudge(reminderId)) {
            return ANY;
        }
        var tail = reminderId.substring(reminderId.lastIndexOf('/') + 1).split("\\.");
        return Integer.parseInt(tail[tail[0].startsWith("@") ? 3 : 2]);
    }
}
