package org.lastmile.notify;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Reminder;

/**
 * One or two plain English sentences: what is to be done, by when in the recipient's zone, when it is open, and who
 * has not answered yet.
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
        var text = subject + (passed ? " was due " : " is due ") + due(reminder) + "." + opening(reminder);
        return new Reminder.Message(subject, reminder.stillOpenCount() == 0 ? text : text + "\n" + open(reminder));
    }

    private static String open(Reminder reminder) {
        var names = reminder.stillOpen().stream()
                .map(person -> person.recipient().name())
                .collect(Collectors.joining(", "));
        int more = reminder.stillOpenCount() - reminder.stillOpen().size();
        return "No answer yet from " + names + (more > 0 ? " and " + more + " more." : ".");
    }

    private static String opening(Reminder reminder) {
        var hours = reminder.step().opening();
        return hours == null
                ? ""
                : " It is open from " + hours.opens() + " to " + hours.closesInclusive() + " ("
                        + reminder.goal().zone() + ").";
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
