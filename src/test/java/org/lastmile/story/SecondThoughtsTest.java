package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lastmile.Answer;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/** What a host says twice, or of somebody who is not known: a result or a clear error, and nothing half-written. */
class SecondThoughtsTest extends Story {
    private static final Recipient ANN = person("Ann");
    private static final Recipient BOB = person("Bob");
    private static final Ladder DAY_BEFORE =
            Ladder.of(Rung.before(Period.ofDays(1)).by("email"));

    private static Goal party() {
        return Goal.of("party", "Party")
                .due(LocalDateTime.parse("2026-07-04T19:00"), ZoneId.of("Europe/Berlin"))
                .finalStep(Step.of("come", "Come").ladder(DAY_BEFORE).participants(ANN, BOB));
    }

    @Test
    void theSameGoalTwiceIsScheduledOnce() {
        at("2026-06-01T00:00Z");
        assertThat(schedule(party()).isNew()).isTrue();
        at("2026-06-02T00:00Z");
        assertThat(schedule(party()).isNew()).isFalse();
        at("2026-08-01T00:00Z");
        assertThat(schedule(party().due(LocalDateTime.parse("2026-07-04T19:00"), ZoneId.of("Europe/Berlin")))
                        .isNew())
                .isFalse();
        heard("""
                2026-07-03T17:00Z ann come#1 email
                2026-07-03T17:00Z bob come#1 email
                """);
    }

    @Test
    void anotherGoalByTheSameIdIsRefusedAndChangesNothing() {
        at("2026-06-01T00:00Z");
        schedule(party());
        var later = party().due(LocalDateTime.parse("2026-07-05T19:00"), ZoneId.of("Europe/Berlin"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lastmile.schedule(later))
                .withMessageContaining("\"party\" is taken")
                .withMessageContaining("reschedule");
        assertThatIllegalArgumentException().isThrownBy(() -> lastmile.schedule(party().label("summer")));
        at("2026-08-01T00:00Z");
        heard("""
                2026-07-03T17:00Z ann come#1 email
                2026-07-03T17:00Z bob come#1 email
                """);
    }

    @Test
    void aGoalThatIsRefusedLeavesNothingBehind() {
        at("2026-06-01T00:00Z");
        var byPigeon = Ladder.of(Rung.before(Period.ofDays(1)).by("pigeon", "email"));
        var refused = party().step(Step.of("reply", "Reply").ladder(byPigeon).participants(ANN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lastmile.schedule(refused))
                .withMessageContaining("\"reply\" speaks by the unknown channel pigeon")
                .withMessageContaining(".notifier(\"pigeon\"")
                .withMessageContaining(".servedElsewhere(");
        assertThat(lastmile.preview("party")).isEmpty();
        assertThat(lastmile.history("party")).isEmpty();
        assertThat(lastmile.nextDue()).isEmpty();
        assertThat(lastmile.complete("party", "come", "ann").kind()).isEqualTo(Answer.Kind.UNKNOWN);
        assertThat(schedule(party()).isNew()).isTrue();
    }

    @Test
    void aStepWhoseOwnDeadlineHasPassedIsRefusedAsAWhole() {
        at("2026-06-01T00:00Z");
        var refused = party().step(Step.of("reply", "Reply")
                .due(Period.ofMonths(-2))
                .ladder(DAY_BEFORE)
                .participants(ANN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lastmile.schedule(refused))
                .withMessageContaining("\"reply\" is due at 2026-05-04T19:00[Europe/Berlin]")
                .withMessageContaining("not after now, 2026-06-01T00:00:00Z");
        assertThat(lastmile.preview("party")).isEmpty();
    }

    @Test
    void whatIsNotKnownIsAResult() {
        at("2026-06-01T00:00Z");
        schedule(party());
        assertThat(lastmile.complete("ball", "come", "ann").kind()).isEqualTo(Answer.Kind.UNKNOWN);
        assertThat(lastmile.complete("party", "dance", "ann").kind()).isEqualTo(Answer.Kind.UNKNOWN);
        assertThat(lastmile.complete("party", "come", "zoe").kind()).isEqualTo(Answer.Kind.UNKNOWN);
        assertThat(lastmile.decline("", "", "").kind()).isEqualTo(Answer.Kind.UNKNOWN);
        assertThat(lastmile.cancel("ball").kind()).isEqualTo(Answer.Kind.UNKNOWN);
        assertThat(lastmile.cancel("party", "dance").kind()).isEqualTo(Answer.Kind.UNKNOWN);
        for (var odd : List.of("\0", "\n", "\ud800", "p".repeat(5_000))) {
            assertThat(lastmile.complete(odd, "come", "ann").kind()).isEqualTo(Answer.Kind.UNKNOWN);
            assertThat(lastmile.complete("party", odd, "ann").kind()).isEqualTo(Answer.Kind.UNKNOWN);
            assertThat(lastmile.complete("party", "come", odd).kind()).isEqualTo(Answer.Kind.UNKNOWN);
            assertThat(lastmile.preview(odd)).isEmpty();
        }
        assertThat(lastmile.reschedule("ball", Deadline.parse("2026-08-01[Europe/Berlin]")))
                .isFalse();
        assertThat(lastmile.preview("ball")).isEmpty();
        assertThat(lastmile.history("ball")).isEmpty();
    }

    @Test
    void whatAHostHandsToItsNotifiersComesBackAsItWas() {
        var odd = Map.of(
                "link", "https://example.org/?a=1&b=\"2\"\n\t'; DROP TABLE lm_goal; --", "emoji", "🎉\u0001\u2028");
        at("2026-06-01T00:00Z");
        schedule(party().data(odd));
        at("2026-07-03T17:00Z");
        assertThat(heardCalls())
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.reminder().data()).isEqualTo(odd));
    }

    @Test
    void aMoveIntoThePastIsRefusedAndChangesNothing() {
        at("2026-06-01T00:00Z");
        schedule(party());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lastmile.reschedule("party", Deadline.parse("2026-06-01T00:00:00Z[UTC]")))
                .withMessageContaining("\"party\"")
                .withMessageContaining("not after now")
                .withMessageContaining("or cancel instead");
        at("2026-07-03T17:00Z");
        heard("""
                2026-07-03T17:00Z ann come#1 email
                2026-07-03T17:00Z bob come#1 email
                """);
    }

    @Test
    void anAnswerGivenTwiceIsTakenOnce() {
        at("2026-06-01T00:00Z");
        schedule(party());
        assertThat(complete("come", ANN).kind()).isEqualTo(Answer.Kind.STOPPED);
        assertThat(complete("come", ANN).kind()).isEqualTo(Answer.Kind.ALREADY_CLOSED);
        assertThat(decline("come", ANN).outcome()).isEqualTo(Outcome.DONE);
        at("2026-08-01T00:00Z");
        heard("2026-07-03T17:00Z bob come#1 email");
    }

    @Test
    void aCopiedGoalCopiesNoHistory() {
        at("2026-06-01T00:00Z");
        schedule(party());
        at("2026-07-04T00:00Z");
        complete("come", ANN);
        heardCalls();
        var original = party();
        var copy = Goal.of("party-2", original.title())
                .due(LocalDateTime.parse("2026-09-04T19:00"), ZoneId.of("Europe/Berlin"))
                .finalStep(original.steps().get(0));
        schedule(copy);
        assertThat(history()).isEmpty();
        at("2026-10-01T00:00Z");
        heard("""
                2026-09-03T17:00Z ann come#1 email
                2026-09-03T17:00Z bob come#1 email
                """);
    }
}
