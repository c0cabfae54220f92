package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.Answer;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/**
 * Enrolment for a benefit, last day 2026-09-05 in Santiago, where the clocks go forward at the midnight that ends that day.
 *
 * <p>Worked out by hand: until then it is UTC-4, so that the day ends at 04:00Z; 00:00 of 09-06 does not exist and becomes
 * 01:00 at UTC-3, which is 04:00Z too.
 *
 * <ul>
 *   <li>#1 P7D: 09-06 00:00 less 7 days is 08-30 00:00, UTC-4: 04:00Z
 *   <li>#2 P3D at 09:00: 09-05 less 3 days is 09-02; 09:00 UTC-4: 13:00Z
 *   <li>#3 P1D at 09:00: 09-04, 13:00Z
 *   <li>#4 P0D at 20:00: 09-05 20:00 UTC-4: 09-06 00:00Z
 *   <li>#5 PT2H: 04:00Z less two hours: 09-06 02:00Z
 * </ul>
 */
class S19DateWithoutMidnightTest extends Story {
    private static final Recipient LUZ = person("Luz");

    private static final String ALL_OF_IT = """
            2026-08-30T04:00Z luz enrol#1 email
            2026-09-02T13:00Z luz enrol#2 email
            2026-09-04T13:00Z luz enrol#3 email
            2026-09-06T00:00Z luz enrol#4 sms
            2026-09-06T02:00Z luz enrol#5 sms
            """;

    @Test
    void theWholeLadderSpeaksByTheDayThatWasSaid() {
        at("2026-08-01T12:00Z");
        schedule(enrolment());
        at("2026-10-01T00:00Z");
        heard(ALL_OF_IT);
    }

    @Test
    void anEnrolmentOneSecondBeforeTheEndCounts() {
        at("2026-08-01T12:00Z");
        schedule(enrolment());
        at("2026-09-06T03:59:59Z");
        heard(ALL_OF_IT);
        assertThat(complete("enrol", LUZ).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void atTheInstantOfTheEndExactlyItIsClosed() {
        at("2026-08-01T12:00Z");
        schedule(enrolment());
        at("2026-09-06T03:59:59.999Z");
        heard(ALL_OF_IT);
        // The answer comes with the clock at the end, before anything has been run.
        clock("2026-09-06T04:00Z");
        var answer = complete("enrol", LUZ);
        assertThat(answer.kind()).isEqualTo(Answer.Kind.ALREADY_CLOSED);
        assertThat(answer.outcome()).isEqualTo(Outcome.EXPIRED);
        at("2026-10-01T00:00Z");
        ended("enrol", LUZ, Outcome.EXPIRED);
    }

    private static Goal enrolment() {
        return Goal.of("benefit", "Benefit enrolment")
                .due(LocalDate.parse("2026-09-05"), ZoneId.of("America/Santiago"))
                .finalStep(Step.of("enrol", "Enrol")
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(7)).by("email"),
                                Rung.before(Period.ofDays(3))
                                        .at(LocalTime.of(9, 0))
                                        .by("email"),
                                Rung.before(Period.ofDays(1))
                                        .at(LocalTime.of(9, 0))
                                        .by("email"),
                                Rung.before(Period.ofDays(0))
                                        .at(LocalTime.of(20, 0))
                                        .by("sms"),
                                Rung.before(Duration.ofHours(2)).by("sms")))
                        .participants(LUZ));
    }
}
