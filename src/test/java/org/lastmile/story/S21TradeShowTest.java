package org.lastmile.story;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/**
 * A stand at a show in Milan that opens on Tue 2026-04-14 at 09:00; two weeks before, somebody must be found who speaks the
 * visitors' language. The clocks go forward on 03-29.
 *
 * <p>Worked out by hand; two weeks before 04-14 09:00 is 03-31 09:00, UTC+2: 07:00Z. From there:
 *
 * <ul>
 *   <li>#1 P21D: 03-10 09:00, UTC+1: 08:00Z
 *   <li>#2 P7D: 03-24 09:00, UTC+1: 08:00Z
 *   <li>#3 P2D: 03-29 09:00, UTC+2 since that night: 07:00Z
 *   <li>#4 and #5 P1D: 03-30, 07:00Z
 *   <li>#6 and #7 PT4H: 03-31 03:00Z
 * </ul>
 */
class S21TradeShowTest extends Story {
    private static final Recipient STAN = person("Stan");
    private static final Recipient DORA = person("Dora");

    private static Goal show() {
        return Goal.of("milan", "The stand in Milan")
                .role("director", DORA)
                .due(LocalDateTime.parse("2026-04-14T09:00"), ZoneId.of("Europe/Rome"))
                .finalStep(Step.of("interpreter", "Find somebody who speaks their language")
                        .due(Period.ofWeeks(-2))
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(21)).by("email"),
                                Rung.before(Period.ofDays(7)).by("email"),
                                Rung.before(Period.ofDays(2)).by("email"),
                                Rung.before(Period.ofDays(1)).by("sms"),
                                Rung.before(Period.ofDays(1))
                                        .to(Audience.role("director"))
                                        .by("email"),
                                Rung.before(Duration.ofHours(4)).by("sms"),
                                Rung.before(Duration.ofHours(4))
                                        .to(Audience.role("director"))
                                        .by("sms")))
                        .participants(STAN));
    }

    @Test
    void untilSomebodyIsFoundItGrowsLouder() {
        at("2026-02-01T09:00Z");
        schedule(show());
        at("2026-05-01T00:00Z");
        heard("""
                2026-03-10T08:00Z stan interpreter#1 email
                2026-03-24T08:00Z stan interpreter#2 email
                2026-03-29T07:00Z stan interpreter#3 email
                2026-03-30T07:00Z stan interpreter#4 sms
                2026-03-30T07:00Z dora interpreter#5 email about stan
                2026-03-31T03:00Z stan interpreter#6 sms
                2026-03-31T03:00Z dora interpreter#7 sms about stan
                """);
        ended("interpreter", STAN, Outcome.EXPIRED);
    }

    @Test
    void onceSomebodyIsAssignedItIsQuiet() {
        at("2026-02-01T09:00Z");
        schedule(show());
        at("2026-03-30T06:00Z");
        heard("""
                2026-03-10T08:00Z stan interpreter#1 email
                2026-03-24T08:00Z stan interpreter#2 email
                2026-03-29T07:00Z stan interpreter#3 email
                """);
        complete("interpreter", STAN);
        at("2026-05-01T00:00Z");
        heardNothing();
    }

    @Test
    void aShowThatIsPutOffByAWeekPutsOffTheSearch() {
        at("2026-02-01T09:00Z");
        schedule(show());
        at("2026-03-20T12:00Z");
        heard("2026-03-10T08:00Z stan interpreter#1 email");
        reschedule("2026-04-21T09:00[Europe/Rome]");
        // Due on 04-07 09:00 now: three weeks before are 03-17, which has passed; then 03-31, 04-05, 04-06 and 04-07.
        at("2026-05-01T00:00Z");
        heard("""
                2026-03-31T07:00Z stan interpreter#2 email
                2026-04-05T07:00Z stan interpreter#3 email
                2026-04-06T07:00Z stan interpreter#4 sms
                2026-04-06T07:00Z dora interpreter#5 email about stan
                2026-04-07T03:00Z stan interpreter#6 sms
                2026-04-07T03:00Z dora interpreter#7 sms about stan
                """);
    }
}
