package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/**
 * A marathon in New York on Sun 2026-11-01 at 09:00, seven hours after the clocks went back (02:00 at UTC-4 became 01:00 at
 * UTC-5).
 *
 * <p>Worked out by hand; the start, 09:00 at UTC-5, is 14:00Z:
 *
 * <ul>
 *   <li>#1 P16W: 112 days before 11-01 is 07-12 (20 days of July, 31, 30 and 31 of the months between); 09:00 UTC-4: 13:00Z
 *   <li>#2 P8W: 56 days before is 09-06 (25 days of September and 31 of October); 13:00Z
 *   <li>#3 P2W: 10-18, 13:00Z
 *   <li>#4 P1D: 10-31 09:00, still UTC-4: 13:00Z, which is 25 hours before
 *   <li>#5 PT12H: 14:00Z less 12 hours: 11-01 02:00Z (22:00 on Saturday)
 *   <li>#6 P0D at 01:30, which comes twice: the first, at UTC-4: 05:30Z
 *   <li>#7 PT4H: 10:00Z
 *   <li>#8 after P0D at 18:00: 18:00 UTC-5: 23:00Z
 * </ul>
 */
class S09MarathonTest extends Story {
    private static final Recipient RUTH = person("Ruth", "America/New_York");

    private static Goal marathon() {
        return Goal.of("marathon", "Marathon")
                .due(LocalDateTime.parse("2026-11-01T09:00"), ZoneId.of("America/New_York"))
                .finalStep(Step.of("run", "Run it")
                        .ladder(Ladder.of(
                                Rung.before(Period.ofWeeks(16)).by("email"),
                                Rung.before(Period.ofWeeks(8)).by("email"),
                                Rung.before(Period.ofWeeks(2)).by("email"),
                                Rung.before(Period.ofDays(1)).by("email"),
                                Rung.before(Duration.ofHours(12)).by("sms"),
                                Rung.before(Period.ofDays(0))
                                        .at(LocalTime.of(1, 30))
                                        .by("in-app"),
                                Rung.before(Duration.ofHours(4)).by("sms"),
                                Rung.after(Period.ofDays(0))
                                        .at(LocalTime.of(18, 0))
                                        .by("email")))
                        .participants(RUTH));
    }

    @Test
    void theHourThatComesTwiceIsToldOnce() {
        at("2026-06-01T12:00Z");
        schedule(marathon());
        at("2026-12-01T00:00Z");
        heard("""
                2026-07-12T13:00Z ruth run#1 email
                2026-09-06T13:00Z ruth run#2 email
                2026-10-18T13:00Z ruth run#3 email
                2026-10-31T13:00Z ruth run#4 email
                2026-11-01T02:00Z ruth run#5 sms
                2026-11-01T05:30Z ruth run#6 in-app
                2026-11-01T10:00Z ruth run#7 sms
                2026-11-01T23:00Z ruth run#8 email   // how was it?
                """);
    }

    @Test
    void anInjuryEndsItAll() {
        at("2026-06-01T12:00Z");
        schedule(marathon());
        at("2026-10-20T12:00Z");
        heard("""
                2026-07-12T13:00Z ruth run#1 email
                2026-09-06T13:00Z ruth run#2 email
                2026-10-18T13:00Z ruth run#3 email
                """);
        assertThat(decline("run", RUTH).outcome()).isEqualTo(Outcome.DECLINED);
        at("2026-12-01T00:00Z");
        heardNothing();
    }

    @Test
    void whoAnswersAfterTheRaceIsNotAskedAgain() {
        at("2026-10-31T20:00Z");
        schedule(marathon());
        at("2026-11-01T18:30Z");
        heard("""
                2026-11-01T02:00Z ruth run#5 sms
                2026-11-01T05:30Z ruth run#6 in-app
                2026-11-01T10:00Z ruth run#7 sms
                """);
        assertThat(complete("run", RUTH).outcome()).isEqualTo(Outcome.RECOVERED);
        at("2026-12-01T00:00Z");
        heardNothing();
    }
}
