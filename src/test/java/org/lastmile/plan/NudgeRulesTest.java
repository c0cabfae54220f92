package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Hold;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Nudged;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Silenced;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;

/** A reminder by hand beside the ladder, and what a change of plan gives up. Due Wed 2026-06-10 20:00 in Berlin, which is 18:00Z. */
class NudgeRulesTest {
    private static final Instant BEGUN = Instant.parse("2026-06-01T12:00:00Z");
    private static final Recipient ANN = Recipient.of("ann", "Ann").withAddress("email", "ann@example.org");
    /** 22:00 to 08:00 in Berlin is 20:00Z to 06:00Z. */
    private static final Recipient SLEEPER =
            ANN.withQuietHours(new QuietHours(LocalTime.of(22, 0), LocalTime.of(8, 0)));

    private static final Rung BY_HAND = Rung.before(Duration.ofMillis(1)).by("email");

    private static Goal goal(String ladder) {
        return Goal.of("party", "Summer party")
                .due(Deadline.parse("2026-06-10T20:00[Europe/Berlin]"))
                .finalStep(Step.of("come", "Be there").ladder(Ladder.parse(ladder)));
    }

    private static Terms terms(String ladder, Recipient recipient, Standing standing) {
        var goal = goal(ladder);
        return Terms.of(
                goal, goal.steps().get(0), recipient, FollowUp.PARTICIPANT, standing, BusinessCalendar.WEEKDAYS);
    }

    private static Standing nudged(String at, Rung rung) {
        return Standing.open(BEGUN).nudged(new Nudged(7, Instant.parse(at), rung, false));
    }

    private static Judgement judge(String ladder, Recipient recipient, Standing standing, String at) {
        return Judge.judge(terms(ladder, recipient, standing), standing, Instant.parse(at));
    }

    private static Judgement.Next next(String ladder, Recipient recipient, Standing standing, String after) {
        return Judge.next(terms(ladder, recipient, standing), standing, Instant.parse(after));
    }

    private static String fired(Judgement judgement) {
        var fire = judgement.fire();
        return fire == null ? "nothing" : fire.isNudge() ? "nudge" : "rung " + fire.number();
    }

    private static void skipped(Judgement judgement, ReminderState why) {
        assertThat(judgement.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.rung().isNudge()).isTrue();
            assertThat(skipped.why()).isEqualTo(why);
        });
    }

    @Test
    void itSpeaksAtOnceBesideTheLadder() {
        var standing = nudged("2026-06-05T10:00:00Z", BY_HAND);

        var next = next("before P1D by email", ANN, standing, "2026-06-05T10:00:00Z");
        assertThat(next.due()).isEqualTo("2026-06-05T10:00:00Z");
        assertThat(next.rung()).isNotNull().satisfies(rung -> {
            assertThat(rung.isNudge()).isTrue();
            assertThat(rung.number()).isZero();
        });
        var judgement = judge("before P1D by email", ANN, standing, "2026-06-05T10:00:00Z");
        assertThat(fired(judgement)).isEqualTo("nudge");
        assertThat(judgement.skipped()).isEmpty();
        var after = standing.handled(Nudged.RUNG, 0);
        assertThat(next("before P1D by email", ANN, after, "2026-06-05T10:00:00Z")
                        .due())
                .isEqualTo("2026-06-09T18:00:00Z");
        assertThat(Planner.plan(terms("before P1D by email", ANN, after), after).nudge())
                .isNull();
    }

    @Test
    void itWaitsForTheEndOfQuietHours() {
        // 23:00 in Berlin; they end at 08:00, which is 06:00Z.
        var standing = nudged("2026-06-05T21:00:00Z", BY_HAND);

        var waiting = judge("before P1D by email", SLEEPER, standing, "2026-06-06T05:59:59.999Z");
        assertThat(fired(waiting)).isEqualTo("nothing");
        assertThat(waiting.skipped()).isEmpty();
        assertThat(next("before P1D by email", SLEEPER, standing, "2026-06-05T21:00:00Z")
                        .due())
                .isEqualTo("2026-06-06T06:00:00Z");
        var judgement = judge("before P1D by email", SLEEPER, standing, "2026-06-06T06:00:00Z");
        assertThat(fired(judgement)).isEqualTo("nudge");
        assertThat(judgement.plan().nudge()).isNotNull().satisfies(nudge -> {
            assertThat(nudge.original()).isEqualTo("2026-06-05T21:00:00Z");
            assertThat(nudge.shifts()).containsExactly(Shift.DEFERRED);
        });
        var loud = nudged("2026-06-05T21:00:00Z", BY_HAND.ignoringQuietHours());
        var heard = judge("before P1D by email", SLEEPER, loud, "2026-06-05T21:00:00Z");
        assertThat(fired(heard)).isEqualTo("nudge");
        assertThat(heard.plan().nudge())
                .satisfies(nudge -> assertThat(nudge.shifts()).isEmpty());
    }

    @Test
    void aRungThatSpeaksAtThatMomentIsEnough() {
        var standing = nudged("2026-06-09T18:00:00Z", BY_HAND);

        var judgement = judge("before P1D by email", ANN, standing, "2026-06-09T18:00:00Z");

        assertThat(fired(judgement)).isEqualTo("rung 1");
        skipped(judgement, ReminderState.SUPERSEDED);
        // A moment before the rung it is alone.
        assertThat(next("before P1D by email", ANN, nudged("2026-06-09T17:59:59Z", BY_HAND), "2026-06-09T17:00:00Z")
                        .rung())
                .isNotNull()
                .satisfies(rung -> assertThat(rung.isNudge()).isTrue());
        assertThat(next("before P1D by email", ANN, standing, "2026-06-09T17:00:00Z")
                        .rung())
                .isNotNull()
                .satisfies(rung -> assertThat(rung.isNudge()).isFalse());
    }

    @Test
    void heldItWaitsAndAtTheMissItHasNothingToSay() {
        var hold = new Hold(Instant.parse("2026-06-05T09:00:00Z"), Instant.parse("2026-06-05T15:00:00Z"));
        var held = nudged("2026-06-05T10:00:00Z", BY_HAND).held(hold);

        assertThat(fired(judge("before P1D by email", ANN, held, "2026-06-05T14:59:59Z")))
                .isEqualTo("nothing");
        assertThat(fired(judge("before P1D by email", ANN, held, "2026-06-05T15:00:00Z")))
                .isEqualTo("nudge");
        // The engine was down, and it is the deadline; an after-rung keeps the follow-up answerable.
        var late = judge(
                "before P1D by email; after P1D by email",
                ANN,
                nudged("2026-06-10T17:00:00Z", BY_HAND).handled(0, 0),
                "2026-06-10T18:00:00Z");
        assertThat(fired(late)).isEqualTo("nothing");
        skipped(late, ReminderState.STALE);
    }

    @Test
    void whatWouldBeHeardAfterTheDeadlineIsSaidNever() {
        // Quiet from 19:00 to 08:00 in Berlin: asked for at 19:30, it would be heard the day after.
        var evening = ANN.withQuietHours(new QuietHours(LocalTime.of(19, 0), LocalTime.of(8, 0)));
        var standing = nudged("2026-06-10T17:30:00Z", BY_HAND).handled(0, 0);

        var plan = Planner.plan(terms("before P1D by email; after P1D by email", evening, standing), standing);

        assertThat(plan.nudge())
                .isNotNull()
                .satisfies(nudge -> assertThat(nudge.state()).isEqualTo(ReminderState.PAST_DEADLINE));
        var judgement = judge("before P1D by email; after P1D by email", evening, standing, "2026-06-10T18:00:00Z");
        assertThat(fired(judgement)).isEqualTo("nothing");
        skipped(judgement, ReminderState.PAST_DEADLINE);
    }

    @Test
    void twoDaysOldItIsStale() {
        var standing = nudged("2026-06-05T10:00:00Z", BY_HAND);

        assertThat(fired(judge("before P1D by email", ANN, standing, "2026-06-07T10:00:00Z")))
                .isEqualTo("nudge");
        var judgement = judge("before P1D by email", ANN, standing, "2026-06-07T10:00:00.001Z");
        assertThat(fired(judgement)).isEqualTo("nothing");
        skipped(judgement, ReminderState.STALE);
    }

    @Test
    void itsIdIsThatOfItsToken() {
        var standing = nudged("2026-06-05T10:00:00Z", BY_HAND);
        var goal = goal("before P1D by email");
        var step = goal.steps().get(0);
        var nudge = Planner.plan(terms("before P1D by email", ANN, standing), standing)
                .nudge();
        var rung = Planner.plan(terms("before P1D by email", ANN, standing), standing)
                .rungs()
                .get(0);

        assertThat(nudge).isNotNull();
        assertThat(nudge.reminderId(goal, step, ANN, FollowUp.PARTICIPANT, standing))
                .isNotEqualTo(rung.reminderId(goal, step, ANN, FollowUp.PARTICIPANT, standing))
                .contains("party/come/ann/");
        assertThat(rung.reminderId(goal, step, ANN, FollowUp.PARTICIPANT, standing))
                .isEqualTo("party/come/ann/1.0.0");
        // An idle rung that was armed again has another id; one that counts from the deadline has not.
        var touched = standing.touched(Instant.parse("2026-06-02T00:00:00Z"), Ladder.parse("before P1D by email"));
        assertThat(rung.reminderId(goal, step, ANN, FollowUp.PARTICIPANT, touched))
                .isEqualTo("party/come/ann/1.0.0");
        var idle = Planner.plan(terms("when-idle P1D by email", ANN, touched), touched)
                .rungs()
                .get(0);
        assertThat(idle.reminderId(goal, step, ANN, FollowUp.PARTICIPANT, touched))
                .isEqualTo("party/come/ann/1.0.0.1");
    }

    @Test
    void aMoveGivesUpWhatCountsFromTheDeadlineAndIsStillAhead() {
        var ladder = "after-start PT1H by email; before P2D by email; before P1D by email; when-idle P3D by email";
        var standing = Standing.open(BEGUN)
                .touched(Instant.parse("2026-06-05T00:00:00Z"), Ladder.parse(ladder))
                .handled(1, 0);

        assertThat(Planner.silenced(terms(ladder, ANN, standing), standing, Anchor::countsFromDeadline))
                .containsExactly(new Silenced(0, 0, 2, 0, Instant.parse("2026-06-09T18:00:00Z")));
        assertThat(Planner.silenced(terms(ladder, ANN, standing), standing, anchor -> true))
                .containsExactly(
                        new Silenced(0, 0, 0, 0, Instant.parse("2026-06-01T13:00:00Z")),
                        new Silenced(0, 1, 3, 0, Instant.parse("2026-06-08T00:00:00Z")),
                        new Silenced(0, 0, 2, 0, Instant.parse("2026-06-09T18:00:00Z")));
    }

    @Test
    void whatIsAskedForAfterTheEndIsDealtWith() {
        // No after-rung: it expires at the deadline, and with it the nudge.
        var standing = nudged("2026-06-10T18:00:00Z", BY_HAND).handled(0, 0);

        var judgement = judge("before P1D by email", ANN, standing, "2026-06-10T18:00:00Z");

        assertThat(judgement.expired()).isTrue();
        assertThat(fired(judgement)).isEqualTo("nothing");
        assertThat(judgement.skipped()).extracting(Judgement.Skipped::why).containsExactly(ReminderState.PAST_DEADLINE);
        assertThat(standing.closed(Outcome.EXPIRED, Instant.parse("2026-06-10T18:00:00Z"))
                        .isLive())
                .isFalse();
    }
}
