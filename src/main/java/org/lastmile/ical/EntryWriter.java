package org.lastmile.ical;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VAlarm;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Sequence;
import net.fortuna.ical4j.model.property.Summary;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.immutable.ImmutableAction;
import net.fortuna.ical4j.model.property.immutable.ImmutableTransp;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Reminder;

/** Writes a reminder as a calendar with one event. */
final class EntryWriter {
    private static final ProdId LASTMILE = new ProdId("-//Lastmile//Lastmile//EN");

    private EntryWriter() {}

    static String write(Reminder reminder) {
        var deadline = reminder.deadline().instant();
        var event = new VEvent(false);
        event.add(new Uid(uid(reminder)));
        event.add(new DtStamp(reminder.course().attemptedAt()));
        event.add(new Sequence(reminder.course().epoch()));
        event.add(start(reminder.deadline()));
        event.add(new Summary(reminder.subject()));
        event.add(new Description(reminder.text()));
        event.add(ImmutableTransp.TRANSPARENT);
        reminder.course().ahead().stream()
                .filter(at -> at.isBefore(deadline))
                .map(at -> alarm(at, reminder))
                .forEach(event::add);
        var calendar = new Calendar();
        calendar.add(LASTMILE);
        calendar.add(ImmutableVersion.VERSION_2_0);
        calendar.add(event);
        return text(calendar);
    }

    private static DtStart<?> start(Deadline deadline) {
        return deadline instanceof Deadline.OnDate day ? new DtStart<>(day.date()) : new DtStart<>(deadline.instant());
    }

    private static VAlarm alarm(Instant at, Reminder reminder) {
        var alarm = new VAlarm(at);
        alarm.add(ImmutableAction.DISPLAY);
        alarm.add(new Description(reminder.subject()));
        return alarm;
    }

    private static String text(Calendar calendar) {
        var text = new StringWriter();
        try {
            new CalendarOutputter().output(calendar, text);
        } catch (IOException e) {
            throw new AssertionError("a text in memory can be written", e);
        }
        return text.toString();
    }

    /** One for each follow-up, without the ids themselves. */
    private static String uid(Reminder reminder) {
        var ids = Reminder.id(
                reminder.goalId(), reminder.stepId(), reminder.recipient().id(), 0, 0, 0, 0, 0);
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(ids.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, 20)) + "@lastmile";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
