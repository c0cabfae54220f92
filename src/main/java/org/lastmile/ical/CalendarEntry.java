package org.lastmile.ical;

import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Reminder;
import org.lastmile.notify.Enclosure;

/**
 * Makes an entry for the recipient's calendar out of a reminder (RFC 5545): an event at the deadline with an alarm for each rung ahead, so
 * that their own device speaks up too. The same follow-up is the same entry, and a moved deadline a newer version of it.
 *
 * <p>An overseer's reminder has no entry, nor has one after the deadline. Times are in UTC; a whole day is a whole day. Immutable and
 * thread-safe.
 */
public final class CalendarEntry implements Enclosure {
    // Nothing of ical4j is named in here: a JVM that verifies this class would look for it before the check could say
    // what to
    // add.

    private CalendarEntry() {}

    /**
     * The one there is.
     *
     * @throws IllegalStateException if ical4j is not on the class path
     */
    public static CalendarEntry create() {
        try {
            Class.forName("net.fortuna.ical4j.data.CalendarOutputter", false, CalendarEntry.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalStateException(
                    "calendar entries need ical4j, which is not on the class path; add org.mnode.ical4j:ical4j", e);
        }
        return new CalendarEntry();
    }

    @Override
    public @Nullable Document of(Reminder reminder) {
        var deadline = reminder.deadline().instant();
        if (reminder.isForOverseer() || !reminder.course().attemptedAt().isBefore(deadline)) {
            return null;
        }
        return new Document("reminder.ics", "text/calendar", EntryWriter.write(reminder));
    }
}
