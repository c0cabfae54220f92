package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.goal.ReminderState.LATE;
import static org.lastmile.goal.ReminderState.SILENCED;

import java.time.Duration;
import java.time.Period;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Move;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;
import org.lastmile.report.HistoryEntry;

/** A deadline that moves (R12), due on Sat 2026-07-04 at 19:00 in Berlin (17:00Z) to begin with. */
class MovesTest extends Story {
    private static final Recipient ANN = person("Ann");
    private static final Recipient BOB = person("Bob");

    private static Goal party() {
        return Goal.of("party", "Party")
                .due(Deadline.parse("2026-07-04T19:00[Europe/Berlin]"))
                .finalStep(Step.of("come", "Come")
                        .ladder(Ladder.of(
                                Rung.afterStart(Duration.ofHours(1)).by("email"),
                                Rung.before(Period.ofDays(2)).by("email"),
                                Rung.before(Duration.ofHours(1)).by("sms"),
                                Rung.after(Period.ofDays(1)).by("email")))
                        .participants(ANN, BOB));
    }

    @Test
    void whatCountsFromTheBeginningIsSaidOnce() {
        at("2026-06-01T12:00Z");
        schedule(party());
        at("2026-07-03T00:00Z");
        heard("""
                2026-06-01T13:00Z ann come#1 email
                2026-06-01T13:00Z bob come#1 email
                2026-07-02T17:00Z ann come#2 email
                2026-07-02T17:00Z bob come#2 email
                """);
        reschedule("2026-07-11T19:00[Europe/Berlin]");
        complete("come", BOB);
        at("2026-08-01T00:00Z");
        heard("""
                2026-07-09T17:00Z ann come#2 email
                2026-07-11T16:00Z ann come#3 sms
                2026-07-12T17:00Z ann come#4 email
                """);
    }

    /** The old deadline was the 4th at 17:00Z: what it had still ahead was silenced by the move, and the new plan by the answer. */
    @Test
    void whatAMoveSilencedIsInTheHistory() {
        at("2026-07-03T00:00Z");
        schedule(party());
        at("2026-07-03T12:00Z");
        reschedule("2026-07-11T19:00[Europe/Berlin]");
        at("2026-07-10T00:00Z");
        decline("come", ANN);
        people(() -> lastmile.complete("party", "come", "bob"));
        heardCalls();
        assertThat(history().stream()
                        .filter(entry -> entry.recipientId().equals("ann") && entry.state() == SILENCED)
                        .map(entry -> entry.reminderId() + " " + entry.plannedAt() + " " + entry.detail()))
                .containsExactly(
                        "party/come/ann/3.0.0 2026-07-04T16:00:00Z the plan was changed",
                        "party/come/ann/4.0.0 2026-07-05T17:00:00Z the plan was changed",
                        "party/come/ann/3.0.1 2026-07-11T16:00:00Z DECLINED",
                        "party/come/ann/4.0.1 2026-07-12T17:00:00Z DECLINED");
        var reconfirm =
                Move.to(Deadline.parse("2026-07-20T19:00[Europe/Berlin]")).reconfirm();
        people(() -> lastmile.reschedule("party", reconfirm));
        // What Bob's answer had silenced stays in the books when he is asked again.
        assertThat(history().stream()
                        .filter(entry -> entry.recipientId().equals("bob") && entry.state() == SILENCED)
                        .map(HistoryEntry::reminderId))
                .containsExactly(
                        "party/come/bob/3.0.0", "party/come/bob/4.0.0", "party/come/bob/3.0.1", "party/come/bob/4.0.1");
        outOfOrder();
        at("2026-08-01T00:00Z");
        heardCalls();
    }

    @Test
    void anEarlierDeadlineMakesWhatHasPassedLate() {
        at("2026-06-01T12:00Z");
        schedule(party());
        at("2026-06-20T12:00Z");
        heard("""
                2026-06-01T13:00Z ann come#1 email
                2026-06-01T13:00Z bob come#1 email
                """);
        reschedule("2026-06-21T19:00[Europe/Berlin]");
        at("2026-08-01T00:00Z");
        heard("""
                2026-06-21T16:00Z ann come#3 sms
                2026-06-21T16:00Z bob come#3 sms
                2026-06-22T17:00Z ann come#4 email
                2026-06-22T17:00Z bob come#4 email
                """);
        became(ANN, "come#2", LATE);
    }

    @Test
    void aMissedDeadlineThatMovesAheadIsOpenAgain() {
        at("2026-07-04T12:00Z");
        schedule(party());
        at("2026-07-05T12:00Z");
        heard("""
                2026-07-04T13:00Z ann come#1 email
                2026-07-04T13:00Z bob come#1 email
                2026-07-04T16:00Z ann come#3 sms
                2026-07-04T16:00Z bob come#3 sms
                """);
        reschedule("2026-07-06T19:00[Europe/Berlin]");
        at("2026-07-06T16:30Z");
        assertThat(complete("come", ANN).outcome()).isEqualTo(Outcome.DONE);
        at("2026-08-01T00:00Z");
        heard("""
                2026-07-06T16:00Z ann come#3 sms
                2026-07-06T16:00Z bob come#3 sms
                2026-07-07T17:00Z bob come#4 email
                """);
    }

    @Test
    void anExtensionStaysUnlessTheGoalOvertakesIt() {
        at("2026-07-03T12:00Z");
        schedule(party());
        extend("come", ANN, "2026-07-08T19:00[Europe/Berlin]");
        at("2026-07-04T12:00Z");
        reschedule("2026-07-05T19:00[Europe/Berlin]");
        at("2026-07-05T16:30Z");
        heard("""
                2026-07-03T13:00Z ann come#1 email
                2026-07-03T13:00Z bob come#1 email
                2026-07-05T16:00Z bob come#3 sms    // and Ann has until the 8th
                """);
        reschedule("2026-07-10T19:00[Europe/Berlin]");
        at("2026-08-01T00:00Z");
        heard("""
                2026-07-08T17:00Z ann come#2 email
                2026-07-08T17:00Z bob come#2 email
                2026-07-10T16:00Z ann come#3 sms
                2026-07-10T16:00Z bob come#3 sms
                2026-07-11T17:00Z ann come#4 email
                2026-07-11T17:00Z bob come#4 email
                """);
    }

    @Test
    void whoHasAnsweredIsAskedAgainOnlyIfTheHostWantsThat() {
        at("2026-07-03T12:00Z");
        schedule(party());
        at("2026-07-03T14:00Z");
        complete("come", ANN);
        decline("come", BOB);
        at("2026-07-04T12:00Z");
        reschedule("2026-07-05T19:00[Europe/Berlin]");
        at("2026-07-05T12:00Z");
        heard("""
                2026-07-03T13:00Z ann come#1 email
                2026-07-03T13:00Z bob come#1 email
                """);
        var reconfirm =
                Move.to(Deadline.parse("2026-07-11T19:00[Europe/Berlin]")).reconfirm();
        assertThat(people(() -> lastmile.reschedule("party", reconfirm))).isTrue();
        at("2026-08-01T00:00Z");
        heard("""
                2026-07-09T17:00Z ann come#2 email
                2026-07-11T16:00Z ann come#3 sms
                2026-07-12T17:00Z ann come#4 email
                """);
    }

    /** What an answer silenced before it was said is not said when the goal is moved days later: past ones are LATE (R12). */
    @Test
    void whatAnAnswerHasSilencedStaysUnsaidWhenItIsAskedAgain() {
        at("2026-07-03T12:00Z");
        schedule(party());
        complete("come", ANN);
        decline("come", BOB);
        at("2026-07-04T12:00Z");
        var reconfirm =
                Move.to(Deadline.parse("2026-07-11T19:00[Europe/Berlin]")).reconfirm();
        assertThat(people(() -> lastmile.reschedule("party", reconfirm))).isTrue();
        heardNothing();
        at("2026-08-01T00:00Z");
        heard("""
                2026-07-09T17:00Z ann come#2 email
                2026-07-11T16:00Z ann come#3 sms
                2026-07-12T17:00Z ann come#4 email
                """);
    }

    /**
     * Forty days from the beginning are the 11th of July, behind the deadline of the 4th: not said then, and not when the deadline moves
     * behind it. What is still ahead at the move is said.
     */
    @Test
    void whatHasFallenBehindTheOldDeadlineIsNotSaidByAMove() {
        at("2026-06-01T12:00Z");
        schedule(Goal.of("party", "Party")
                .due(Deadline.parse("2026-07-04T19:00[Europe/Berlin]"))
                .finalStep(Step.of("come", "Come")
                        .ladder(Ladder.of(
                                Rung.afterStart(Duration.ofDays(40)).by("email"),
                                Rung.afterStart(Duration.ofDays(42)).by("sms"),
                                Rung.after(Period.ofDays(14)).by("email")))
                        .participants(ANN, BOB)));
        at("2026-07-12T00:00Z");
        extend("come", ANN, "2026-07-30T19:00[Europe/Berlin]");
        reschedule("2026-07-20T19:00[Europe/Berlin]");
        at("2026-07-20T00:00Z");
        heard("""
                2026-07-13T12:00Z ann come#2 sms
                2026-07-13T12:00Z bob come#2 sms
                """);
    }

    @Test
    void whatIsOpenedAgainWaitsAsItDidAtFirst() {
        at("2026-06-01T00:00Z");
        schedule(Goal.of("fair", "Fair")
                .due(Deadline.parse("2026-07-04T17:00[UTC]"))
                .step(Step.of("reply", "Reply")
                        .ladder(Ladder.parse("before P10D by email"))
                        .participants(ANN, BOB))
                .finalStep(Step.of("arrive", "Be there")
                        .after("reply")
                        .ladder(Ladder.parse("before P1D by email"))
                        .participants(ANN, BOB)));
        complete("reply", ANN);
        complete("reply", BOB);
        at("2026-06-02T00:00Z");
        complete("arrive", ANN);
        complete("arrive", BOB);
        at("2026-06-03T00:00Z");
        people(() -> lastmile.reschedule(
                "fair", Move.to(Deadline.parse("2026-08-04T17:00[UTC]")).reconfirm()));
        at("2026-07-28T00:00Z");
        heard("""
                2026-07-25T17:00Z ann reply#1 email
                2026-07-25T17:00Z bob reply#1 email
                """);
        complete("reply", ANN);
        at("2026-08-04T00:00Z");
        heard("2026-08-03T17:00Z ann arrive#1 email");
    }
}
