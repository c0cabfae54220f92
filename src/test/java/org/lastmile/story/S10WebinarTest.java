package org.lastmile.story;

import static org.lastmile.goal.ReminderState.LATE;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;
import org.lastmile.goal.TimePolicy;

/** A webinar on Tue 2026-03-31 at 18:00 in Berlin (16:00Z), for people in four zones who sleep from 22 to 8. */
class S10WebinarTest extends Story {
    private static final Recipient NED = attendee("Ned", "America/New_York");
    private static final Recipient BEA = attendee("Bea", "Europe/Berlin");
    private static final Recipient KAI = attendee("Kai", "Asia/Kolkata");
    private static final Recipient SID = attendee("Sid", "Australia/Sydney");

    private static Recipient attendee(String name, String zone) {
        return person(name, zone).withQuietHours(quiet("22:00", "08:00"));
    }

    private static Goal webinar(Recipient... attendees) {
        return Goal.of("webinar", "Webinar")
                .due(LocalDateTime.parse("2026-03-31T18:00"), ZoneId.of("Europe/Berlin"))
                .policy(TimePolicy.DEFAULT.withMinLead(Duration.ofMinutes(30)))
                .finalStep(Step.of("join", "Join")
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(1))
                                        .at(LocalTime.of(9, 0))
                                        .by("email"),
                                Rung.before(Duration.ofHours(1)).by("email"),
                                Rung.before(Duration.ofMinutes(10)).by("sms").ignoringQuietHours(),
                                Rung.after(Period.ofDays(1))
                                        .at(LocalTime.of(9, 0))
                                        .by("email")))
                        .participants(attendees));
    }

    @Test
    void everybodyHearsOfItInTheirOwnDay() {
        at("2026-03-20T12:00Z");
        warned(schedule(webinar(NED, BEA, KAI, SID)));
        at("2026-05-01T00:00Z");
        heard("""
                // the day before at 09:00
                2026-03-30T03:30Z kai join#1 email
                2026-03-30T07:00Z bea join#1 email
                2026-03-30T13:00Z ned join#1 email
                2026-03-30T22:00Z sid join#1 email   // in Sydney it is due on Wednesday: Tuesday 09:00 there
                // an hour before
                2026-03-31T10:30Z sid join#2 email   // 02:00 is quiet until 08:00, after it all: 30 min before 22:00
                2026-03-31T15:00Z kai join#2 email
                2026-03-31T15:00Z bea join#2 email
                2026-03-31T15:00Z ned join#2 email
                // ten minutes before, asleep or not
                2026-03-31T15:50Z sid join#3 sms
                2026-03-31T15:50Z kai join#3 sms
                2026-03-31T15:50Z bea join#3 sms
                2026-03-31T15:50Z ned join#3 sms
                // the recording
                2026-04-01T03:30Z kai join#4 email
                2026-04-01T07:00Z bea join#4 email
                2026-04-01T13:00Z ned join#4 email
                2026-04-01T22:00Z sid join#4 email
                """);
    }

    @Test
    void whoRegistersFortyMinutesBeforeHearsWhatIsLeft() {
        at("2026-03-31T15:20Z");
        schedule(webinar(BEA));
        at("2026-05-01T00:00Z");
        heard("""
                2026-03-31T15:50Z bea join#3 sms
                2026-04-01T07:00Z bea join#4 email
                """);
        became(BEA, "join#1", LATE);
        became(BEA, "join#2", LATE);
    }
}
