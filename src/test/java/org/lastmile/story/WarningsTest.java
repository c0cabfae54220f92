package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.plan.Warning.Kind.NO_ADDRESS;
import static org.lastmile.plan.Warning.Kind.NO_RECIPIENT;
import static org.lastmile.plan.Warning.Kind.NO_ROOM_IN_QUIET_HOURS;
import static org.lastmile.plan.Warning.Kind.PAST_DEADLINE;
import static org.lastmile.plan.Warning.Kind.SILENT_LAST_DAY;

import java.time.Duration;
import java.time.LocalTime;
import java.time.Period;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/** What the author of a goal may not have meant is said when it is scheduled; and it happens as it was said. */
class WarningsTest extends Story {
    private static final Recipient ANN = person("Ann");
    private static final Rung HOUR_BEFORE = Rung.before(Duration.ofHours(1)).by("sms");

    private static Goal visit(String local, Recipient[] people, Rung... rungs) {
        return Goal.of("visit", "Visit")
                .due(Deadline.parse(local + "[Europe/Berlin]"))
                .finalStep(Step.of("come", "Come").ladder(Ladder.of(rungs)).participants(people));
    }

    private static Recipient[] of(Recipient... people) {
        return people;
    }

    @Test
    void aRungThatFallsBehindTheDeadlineIsNotSent() {
        at("2026-07-01T00:00Z");
        // On the day itself at 20:00, and it is due at 19:00.
        var evening = Rung.before(Period.ZERO).at(LocalTime.of(20, 0)).by("email");
        warned(schedule(visit("2026-07-04T19:00", of(ANN), evening, HOUR_BEFORE)), PAST_DEADLINE);
        at("2026-07-10T00:00Z");
        heard("2026-07-04T16:00Z ann come#2 sms");
        became(ANN, "come#1", ReminderState.PAST_DEADLINE);
    }

    @Test
    void aRungWithoutRoomOutsideTheQuietHoursIsNotSent() {
        // It is 23:00 in Berlin. Two hours before 08:30 is quiet until 08:00, which is closer than an hour; 21:30 has
        // passed.
        at("2026-07-03T21:00Z");
        var sleeper = ANN.withQuietHours(quiet("22:00", "08:00"));
        var early = Rung.before(Duration.ofHours(2)).by("sms");
        var loud = Rung.before(Duration.ofMinutes(90)).by("sms").ignoringQuietHours();
        warned(schedule(visit("2026-07-04T08:30", of(sleeper), early, loud)), NO_ROOM_IN_QUIET_HOURS);
        at("2026-07-10T00:00Z");
        heard("2026-07-04T05:00Z ann come#2 sms");
        became(ANN, "come#1", ReminderState.QUIET);
    }

    @Test
    void aLastDayWithoutAWordIsWarnedOfByTheMinute() {
        at("2026-07-01T00:00Z");
        var aDay = Rung.before(Duration.ofHours(24)).by("sms");
        var overADay = Rung.before(Duration.ofHours(24).plusMillis(1)).by("sms");
        warned(lastmile.preview(visit("2026-07-04T19:00", of(ANN), aDay)));
        warned(lastmile.preview(visit("2026-07-04T19:00", of(ANN), overADay)), SILENT_LAST_DAY);
    }

    @Test
    void anAudienceThatNobodyIsIsWarnedOfOnce() {
        at("2026-07-01T00:00Z");
        var boss = Rung.after(Duration.ofHours(1)).to(Audience.role("boss")).by("email");
        var owner = Rung.after(Duration.ofHours(2)).to(Audience.OWNER).by("email");
        var goal = visit("2026-07-04T19:00", of(ANN, person("Bob")), HOUR_BEFORE, boss, owner);
        warned(schedule(goal), NO_RECIPIENT, NO_RECIPIENT);
        assertThat(lastmile.preview(goal).warnings()).extracting("rung").containsExactly(2, 3);
        at("2026-07-10T00:00Z");
        heard("""
                2026-07-04T16:00Z ann come#1 sms
                2026-07-04T16:00Z bob come#1 sms
                """);
    }

    @Test
    void recipientsWithoutAnAddressAreCounted() {
        at("2026-07-01T00:00Z");
        var people = IntStream.range(0, 3)
                .mapToObj(i -> Recipient.of("p" + i, "P" + i))
                .toArray(Recipient[]::new);
        var goal = visit("2026-07-04T19:00", people, HOUR_BEFORE);
        warned(schedule(goal), NO_ADDRESS);
        assertThat(lastmile.preview(goal).warnings()).extracting("recipients").containsExactly(3);
        outOfOrder();
        at("2026-07-10T00:00Z");
        heardNothing();
        became(people[0], "come#1", ReminderState.NO_ADDRESS);
    }

    @Test
    void aGoalWithoutFaultIsNotWarnedOf() {
        at("2026-07-01T00:00Z");
        warned(schedule(visit("2026-07-04T19:00", of(ANN), HOUR_BEFORE)));
        complete("come", ANN);
    }
}
