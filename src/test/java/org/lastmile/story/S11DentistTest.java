package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.goal.ReminderState.LATE;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Move;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/**
 * At the dentist's in Chicago on Mon 2026-03-09 at 08:30, the morning after the clocks went forward. The patient sleeps from
 * 21:00 to 08:00.
 *
 * <p>Worked out by hand; 08:30 at UTC-5 is 13:30Z:
 *
 * <ul>
 *   <li>#1 P7D: 03-02 08:30, UTC-6: 14:30Z
 *   <li>#2 P2D: 03-07 08:30, UTC-6: 14:30Z
 *   <li>#3 P1D: 03-08 08:30, UTC-5 since that night: 13:30Z
 *   <li>#4 PT2H: 11:30Z is 06:30, quiet until 08:00 (13:00Z), which is closer than an hour to 13:30Z: advanced to 30 minutes
 *       before 21:00 of the evening before, 20:30 at UTC-5: 03-09 01:30Z
 * </ul>
 *
 * <p>Moved on Sat 03-07 at 18:00 (03-08 00:00Z) to Tue 03-10 14:00, UTC-5: 19:00Z:
 *
 * <ul>
 *   <li>#1 would have been on 03-03: late
 *   <li>#2 P2D: 03-08 14:00: 19:00Z
 *   <li>#3 P1D: 03-09 14:00: 19:00Z
 *   <li>#4 PT2H: 03-10 12:00: 17:00Z, nobody sleeps
 * </ul>
 */
class S11DentistTest extends Story {
    private static final Recipient PAT = person("Pat", "America/Chicago").withQuietHours(quiet("21:00", "08:00"));

    private static Goal appointment() {
        return Goal.of("check-up", "Check-up")
                .due(LocalDateTime.parse("2026-03-09T08:30"), ZoneId.of("America/Chicago"))
                .finalStep(Step.of("come", "Come")
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(7)).by("email"),
                                Rung.before(Period.ofDays(2)).by("sms"),
                                Rung.before(Period.ofDays(1)).by("sms"),
                                Rung.before(Duration.ofHours(2)).by("sms")))
                        .participants(PAT));
    }

    private void moveToTuesday() {
        var tuesday = Deadline.parse("2026-03-10T14:00[America/Chicago]");
        assertThat(people(() -> lastmile.reschedule("check-up", Move.to(tuesday).reconfirm())))
                .isTrue();
    }

    private static final String BY_THE_NEW_DAY = """
            2026-03-08T19:00Z pat come#2 sms
            2026-03-09T19:00Z pat come#3 sms
            2026-03-10T17:00Z pat come#4 sms
            """;

    @Test
    void anEarlyAppointmentIsToldOfTheEveningBefore() {
        at("2026-02-20T15:00Z");
        warned(schedule(appointment()));
        at("2026-04-01T00:00Z");
        heard("""
                2026-03-02T14:30Z pat come#1 email
                2026-03-07T14:30Z pat come#2 sms
                2026-03-08T13:30Z pat come#3 sms
                2026-03-09T01:30Z pat come#4 sms
                """);
    }

    @Test
    void aMovedAppointmentIsToldOfByTheNewDayAlone() {
        at("2026-02-20T15:00Z");
        schedule(appointment());
        at("2026-03-08T00:00Z");
        heard("""
                2026-03-02T14:30Z pat come#1 email
                2026-03-07T14:30Z pat come#2 sms
                """);
        moveToTuesday();
        at("2026-04-01T00:00Z");
        heard(BY_THE_NEW_DAY);
        became(PAT, "come#1", LATE);
        reported("""
                What came of goal "check-up", as of Wed 1 Apr 2026 00:00 UTC

                STEP come: Come (final)
                  1 person, 0 reached it (0 %): 1 never answered; late in all: 1
                  last heard           sent  answered           done recovered     no   half of them within
                  rung 1 email            1         0 (0 %)        0         0      0
                  rung 2 sms              2         0 (0 %)        0         0      0
                  rung 3 sms              1         0 (0 %)        0         0      0
                  rung 4 sms              1         0 (0 %)        0         0      0
                  not sent: 1 LATE
                """);
    }

    @Test
    void aPatientWhoHadConfirmedTheOldDayIsAskedForTheNewOne() {
        at("2026-02-20T15:00Z");
        schedule(appointment());
        at("2026-03-07T16:00Z");
        complete("come", PAT);
        at("2026-03-08T00:00Z");
        moveToTuesday();
        heard("""
                2026-03-02T14:30Z pat come#1 email
                2026-03-07T14:30Z pat come#2 sms
                """);
        at("2026-04-01T00:00Z");
        heard(BY_THE_NEW_DAY);
    }

    @Test
    void aPatientWhoSaidNoIsNot() {
        at("2026-02-20T15:00Z");
        schedule(appointment());
        at("2026-03-07T16:00Z");
        heard("""
                2026-03-02T14:30Z pat come#1 email
                2026-03-07T14:30Z pat come#2 sms
                """);
        decline("come", PAT);
        at("2026-03-08T00:00Z");
        moveToTuesday();
        at("2026-04-01T00:00Z");
        heardNothing();
        ended("come", PAT, Outcome.DECLINED);
    }
}
