package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/**
 * A passport expires on 2026-08-31; its owner lives in Madrid until 05-10, and in Tokyo from then on.
 *
 * <p>Worked out by hand; all at 09:00 where the traveller is:
 *
 * <ul>
 *   <li>#1 P6M: there is no 02-31, so 02-28; Madrid, UTC+1: 08:00Z
 *   <li>#2 P3M: 05-31 is there; Tokyo, UTC+9: 00:00Z (Madrid, UTC+2: 07:00Z)
 *   <li>#3 P1M: 07-31, Tokyo: 00:00Z (Madrid: 07:00Z)
 *   <li>#4 P7D: 08-24, Tokyo: 00:00Z (Madrid: 07:00Z)
 * </ul>
 */
class S15PassportTest extends Story {
    private static final Recipient TIM = person("Tim", "Europe/Madrid");

    private static Goal passport() {
        return Goal.of("passport", "Passport")
                .due(LocalDate.parse("2026-08-31"), ZoneId.of("Europe/Madrid"))
                .finalStep(Step.of("renew", "Renew it")
                        .ladder(Ladder.of(
                                atNine(Period.ofMonths(6)), atNine(Period.ofMonths(3)),
                                atNine(Period.ofMonths(1)), atNine(Period.ofDays(7))))
                        .participants(TIM));
    }

    private static Rung atNine(Period before) {
        return Rung.before(before).at(LocalTime.of(9, 0)).by("email");
    }

    private void moveTo(String zone) {
        assertThat(people(() -> lastmile.update("passport", TIM.withZone(ZoneId.of(zone)))))
                .isTrue();
    }

    @Test
    void whoStaysInMadridHearsOfItInTheMorningThere() {
        at("2026-01-10T12:00Z");
        schedule(passport());
        at("2026-10-01T00:00Z");
        heard("""
                2026-02-28T08:00Z tim renew#1 email
                2026-05-31T07:00Z tim renew#2 email
                2026-07-31T07:00Z tim renew#3 email
                2026-08-24T07:00Z tim renew#4 email
                """);
    }

    @Test
    void whoMovesToTokyoHearsTheRestInTheMorningThere() {
        at("2026-01-10T12:00Z");
        schedule(passport());
        at("2026-05-10T10:00Z");
        heard("2026-02-28T08:00Z tim renew#1 email");
        moveTo("Asia/Tokyo");
        at("2026-10-01T00:00Z");
        heard("""
                2026-05-31T00:00Z tim renew#2 email
                2026-07-31T00:00Z tim renew#3 email
                2026-08-24T00:00Z tim renew#4 email
                """);
    }

    @Test
    void whatWasSentInTokyoIsNotSentAgainInMadrid() {
        at("2026-01-10T12:00Z");
        schedule(passport());
        at("2026-05-10T10:00Z");
        moveTo("Asia/Tokyo");
        at("2026-05-31T03:00Z"); // after 09:00 in Tokyo, before 09:00 in Madrid
        heard("""
                2026-02-28T08:00Z tim renew#1 email
                2026-05-31T00:00Z tim renew#2 email
                """);
        moveTo("Europe/Madrid");
        at("2026-10-01T00:00Z");
        heard("""
                2026-07-31T07:00Z tim renew#3 email
                2026-08-24T07:00Z tim renew#4 email
                """);
    }

    /** R4: what thereby lies in the past is released by R11, late but not lost. */
    @Test
    void whatTheMoveHasPutIntoThePastIsSaidAtOnce() {
        at("2026-05-01T12:00Z");
        schedule(passport());
        at("2026-05-31T03:00Z"); // 09:00 in Tokyo was three hours ago, 09:00 in Madrid is four hours ahead
        moveTo("Asia/Tokyo");
        outOfOrder();
        at("2026-05-31T03:00Z");
        heard("2026-05-31T03:00Z tim renew#2 email planned 2026-05-31T00:00Z");
        at("2026-10-01T00:00Z");
        heard("""
                2026-07-31T00:00Z tim renew#3 email
                2026-08-24T00:00Z tim renew#4 email
                """);
    }
}
