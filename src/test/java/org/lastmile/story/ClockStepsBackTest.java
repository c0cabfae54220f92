package org.lastmile.story;

import java.time.Duration;
import java.time.Period;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/** The clock steps back by an hour: what was sent is not sent again, and nothing is forgotten. */
class ClockStepsBackTest extends Story {
    private static final Recipient ANN = person("Ann");
    private static final Recipient BOB = person("Bob");

    private static Goal party(String id, Recipient guest, String local) {
        return Goal.of(id, "Party")
                .due(Deadline.parse(local + "[Europe/Berlin]"))
                .finalStep(Step.of("come", "Come")
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(1)).by("email"),
                                Rung.before(Duration.ofHours(23).plusMinutes(30))
                                        .by("sms"),
                                Rung.before(Duration.ofHours(2)).by("sms")))
                        .participants(guest));
    }

    @Test
    void nothingIsSentAgain() {
        at("2026-07-01T00:00Z");
        schedule(party("party", ANN, "2026-07-04T19:00"));
        at("2026-07-03T17:45Z");
        heard("""
                2026-07-03T17:00Z ann come#1 email
                2026-07-03T17:30Z ann come#2 sms
                """);
        clock("2026-07-03T16:45Z");
        lastmile.runDue();
        at("2026-07-03T17:45Z");
        heardNothing();
        at("2026-07-10T00:00Z");
        heard("2026-07-04T15:00Z ann come#3 sms");
    }

    @Test
    void whoIsScheduledInTheHourThatComesAgainIsServedByTheClockThatIsThere() {
        at("2026-07-01T00:00Z");
        schedule(party("party", ANN, "2026-07-04T19:00"));
        at("2026-07-03T17:45Z");
        heard("""
                2026-07-03T17:00Z ann come#1 email
                2026-07-03T17:30Z ann come#2 sms
                """);
        clock("2026-07-03T16:45Z");
        schedule(party("after-party", BOB, "2026-07-04T19:00"));
        at("2026-07-10T00:00Z");
        heard("""
                2026-07-03T17:00Z bob come#1 email
                2026-07-03T17:30Z bob come#2 sms
                2026-07-04T15:00Z ann come#3 sms
                2026-07-04T15:00Z bob come#3 sms
                """);
    }

    @Test
    void anAnswerCountsWithAClockThatWentBackBehindItsOwnQuestion() {
        at("2026-07-03T18:00Z");
        schedule(party("party", ANN, "2026-07-04T19:00"));
        clock("2026-07-03T17:00Z");
        complete("come", ANN);
        at("2026-07-10T00:00Z");
        heardNothing();
    }
}
