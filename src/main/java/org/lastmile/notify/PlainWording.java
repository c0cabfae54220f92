package org.lastmile.notify;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Reminder;

/**
 * One or two plain English sentences: what is to be done, by when in the recipient's zone.
 *
 * <p>Thread-safe.
 */
public final class PlainWording implements Wording {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

    @Override
    public Reminder.Message message(Reminder reminder, Instant now) {
        var subject = reminder.goal().title() + ": " + reminder.step().title();
        boolean passed = !now.isBefore(reminder.deadline().instant());
        return new Reminder.Message(subject, subject + (passed ? " was due " : " is due ") + due(reminder) + ".");
    }

    private static String due(Reminder reminder) {
        var deadline = reminder.deadline();
        if (deadline instanceof Deadline.OnDate) {
            return "on " + DATE.format(deadline.date());
        }
        ZoneId own = reminder.recipient().zone();
        var zone = own == null ? deadline.zone() : own;
        return "on " + TIME.format(deadline.instant().atZone(zone)) + " (" + zone + ")";
    }
}
