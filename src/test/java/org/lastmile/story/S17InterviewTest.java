package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lastmile.LastmileBuilder;
import org.lastmile.goal.Audience;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.BusinessDays;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;
import org.lastmile.watch.Event;

/**
 * A candidate in Singapore is invited on Thu 2026-02-12 at 15:00 (07:00Z) to pick a slot within three business days; 17 and 18
 * February are holidays, so by Thu 02-19 at 18:00 (10:00Z). The interview is on Tue 02-24 at 14:00 (06:00Z).
 *
 * <p>Worked out by hand for the interview: #1 the day before at 09:00 is 02-23 01:00Z, #2 two hours before is 02-24 04:00Z.
 */
class S17InterviewTest extends Story {
    private static final ZoneId SINGAPORE = ZoneId.of("Asia/Singapore");
    private static final LocalTime TEN = LocalTime.of(10, 0);
    private static final Recipient KIM = person("Kim");
    private static final Recipient RECRUITER = person("Recruiter");

    private final List<Event> events = new ArrayList<>();

    @Override
    void prepare(LastmileBuilder host) {
        var newYear = Set.of(LocalDate.parse("2026-02-17"), LocalDate.parse("2026-02-18"));
        host.listener(events::add);
        host.calendar("sg", date -> BusinessCalendar.WEEKDAYS.isBusinessDay(date) && !newYear.contains(date));
    }

    private static Goal application() {
        return Goal.of("application", "Application")
                .calendar("sg")
                .role("recruiter", RECRUITER)
                .due(LocalDateTime.parse("2026-02-24T14:00"), SINGAPORE)
                .step(Step.of("pick", "Pick a slot")
                        .due(LocalDateTime.parse("2026-02-19T18:00"), SINGAPORE)
                        .ladder(Ladder.of(
                                Rung.before(BusinessDays.of(2)).at(TEN).by("email"),
                                Rung.before(BusinessDays.of(1)).at(TEN).by("email"),
                                Rung.before(Duration.ofHours(3)).by("sms"),
                                Rung.after(BusinessDays.of(1))
                                        .at(TEN)
                                        .to(Audience.role("recruiter"))
                                        .by("email")))
                        .participants(KIM))
                .finalStep(Step.of("interview", "Come to the interview")
                        .after("pick")
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(1))
                                        .at(LocalTime.of(9, 0))
                                        .by("email"),
                                Rung.before(Duration.ofHours(2)).by("sms")))
                        .participants(KIM));
    }

    @Test
    void holidaysDoNotCount() {
        at("2026-02-12T07:00Z");
        schedule(application());
        at("2026-03-15T00:00Z");
        heard("""
                2026-02-13T02:00Z kim pick#1 email            // Friday
                2026-02-16T02:00Z kim pick#2 email            // Monday
                2026-02-19T07:00Z kim pick#3 sms
                2026-02-20T02:00Z recruiter pick#4 email about kim
                """);
        ended("pick", KIM, Outcome.EXPIRED);
        ended("interview", KIM, Outcome.EXPIRED);
    }

    @Test
    void whoPicksASlotIsRemindedOfTheInterview() {
        at("2026-02-12T07:00Z");
        schedule(application());
        at("2026-02-13T04:00Z");
        heard("2026-02-13T02:00Z kim pick#1 email");
        complete("pick", KIM);
        at("2026-03-15T00:00Z");
        heard("""
                2026-02-23T01:00Z kim interview#1 email
                2026-02-24T04:00Z kim interview#2 sms
                """);
    }

    @Test
    void whoDeclinesHearsNothingMoreAndTheRecruiterIsToldAtOnce() {
        at("2026-02-12T07:00Z");
        schedule(application());
        at("2026-02-13T04:00Z");
        heard("2026-02-13T02:00Z kim pick#1 email");
        events.clear();
        lastmile.decline("application", "pick", "kim", "found another job");
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(Event.Kind.ANSWERED);
            assertThat(event.at()).isEqualTo(instant("2026-02-13T04:00Z"));
            assertThat(event.stepId()).isEqualTo("pick");
            assertThat(event.recipientId()).isEqualTo("kim");
            assertThat(event.detail()).contains("DECLINED", "found another job");
        });
        outOfOrder();
        at("2026-03-15T00:00Z");
        heardNothing();
        ended("interview", KIM, Outcome.DECLINED);
    }
}
