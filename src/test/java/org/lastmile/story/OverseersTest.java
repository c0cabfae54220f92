package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Completion;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Move;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Recurrence;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/** What the oracle of several people found out about overseers and occurrences (R17, R18, R20); all in UTC. */
class OverseersTest extends Story {
    private static final Recipient ANN = person("Ann");
    private static final Recipient BOB = person("Bob");
    private static final Recipient OMA = person("Oma");

    private static Goal party(Ladder ladder) {
        return Goal.of("party", "Party")
                .ownedBy(OMA)
                .due(Deadline.parse("2026-07-10T12:00[UTC]"))
                .finalStep(Step.of("come", "Come").ladder(ladder).participants(ANN, BOB));
    }

    /**
     * Bob has until the 12th, which makes a second group. Its owner has nothing more to say at its miss; then there is a ladder
     * by which she has: on the 14th about Bob, who still can answer until then.
     */
    @Test
    void anotherLadderIsHeardInTheGroupOfAnExtensionToo() {
        at("2026-07-01T12:00Z");
        schedule(party(Ladder.of(
                Rung.before(Period.ofDays(1)).to(Audience.OWNER).by("email"),
                Rung.after(Period.ofDays(1)).by("email"))));
        extend("come", BOB, "2026-07-12T12:00[UTC]");
        complete("come", ANN);
        at("2026-07-13T18:00Z");
        heard("""
                2026-07-11T12:00Z oma come#1 email about bob
                2026-07-13T12:00Z bob come#2 email
                """);
        var later = Ladder.of(
                Rung.after(Period.ofDays(2)).to(Audience.OWNER).by("email"),
                Rung.before(Period.ofDays(1)).by("email"));
        assertThat(people(() -> lastmile.replaceLadder("party", "come", later))).isTrue();
        at("2026-08-01T00:00Z");
        heard("2026-07-14T12:00Z oma come#1 email about bob");
    }

    /** Ann begins on the 1st at 13:00 and Bob on the 3rd at 13:00; that is an activity, so a day later his owner is told again. */
    @Test
    void idleTimeCountsFromWhoeverBeganLast() {
        at("2026-07-01T12:00Z");
        var idle = Ladder.of(Rung.whenIdle(Period.ofDays(1)).to(Audience.OWNER).by("email"));
        var nothing = Ladder.of(Rung.before(Duration.ofHours(1)).by("email"));
        schedule(Goal.of("party", "Party")
                .ownedBy(OMA)
                .due(Deadline.parse("2026-07-10T12:00[UTC]"))
                .step(Step.of("reply", "Reply").ladder(nothing).participants(ANN, BOB))
                .finalStep(Step.of("come", "Come").ladder(idle).after("reply").participants(ANN, BOB)));
        at("2026-07-01T13:00Z");
        complete("reply", ANN);
        at("2026-07-03T13:00Z");
        outOfOrder();
        complete("reply", BOB);
        at("2026-08-01T00:00Z");
        heard("""
                2026-07-02T13:00Z oma come#1 email about ann
                2026-07-04T13:00Z oma come#1 email about ann, bob
                """);
    }

    /** Every ten days until the 19th: the 10th alone. Moved to the 8th, there is room for the 18th, which begins on the 8th. */
    @Test
    void aMoveMakesRoomForOneMoreOccurrence() {
        at("2026-07-05T12:00Z");
        schedule(party(Ladder.of(Rung.before(Period.ofDays(1)).by("email")))
                .recurring(Recurrence.every(Period.ofDays(10), LocalDate.parse("2026-07-19"))));
        at("2026-07-06T12:00Z");
        reschedule("2026-07-08T12:00[UTC]");
        at("2026-08-01T00:00Z");
        heard("""
                2026-07-07T12:00Z ann come#1 email
                2026-07-07T12:00Z bob come#1 email
                2026-07-17T12:00Z ann come#1 email
                2026-07-17T12:00Z bob come#1 email
                """);
    }

    /** Nobody oversees a step that nobody has begun: its owner's hour counts from Ann's beginning, not from the new ladder. */
    @Test
    void anotherLadderBeginsNobodysOverseeing() {
        at("2026-07-01T12:00Z");
        var first = Ladder.of(
                Rung.afterStart(Duration.ofHours(2)).to(Audience.OWNER).by("email"));
        var second = Ladder.of(
                Rung.afterStart(Duration.ofHours(1)).to(Audience.OWNER).by("email"));
        var nothing = Ladder.of(Rung.before(Duration.ofHours(1)).by("email"));
        schedule(Goal.of("party", "Party")
                .ownedBy(OMA)
                .due(Deadline.parse("2026-07-10T12:00[UTC]"))
                .step(Step.of("reply", "Reply").ladder(nothing).participants(ANN))
                .finalStep(Step.of("come", "Come").ladder(first).after("reply").participants(ANN)));
        at("2026-07-02T12:00Z");
        assertThat(people(() -> lastmile.replaceLadder("party", "come", second)))
                .isTrue();
        at("2026-07-03T13:00Z");
        outOfOrder();
        complete("reply", ANN);
        outOfOrder();
        at("2026-08-01T00:00Z");
        heard("2026-07-03T14:00Z oma come#1 email about ann");
    }

    /**
     * Oma has nothing left to say at the miss, and is still there as long as Ann can answer: that Ann is heard of on the 12th counts for
     * her two days too, which are over before the new deadline.
     */
    @Test
    void whoHasNothingLeftToSayIsThereUntilTheLastHasEnded() {
        at("2026-07-01T12:00Z");
        schedule(party(Ladder.of(
                Rung.whenIdle(Duration.ofDays(2)).to(Audience.OWNER).by("email"),
                Rung.after(Period.ofDays(5)).by("email"))));
        complete("come", BOB);
        at("2026-07-12T12:00Z");
        touch("come", ANN);
        at("2026-07-13T12:00Z");
        reschedule("2026-07-20T12:00[UTC]");
        at("2026-08-20T00:00Z");
        heard("""
                2026-07-03T12:00Z oma come#1 email about ann
                2026-07-14T12:00Z oma come#1 email about ann
                2026-07-25T12:00Z ann come#2 email
                """);
    }

    /** Nobody is open on the 9th at 12:00: Ann has time until the 10th. Then she wants to be asked that evening. */
    @Test
    void whoWaitsForAHoldThatIsCutShortWaitsNoLonger() {
        at("2026-07-01T12:00Z");
        schedule(party(beforeADay()));
        complete("come", BOB);
        at("2026-07-08T12:00Z");
        snooze("come", ANN, "2026-07-10T06:00Z");
        at("2026-07-09T18:00Z");
        snooze("come", ANN, "2026-07-09T20:00Z");
        at("2026-08-01T00:00Z");
        heard("2026-07-09T20:00Z oma come#1 email about ann planned 2026-07-09T12:00Z");
    }

    @Test
    void whoWaitsForAHoldIsToldAtOnceOfSomebodyNew() {
        at("2026-07-01T12:00Z");
        schedule(party(beforeADay()));
        complete("come", BOB);
        at("2026-07-08T12:00Z");
        snooze("come", ANN, "2026-07-10T06:00Z");
        at("2026-07-09T18:00Z");
        join("come", person("Cid"));
        outOfOrder();
        at("2026-08-01T00:00Z");
        heard("2026-07-09T18:00Z oma come#1 email about cid planned 2026-07-09T12:00Z");
    }

    /** Three days of holds, one after the other: however long it has waited, the rung of the 5th is not too old. */
    @Test
    void aRungThatWaitsForOneHoldAfterTheOtherGrowsNoOlder() {
        at("2026-07-01T12:00Z");
        schedule(
                party(Ladder.of(Rung.before(Period.ofDays(5)).to(Audience.OWNER).by("email"))));
        complete("come", BOB);
        at("2026-07-05T11:00Z");
        snooze("come", ANN, "2026-07-06T12:00Z");
        at("2026-07-06T11:00Z");
        snooze("come", ANN, "2026-07-08T18:00Z");
        at("2026-08-01T00:00Z");
        heard("2026-07-08T18:00Z oma come#1 email about ann planned 2026-07-05T12:00Z");
    }

    /** Everybody has declined, and does so for good: a move by which others would be open again wakes nobody's overseer. */
    @Test
    void whoOverseesNobodyStaysAsleep() {
        at("2026-07-01T12:00Z");
        schedule(party(beforeADay()));
        decline("come", ANN);
        decline("come", BOB);
        assertThat(people(() -> lastmile.reschedule(
                        "party",
                        Move.to(Deadline.parse("2026-07-20T12:00[UTC]")).reconfirm())))
                .isTrue();
        assertThat(lastmile.nextDue()).isEmpty();
        at("2026-08-01T00:00Z");
        heardNothing();
    }

    /** Oma is told of two idle days from now on; Ann was active on the 5th at 16:00. What that ladder would have said before is not said. */
    @Test
    void anotherLadderKnowsWhenSomebodyWasLastActive() {
        at("2026-07-01T12:00Z");
        schedule(
                party(Ladder.of(Rung.before(Period.ofDays(1)).to(Audience.OWNER).by("email"))));
        at("2026-07-05T16:00Z");
        touch("come", ANN);
        at("2026-07-06T12:00Z");
        var idle = Ladder.of(
                Rung.whenIdle(Duration.ofDays(2)).to(Audience.OWNER).by("email"),
                Rung.afterStart(Duration.ofDays(4)).by("email"));
        assertThat(people(() -> lastmile.replaceLadder("party", "come", idle))).isTrue();
        at("2026-08-01T00:00Z");
        heard("2026-07-07T16:00Z oma come#1 email about ann, bob");
    }

    /** One reply is enough, and it has come: who joins then is not asked any more. */
    @Test
    void whoJoinsWhatIsDoneIsNotAsked() {
        at("2026-07-01T12:00Z");
        schedule(Goal.of("party", "Party")
                .ownedBy(OMA)
                .due(Deadline.parse("2026-07-10T12:00[UTC]"))
                .finalStep(Step.of("come", "Come")
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(1)).by("email"),
                                Rung.after(Period.ofDays(1)).to(Audience.OWNER).by("email")))
                        .completion(Completion.ANY)
                        .participants(ANN, BOB)));
        complete("come", ANN);
        at("2026-07-02T12:00Z");
        var cid = person("Cid");
        join("come", cid);
        at("2026-08-01T00:00Z");
        heardNothing();
        ended("come", BOB, Outcome.CANCELLED);
        ended("come", cid, Outcome.CANCELLED);
        assertThat(lastmile.nextDue()).isEmpty();
    }

    private static Ladder beforeADay() {
        return Ladder.of(Rung.before(Period.ofDays(1)).to(Audience.OWNER).by("email"));
    }
}
