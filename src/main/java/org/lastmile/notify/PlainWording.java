package org.lastmile.notify;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Objects;
import java.util.stream.Collectors;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Reminder;

/**
 * A few plain sentences in the recipient's language: what is to be done, by when in their zone, how long that leaves, when it is
 * open, which reminder this is, and, for an overseer, who has not answered yet.
 *
 * <p>Titles and names stand on one line, without characters that nobody sees, whatever the host was given. Days are counted on the
 * calendar of the recipient's zone, hours and minutes as they pass.
 *
 * <p>Immutable and thread-safe.
 */
public final class PlainWording implements Wording {
    private final Phrasebooks languages;

    /** In English and German. */
    public PlainWording() {
        this(Phrasebooks.standard());
    }

    /** In these languages. Give them to {@code MailNotifier.withLanguages} too, whose buttons are in words of its own. */
    public PlainWording(Phrasebooks languages) {
        this.languages = Objects.requireNonNull(languages, "languages");
    }

    @Override
    public Reminder.Message message(Reminder reminder, Instant now) {
        var phrases = languages.in(reminder.recipient().locale());
        var subject = phrases.say(
                "subject",
                Phrasebook.line(reminder.goal().title()),
                Phrasebook.line(reminder.step().title()));
        var lines = new ArrayList<String>();
        lines.add(due(reminder, subject, now, phrases) + opening(reminder, phrases));
        if (!reminder.isForOverseer() && reminder.course().number() > 1) {
            lines.add(phrases.say("number", reminder.course().number()));
        }
        if (reminder.stillOpenCount() > 0) {
            lines.add(open(reminder, phrases));
        }
        return new Reminder.Message(subject, String.join("\n", lines));
    }

    private static String due(Reminder reminder, String subject, Instant now, Phrasebook phrases) {
        var deadline = reminder.deadline();
        var zone = zone(reminder);
        boolean passed = !now.isBefore(deadline.instant());
        if (deadline instanceof Deadline.OnDate) {
            // A day is said as it was said, whatever day it is elsewhere.
            return phrases.say(
                    passed ? "due.date.passed" : "due.date",
                    subject,
                    phrases.when("date", deadline.date()),
                    deadline.zone().getId(),
                    days(today(now, deadline.zone()), deadline.date(), passed, phrases));
        }
        return phrases.say(
                passed ? "due.time.passed" : "due.time",
                subject,
                phrases.when("time", deadline.instant().atZone(zone)),
                zone.getId(),
                passed ? ago(now, deadline, zone, phrases) : left(now, deadline, zone, phrases));
    }

    /** In days as long as they are two or more on the calendar, then in hours, then in minutes. */
    private static String left(Instant now, Deadline deadline, ZoneId zone, Phrasebook phrases) {
        var instant = deadline.instant();
        long days = ChronoUnit.DAYS.between(today(now, zone), today(instant, zone));
        long hours = ChronoUnit.HOURS.between(now, instant);
        if (days >= 2) {
            return phrases.say("left.days", days);
        }
        return hours >= 2
                ? phrases.say("left.hours", hours)
                : phrases.say("left.minutes", Math.max(1, ChronoUnit.MINUTES.between(now, instant)));
    }

    private static String ago(Instant now, Deadline deadline, ZoneId zone, Phrasebook phrases) {
        var instant = deadline.instant();
        long days = ChronoUnit.DAYS.between(today(instant, zone), today(now, zone));
        long hours = ChronoUnit.HOURS.between(instant, now);
        if (days >= 2) {
            return phrases.say("ago.days", days);
        }
        return hours >= 2
                ? phrases.say("ago.hours", hours)
                : phrases.say("ago.minutes", ChronoUnit.MINUTES.between(instant, now));
    }

    private static String days(LocalDate today, LocalDate date, boolean passed, Phrasebook phrases) {
        long days = ChronoUnit.DAYS.between(today, date);
        if (passed) {
            return days >= -1 ? phrases.say("ago.yesterday") : phrases.say("ago.days", -days);
        }
        return days <= 0
                ? phrases.say("left.today")
                : days == 1 ? phrases.say("left.tomorrow") : phrases.say("left.days", days);
    }

    private static LocalDate today(Instant now, ZoneId zone) {
        return LocalDate.ofInstant(now, zone);
    }

    private static ZoneId zone(Reminder reminder) {
        var own = reminder.recipient().zone();
        return own == null ? reminder.deadline().zone() : own;
    }

    private static String opening(Reminder reminder, Phrasebook phrases) {
        var hours = reminder.step().opening();
        return hours == null
                ? ""
                : " "
                        + phrases.say(
                                "opening",
                                hours.opens(),
                                hours.closesInclusive(),
                                reminder.goal().zone().getId());
    }

    private static String open(Reminder reminder, Phrasebook phrases) {
        var names = reminder.stillOpen().stream()
                .map(person ->
                        phrases.say("person", Phrasebook.line(person.recipient().name()), person.reminded()))
                .collect(Collectors.joining(", "));
        int more = reminder.stillOpenCount() - reminder.stillOpen().size();
        return more > 0 ? phrases.say("open.more", names, more) : phrases.say("open", names);
    }
}
