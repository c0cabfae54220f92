package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Nudged;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.goal.StepDue;

/** R13: missed at the deadline plus grace, answerable for a while, then expired. */
class MissAndExpiryTest {
    private static final Instant BEGUN = Instant.parse("2026-06-01T12:00:00Z");

    private static Promised promised() {
        return Promised.due("2026-06-10T12:00[UTC]").begun("2026-06-01T12:00:00Z");
    }

    @Test
    void withNothingToComeItExpiresAtTheMiss() {
        assertThat(promised().ladder("before P1D").end()).isEqualTo("EXPIRED 2026-06-10T12:00:00Z");
        assertThat(promised().ladder("before P1D").grace("PT6H").end()).isEqualTo("EXPIRED 2026-06-10T18:00:00Z");
    }

    @Test
    void afterItsLastAfterRungItStaysOpenForAWhile() {
        assertThat(promised().ladder("after P3D", "after P1D").end()).isEqualTo("EXPIRED 2026-06-15T12:00:00Z");
        assertThat(promised().ladder("after P1D").openAfter("PT1H").end()).isEqualTo("EXPIRED 2026-06-11T13:00:00Z");
        assertThat(promised().ladder("after PT0S").openAfter("PT0S").end()).isEqualTo("EXPIRED 2026-06-10T12:00:00Z");
    }

    @Test
    void doneInBetweenIsRecoveredAndDoneAfterItIsTooLate() {
        assertThat(promised()
                        .ladder("after P1D")
                        .closed("2026-06-10T11:59:59.999Z", Outcome.DONE)
                        .end())
                .isEqualTo("DONE 2026-06-10T11:59:59.999Z");
        assertThat(promised()
                        .ladder("after P1D")
                        .closed("2026-06-10T12:00:00Z", Outcome.DONE)
                        .end())
                .isEqualTo("RECOVERED 2026-06-10T12:00:00Z");
        assertThat(promised()
                        .ladder("after P1D")
                        .closed("2026-06-12T00:00:00Z", Outcome.DECLINED)
                        .end())
                .isEqualTo("DECLINED 2026-06-12T00:00:00Z");
        assertThat(promised()
                        .ladder("after P1D")
                        .closed("2026-06-13T12:00:00Z", Outcome.DONE)
                        .end())
                .isEqualTo("EXPIRED 2026-06-13T12:00:00Z");
    }

    @Test
    void inGraceItIsNotMissedYet() {
        assertThat(promised()
                        .ladder("after P1D")
                        .grace("PT6H")
                        .closed("2026-06-10T17:59:00Z", Outcome.DONE)
                        .end())
                .isEqualTo("DONE 2026-06-10T17:59:00Z");
    }

    @Test
    void whatWasNeverToSpeakIsAccountedForAtTheLatestWhenItExpires() {
        var promised = promised().ladder("when-idle P30D", "before P20D", "before P1D");

        assertThat(promised.sent()).containsExactly("2026-06-09T12:00:00Z #3");
        assertThat(promised.skipped()).containsExactlyInAnyOrder("#1 PAST_DEADLINE", "#2 LATE");
    }

    private static Goal goal(String ladder) {
        return Goal.of("goal", "Goal")
                .due(Deadline.parse("2026-06-10T12:00[UTC]"))
                .finalStep(Step.of("step", "Step").ladder(Ladder.parse(ladder)));
    }

    private static Plan plan(Goal goal, Recipient recipient, int seat) {
        var standing = Standing.open(BEGUN);
        var terms = Terms.of(goal, goal.steps().get(0), recipient, seat, standing, BusinessCalendar.WEEKDAYS);
        return Planner.plan(terms, standing);
    }

    @Test
    void itStaysOpenUntilThoseWhoOverseeItHaveBeenTold() {
        // The owner is told on the 13th at 09:00 in New York, 13:00Z, or when the office opens at 10:00.
        var guest = Recipient.of("guest", "Guest");
        var owner = Recipient.of("owner", "Owner").withZone(ZoneId.of("America/New_York"));
        var owned =
                goal("after P1D by email; after P3D at 09:00 to owner by email").ownedBy(owner);

        assertThat(plan(goal("after P1D by email; after P3D at 09:00 to owner by email"), guest, FollowUp.PARTICIPANT)
                        .expireAt())
                .hasToString("2026-06-13T12:00:00Z");
        assertThat(plan(owned, guest, FollowUp.PARTICIPANT).expireAt()).hasToString("2026-06-15T13:00:00Z");
        assertThat(plan(owned, guest, FollowUp.PARTICIPANT).rungs()).hasSize(1);
        assertThat(plan(owned, owner, FollowUp.OVERSEER).rungs())
                .singleElement()
                .satisfies(rung -> assertThat(rung.at()).hasToString("2026-06-13T13:00:00Z"));
        assertThat(plan(owned, owner, FollowUp.OVERSEER).expireAt()).isNull();
        assertThat(plan(owned, guest, FollowUp.OVERSEER).rungs()).isEmpty();
        assertThat(plan(owned, guest, FollowUp.OVERSEER).expireAt()).isNull();
    }

    @Test
    void ofSeveralWhoOverseeItTheLastOneCounts() {
        // The desk is in Tokyo (09:00 is 00:00Z), the chair in New York (13:00Z), told the same day; the desk once more
        // two days later.
        var goal = goal("after P3D at 09:00 to role(desk) by email every P1D times 2;"
                        + " after P3D at 09:00 to role(chair) by email; before P1D to role(desk) by email")
                .role("desk", Recipient.of("aki", "Aki").withZone(ZoneId.of("Asia/Tokyo")))
                .role("chair", Recipient.of("bob", "Bob").withZone(ZoneId.of("America/New_York")));

        assertThat(plan(goal, Recipient.of("guest", "Guest"), FollowUp.PARTICIPANT)
                        .expireAt())
                .hasToString("2026-06-16T00:00:00Z");
    }

    @Test
    void itStaysOpenWhileAStepThatRecoversItIsLeft() {
        // The call begins at the miss and is due a day later; its after-rung comes on the 13th, and it is open until
        // the 15th.
        var recovered = goal("before P1D by email")
                .step(Step.of("call", "Call")
                        .recovers("step")
                        .due(StepDue.parse("from-start P1D"))
                        .ladder(Ladder.parse("after P2D by email")))
                .step(Step.of("other", "Other").recovers("call").ladder(Ladder.parse("after P30D by email")));
        var guest = Recipient.of("guest", "Guest");

        assertThat(plan(goal("before P1D by email"), guest, FollowUp.PARTICIPANT)
                        .expireAt())
                .hasToString("2026-06-10T12:00:00Z");
        // And that has a step that recovers it in turn, due with the goal, in the past by then: missed at once, told on
        // 07-10.
        assertThat(plan(recovered, guest, FollowUp.PARTICIPANT).expireAt()).hasToString("2026-07-12T12:00:00Z");
        assertThat(plan(recovered, guest, FollowUp.OVERSEER).expireAt()).isNull();
    }

    /** R17: it ends with the last of the participants, whenever that is; until then it is missed, and waits for nothing. */
    @Test
    void anOverseerDoesNotExpire() {
        var owner = Recipient.of("owner", "Owner");
        var goal = goal("before P1D to owner by email; after P1D to owner by email")
                .ownedBy(owner);
        var open = Standing.open(Instant.parse("2026-06-01T00:00:00Z"));
        var terms = Terms.of(goal, goal.steps().get(0), owner, FollowUp.OVERSEER, open, BusinessCalendar.WEEKDAYS);
        var told = open.handled(0, 0);
        var missed = told.missed();

        assertThat(next(terms, told, "2026-06-10T00:00:00Z")).isEqualTo("2026-06-10T12:00:00Z -1");
        assertThat(next(terms, missed, "2026-06-10T12:00:00Z")).isEqualTo("2026-06-11T12:00:00Z 1");
        assertThat(next(terms, missed, "2026-06-11T13:00:00Z")).isEqualTo("2026-06-11T13:00:00Z 1");
        assertThat(next(terms, missed.handled(1, 0), "2026-06-11T12:00:00Z")).isEqualTo("null -1");
        assertThat(Judge.judge(terms, missed.handled(1, 0), Instant.parse("2027-01-01T00:00:00Z"))
                        .expired())
                .isFalse();
        // What is asked for by hand is waited for all the same.
        var nudged = missed.handled(1, 0)
                .nudged(new Nudged(
                        7,
                        Instant.parse("2026-06-12T12:00:00Z"),
                        Rung.after(Duration.ZERO).by("email"),
                        false));
        assertThat(next(terms, nudged, "2026-06-12T11:00:00Z")).startsWith("2026-06-12T12:00:00Z");
    }

    private static String next(Terms terms, Standing standing, String now) {
        var next = Judge.next(terms, standing, Instant.parse(now));
        var rung = next.rung();
        return next.due() + " " + (rung == null ? -1 : rung.rung());
    }
}
