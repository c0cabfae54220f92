package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.goal.ReminderState.SENT;
import static org.lastmile.goal.ReminderState.SILENCED;

import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.lastmile.Answer;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.store.Together;
import org.lastmile.testing.ManualTime;

/** Somebody answers in the millisecond in which their reminder is due: at most one call, and the ledger says what came first. */
class AnswerAtTheSameMillisecondTest extends Story {
    private static final Recipient ANN = person("Ann");
    private static final String DUE = "2026-07-03T17:00Z";

    private static Goal party(String id) {
        return Goal.of(id, "Party")
                .due(Deadline.parse("2026-07-04T19:00[Europe/Berlin]"))
                .finalStep(Step.of("come", "Come")
                        .ladder(Ladder.of(Rung.before(Period.ofDays(1)).by("email")))
                        .participants(ANN));
    }

    @Test
    void anAnswerJustBeforeTheClaimSilencesIt() {
        at("2026-06-01T00:00Z");
        schedule(party("party"));
        at("2026-07-03T16:59:59.999Z");
        clock(DUE);
        var answer = complete("come", ANN);
        assertThat(answer.kind()).isEqualTo(Answer.Kind.STOPPED);
        assertThat(answer.inFlight()).isEmpty();
        at(DUE);
        heardNothing();
        became(ANN, "come#1", SILENCED);
    }

    @Test
    void anAnswerDuringTheSendNamesWhatIsOnItsWay() {
        at("2026-06-01T00:00Z");
        schedule(party("party"));
        at("2026-07-03T16:59:59.999Z");
        var answers = new ArrayList<Answer>();
        world = reminder -> {
            answers.add(lastmile.complete("party", "come", "ann"));
            return SendResult.sent();
        };
        at(DUE);
        var calls = heardCalls();
        assertThat(calls).extracting(Call::line).containsExactly(DUE + " ann come#1 email");
        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.kind()).isEqualTo(Answer.Kind.STOPPED);
            assertThat(answer.outcome()).isEqualTo(Outcome.DONE);
            assertThat(answer.inFlight())
                    .containsExactly(calls.get(0).reminder().id());
        });
        at("2026-08-01T00:00Z");
        heardNothing();
        became(ANN, "come#1", SENT);
    }

    @Test
    void anAnswerThatIsRepeatedNamesItToo() {
        at("2026-06-01T00:00Z");
        schedule(party("party"));
        at("2026-07-03T16:59:59.999Z");
        var answers = new ArrayList<Answer>();
        world = reminder -> {
            // Of the first one the host has heard nothing, since its connection broke.
            lastmile.complete("party", "come", "ann");
            answers.add(lastmile.complete("party", "come", "ann"));
            return SendResult.sent();
        };
        at(DUE);
        var id = heardCalls().get(0).reminder().id();
        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.kind()).isEqualTo(Answer.Kind.ALREADY_CLOSED);
            assertThat(answer.inFlight()).containsExactly(id);
        });
        // Long after, whatever was claimed has come.
        at("2026-07-04T00:00Z");
        assertThat(complete("come", ANN).inFlight()).isEmpty();
    }

    /** By the clock of the node that takes the answers, nothing is due yet when it is being sent. */
    @Test
    void anAnswerThatIsRepeatedToASlowClockNamesItToo() {
        at("2026-06-01T00:00Z");
        schedule(party("party"));
        at("2026-07-03T16:59:59.999Z");
        var slow = ManualTime.at(instant(DUE).minusMillis(10));
        var answers = new ArrayList<Answer>();
        try (var behind = host().time(slow)
                .notifier("email", reminder -> SendResult.sent())
                .build()) {
            world = reminder -> {
                behind.complete("party", "come", "ann");
                answers.add(behind.complete("party", "come", "ann"));
                return SendResult.sent();
            };
            at(DUE);
        }
        var id = heardCalls().get(0).reminder().id();
        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.kind()).isEqualTo(Answer.Kind.ALREADY_CLOSED);
            assertThat(answer.inFlight()).containsExactly(id);
        });
    }

    @Test
    void whatWasSentBeforeTheFirstAnswerIsNotNamedByTheSecond() {
        at("2026-06-01T00:00Z");
        schedule(party("party"));
        at(DUE);
        heardCalls();
        assertThat(complete("come", ANN).inFlight()).isEmpty();
        assertThat(complete("come", ANN).inFlight()).isEmpty();
    }

    @Test
    void anAnswerThatRacesTheClaimComesFirstOrIsToldWhatCame() throws Exception {
        int races = 20;
        at("2026-06-01T00:00Z");
        for (int i = 0; i < races; i++) {
            schedule(party("party-" + i));
        }
        at("2026-07-03T16:59:59.999Z");
        clock(DUE);
        Callable<List<Answer>> answers = () -> {
            var given = new ArrayList<Answer>();
            for (int i = 0; i < races; i++) {
                given.add(lastmile.complete("party-" + i, "come", "ann"));
            }
            return given;
        };
        Callable<List<Answer>> run = () -> {
            lastmile.runDue();
            return List.of();
        };
        var given = Together.run(List.of(answers, run)).get(0);
        lastmile.runDue();
        var called = heardCalls().stream().map(call -> call.reminder().id()).toList();
        assertThat(called).doesNotHaveDuplicates();
        for (int i = 0; i < races; i++) {
            var id = "party-" + i + "/come/ann/1.0.0";
            var answer = given.get(i);
            assertThat(answer.kind()).isEqualTo(Answer.Kind.STOPPED);
            var ends = lastmile.history("party-" + i);
            assertThat(ends).singleElement().satisfies(end -> {
                assertThat(end.reminderId()).isEqualTo(id);
                assertThat(end.state()).isEqualTo(called.contains(id) ? SENT : SILENCED);
                if (end.state() == SENT && end.detail() == null) {
                    // It was sent before the answer, and settled, or the answer says that it is on its way.
                    assertThat(answer.inFlight()).isIn(List.of(), List.of(id));
                }
            });
        }
    }
}
