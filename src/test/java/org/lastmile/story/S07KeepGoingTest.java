package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.Answer;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Recurrence;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/**
 * Wes in Los Angeles has reached his weight on 2026-02-15 at 10:00 (18:00Z), and wants to keep it: four weekly check-ins on
 * Sundays at 09:00 from 03-01 on, then monthly ones from 06-15 on. The clocks go forward on 03-08. After two that he missed in a
 * row, his buddy is told.
 */
class S07KeepGoingTest extends Story {
    private static final ZoneId LOS_ANGELES = ZoneId.of("America/Los_Angeles");
    private static final Recipient WES = person("Wes");
    private static final Recipient BUD = person("Bud");

    private static Goal checkIns(String id, String first, Recurrence again, Period ahead) {
        return Goal.of(id, "Keep the weight")
                .role("buddy", BUD)
                .due(LocalDateTime.parse(first), LOS_ANGELES)
                .recurring(again)
                .finalStep(Step.of(id, "Check in")
                        .ladder(Ladder.of(
                                Rung.before(ahead).by("email"),
                                Rung.after(Duration.ZERO)
                                        .to(Audience.role("buddy"))
                                        .by("email")
                                        .afterMisses(2)))
                        .participants(WES));
    }

    private static Goal weekly() {
        return checkIns("week", "2026-03-01T09:00", Recurrence.every(Period.ofWeeks(1), 4), Period.ofWeeks(1));
    }

    private static Goal monthly() {
        return checkIns("month", "2026-06-15T09:00", Recurrence.every(Period.ofMonths(1), 2), Period.ofMonths(1));
    }

    private void checkIn(String goal) {
        assertThat(people(() -> lastmile.complete(goal, goal, "wes")).kind()).isEqualTo(Answer.Kind.STOPPED);
    }

    @Test
    void eachCheckInIsRemindedOfAndAnsweredByItself() {
        at("2026-02-15T18:00Z");
        schedule(weekly());
        schedule(monthly());
        at("2026-02-25T20:00Z");
        checkIn("week"); // the first, due on 03-01
        at("2026-03-04T20:00Z");
        checkIn("week");
        at("2026-03-10T20:00Z");
        checkIn("week");
        at("2026-03-20T20:00Z");
        checkIn("week");
        at("2026-06-01T20:00Z");
        checkIn("month");
        at("2026-06-20T20:00Z");
        checkIn("month");
        at("2026-09-01T00:00Z");
        heard("""
                2026-02-22T17:00Z wes week#1 email
                2026-03-01T17:00Z wes week#1 email
                2026-03-08T16:00Z wes week#1 email
                2026-03-15T16:00Z wes week#1 email
                2026-05-15T16:00Z wes month#1 email
                2026-06-15T16:00Z wes month#1 email
                """);
    }

    @Test
    void afterTwoMissesInARowTheBuddyIsToldOnce() {
        at("2026-02-15T18:00Z");
        schedule(weekly());
        at("2026-05-01T00:00Z");
        heard("""
                2026-02-22T17:00Z wes week#1 email
                2026-03-01T17:00Z wes week#1 email
                2026-03-08T16:00Z wes week#1 email
                2026-03-08T16:00Z bud week#2 email about wes   // missed on 03-01 and 03-08
                2026-03-15T16:00Z wes week#1 email
                """);
    }

    @Test
    void anAnswerInBetweenBeginsTheCountAnew() {
        at("2026-02-15T18:00Z");
        schedule(weekly());
        at("2026-03-04T20:00Z");
        checkIn("week"); // the second; the first was missed on 03-01
        at("2026-05-01T00:00Z");
        heard("""
                2026-02-22T17:00Z wes week#1 email
                2026-03-01T17:00Z wes week#1 email
                2026-03-08T16:00Z wes week#1 email
                2026-03-15T16:00Z wes week#1 email
                2026-03-22T16:00Z bud week#2 email about wes   // missed on 03-15 and 03-22
                """);
    }

    @Test
    void whoGivesUpHearsNothingOfTheRest() {
        at("2026-02-15T18:00Z");
        schedule(weekly());
        at("2026-03-04T20:00Z");
        people(() -> lastmile.cancel("week"));
        at("2026-05-01T00:00Z");
        heard("""
                2026-02-22T17:00Z wes week#1 email
                2026-03-01T17:00Z wes week#1 email
                """);
    }
}
