package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Completion;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/** How many answers a step needs (R15), and what an ending means for the steps that wait for it (R16). */
class AnswersThatCountTest extends Story {
    private static final Recipient ANN = person("Ann");
    private static final Recipient BOB = person("Bob");
    private static final Recipient CAY = person("Cay");
    private static final Recipient DAN = person("Dan");
    private static final Ladder DAY_BEFORE =
            Ladder.of(Rung.before(Period.ofDays(1)).by("email"));

    private static Goal shift(Completion completion) {
        return Goal.of("shift", "Night shift")
                .ownedBy(DAN)
                .due(LocalDateTime.parse("2026-05-20T12:00"), ZoneId.of("UTC"))
                .finalStep(Step.of("take", "Take the shift")
                        .completion(completion)
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(2)).by("email"),
                                Rung.before(Period.ofDays(1)).by("email"),
                                Rung.after(Period.ofDays(1)).to(Audience.OWNER).by("email")))
                        .participants(ANN, BOB, CAY));
    }

    @Test
    void theFirstClosesTheOthers() {
        at("2026-05-01T00:00Z");
        schedule(shift(Completion.ANY));
        at("2026-05-19T00:00Z");
        complete("take", BOB);
        at("2026-06-01T00:00Z");
        heard("""
                2026-05-18T12:00Z ann take#1 email
                2026-05-18T12:00Z bob take#1 email
                2026-05-18T12:00Z cay take#1 email
                """);
        ended("take", ANN, Outcome.CANCELLED);
        ended("take", BOB, Outcome.DONE);
        assertThat(lastmile.status("shift").orElseThrow().isAchieved()).isTrue();
    }

    @Test
    void aRefusalIsNoAnswerThatCounts() {
        at("2026-05-01T00:00Z");
        schedule(shift(Completion.atLeast(2)));
        decline("take", ANN);
        complete("take", BOB);
        at("2026-06-01T00:00Z");
        heard("""
                2026-05-18T12:00Z cay take#1 email
                2026-05-19T12:00Z cay take#2 email
                2026-05-21T12:00Z dan take#3 email about cay
                """);
        ended("take", CAY, Outcome.EXPIRED);
    }

    @Test
    void whoIsInBothStepsGoesOnAloneTheOthersWaitForAll() {
        at("2026-05-01T00:00Z");
        schedule(Goal.of("trip", "Trip")
                .due(LocalDateTime.parse("2026-05-20T12:00"), ZoneId.of("UTC"))
                .step(Step.of("pay", "Pay")
                        .due(Period.ofDays(-5))
                        .ladder(DAY_BEFORE)
                        .participants(ANN, BOB))
                .finalStep(
                        Step.of("pack", "Pack").after("pay").ladder(DAY_BEFORE).participants(ANN, BOB, CAY)));
        complete("pay", ANN);
        at("2026-05-13T00:00Z");
        decline("pay", BOB);
        at("2026-06-01T00:00Z");
        heard("""
                2026-05-19T12:00Z ann pack#1 email
                2026-05-19T12:00Z cay pack#1 email
                """);
        ended("pack", BOB, Outcome.DECLINED);
    }

    @Test
    void aStepThatNobodyDoesEndsTheOnesBehindIt() {
        at("2026-05-01T00:00Z");
        schedule(Goal.of("trip", "Trip")
                .due(LocalDateTime.parse("2026-05-20T12:00"), ZoneId.of("UTC"))
                .step(Step.of("pay", "Pay")
                        .due(Period.ofDays(-5))
                        .ladder(DAY_BEFORE)
                        .participants(ANN, BOB))
                .step(Step.of("book", "Book").after("pay").ladder(DAY_BEFORE).participants(CAY))
                .finalStep(
                        Step.of("pack", "Pack").after("book").ladder(DAY_BEFORE).participants(CAY)));
        decline("pay", ANN);
        at("2026-06-01T00:00Z");
        heard("2026-05-14T12:00Z bob pay#1 email");
        ended("book", CAY, Outcome.EXPIRED);
        ended("pack", CAY, Outcome.EXPIRED);
        assertThat(lastmile.status("trip").orElseThrow().isAchieved()).isFalse();
        assertThat(lastmile.status("trip").orElseThrow().isOver()).isTrue();
    }
}
