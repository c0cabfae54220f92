package org.lastmile.story;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/**
 * Slides are due on 2026-10-04 at 23:59 anywhere on Earth (UTC-12), which is 10-05 11:59Z. In Sydney the clocks go forward on
 * 10-04 at 02:00, from UTC+10 to UTC+11. The speakers sleep from 21:00 to 08:00.
 *
 * <p>Worked out by hand. In Sydney it is due on 10-05 at 22:59, so that days count from 10-05:
 *
 * <ul>
 *   <li>#1 P14D at 09:00: 09-21 09:00, UTC+10: 09-20 23:00Z
 *   <li>#2 P3D at 09:00: 10-02 09:00, UTC+10: 10-01 23:00Z
 *   <li>#3 P1D at 09:00: 10-04 09:00, UTC+11 since that night: 10-03 22:00Z
 *   <li>#4 PT2H: 09:59Z is 20:59, a minute before it is quiet
 * </ul>
 *
 * <p>In Berlin (UTC+2) it is due on 10-05 at 13:59: #1 09-21 07:00Z, #2 10-02 07:00Z, #3 10-04 07:00Z, #4 09:59Z (11:59).
 *
 * <p>#5, twelve hours after, goes to the chair, who has no zone: 23:59Z, one message about both.
 */
class S18ConferenceSlidesTest extends Story {
    private static final Recipient SUE = speaker("Sue", "Australia/Sydney");
    private static final Recipient BEN = speaker("Ben", "Europe/Berlin");
    private static final Recipient CHAIR = person("Chair");

    private static Recipient speaker(String name, String zone) {
        return person(name, zone).withQuietHours(quiet("21:00", "08:00"));
    }

    private static Goal conference() {
        return Goal.of("conference", "Conference")
                .due(LocalDateTime.parse("2026-10-04T23:59"), ZoneOffset.ofHours(-12))
                .role("chair", CHAIR)
                .finalStep(Step.of("slides", "Hand in your slides")
                        .ladder(Ladder.of(
                                atNine(14),
                                atNine(3),
                                atNine(1),
                                Rung.before(Duration.ofHours(2)).by("sms"),
                                Rung.after(Duration.ofHours(12))
                                        .to(Audience.role("chair"))
                                        .by("email")))
                        .participants(SUE, BEN));
    }

    private static Rung atNine(int days) {
        return Rung.before(Period.ofDays(days)).at(LocalTime.of(9, 0)).by("email");
    }

    @Test
    void eachSpeakerIsRemindedInTheirOwnMorning() {
        at("2026-09-01T00:00Z");
        warned(schedule(conference()));
        at("2026-11-01T00:00Z");
        heard("""
                2026-09-20T23:00Z sue slides#1 email
                2026-09-21T07:00Z ben slides#1 email
                2026-10-01T23:00Z sue slides#2 email
                2026-10-02T07:00Z ben slides#2 email
                2026-10-03T22:00Z sue slides#3 email
                2026-10-04T07:00Z ben slides#3 email
                2026-10-05T09:59Z sue slides#4 sms
                2026-10-05T09:59Z ben slides#4 sms
                2026-10-05T23:59Z chair slides#5 email about sue, ben
                """);
    }

    @Test
    void whoHasHandedInIsNotInTheChairsList() {
        at("2026-09-01T00:00Z");
        schedule(conference());
        at("2026-10-04T12:00Z");
        heard("""
                2026-09-20T23:00Z sue slides#1 email
                2026-09-21T07:00Z ben slides#1 email
                2026-10-01T23:00Z sue slides#2 email
                2026-10-02T07:00Z ben slides#2 email
                2026-10-03T22:00Z sue slides#3 email
                2026-10-04T07:00Z ben slides#3 email
                """);
        complete("slides", SUE);
        at("2026-11-01T00:00Z");
        heard("""
                2026-10-05T09:59Z ben slides#4 sms
                2026-10-05T23:59Z chair slides#5 email about ben
                """);
        // Sue, from 10-03 22:00Z to 10-04 12:00Z: 14 hours.
        reported("""
                What came of goal "conference", as of Sun 1 Nov 2026 00:00 UTC

                STEP slides: Hand in your slides (final)
                  2 people, 1 reached it (50 %): 1 in time, 1 never answered; late in all: 1
                  last heard           sent  answered           done recovered     no   half of them within
                  rung 1 email            2         0 (0 %)        0         0      0
                  rung 2 email            2         0 (0 %)        0         0      0
                  rung 3 email            2         1 (50 %)       1         0      0   1 day
                  rung 4 sms              1         0 (0 %)        0         0      0
                  rung 5 email            1                                             to overseers
                """);
    }
}
