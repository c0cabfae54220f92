package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.goal.ReminderState.SENT;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lastmile.Answer;
import org.lastmile.Nudge;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Move;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;

/** The organiser moves the date while a reminder is on its way: what a move leaves as it is, is said once, and what it moves comes again. */
class MovedWhileItIsSentTest extends Story {
    private static final Recipient ANN = person("Ann");

    private final List<String> sent = new ArrayList<>();

    private void party(String ladder) {
        at("2026-06-01T00:00Z");
        schedule(Goal.of("party", "Party")
                .due(Deadline.parse("2026-07-04T17:00[UTC]"))
                .finalStep(Step.of("come", "Come").ladder(Ladder.parse(ladder)).participants(ANN)));
    }

    /** The move comes while the first reminder is with the notifier. */
    private void movesDuringTheFirst() {
        world = reminder -> {
            sent.add(reminder.id());
            if (sent.size() == 1) {
                lastmile.reschedule("party", Move.to(Deadline.parse("2026-08-04T17:00[UTC]")));
            }
            return SendResult.sent();
        };
        outOfOrder();
    }

    @Test
    void aNudgeIsHeardOnce() {
        party("before P1D by email");
        at("2026-06-02T08:00Z");
        movesDuringTheFirst();
        people(() -> lastmile.remindNow("party", "come", "ann", Nudge.of("press")));
        at("2026-09-01T00:00Z");
        heard("""
                2026-06-02T08:00Z ann come#now email
                2026-08-03T17:00Z ann come#1 email
                """);
    }

    @Test
    void whatCountsFromTheStartIsHeardOnceAndTheRestAsMoved() {
        party("after-start P1D by email; before P1D by email");
        movesDuringTheFirst();
        at("2026-09-01T00:00Z");
        heard("""
                2026-06-02T00:00Z ann come#1 email
                2026-08-03T17:00Z ann come#2 email
                """);
        became(ANN, "come#1", SENT);
        became(ANN, "come#2", SENT);
    }

    @Test
    void whatCountsFromTheDeadlineComesAgainByTheNewOne() {
        party("before P1D by email");
        movesDuringTheFirst();
        at("2026-09-01T00:00Z");
        heard("""
                2026-07-03T17:00Z ann come#1 email
                2026-08-03T17:00Z ann come#1 email
                """);
    }

    @Test
    void anAnswerAfterTheMoveNamesItStill() {
        party("after-start P1D by email; before P1D by email");
        var answers = new ArrayList<Answer>();
        world = reminder -> {
            sent.add(reminder.id());
            lastmile.reschedule("party", Move.to(Deadline.parse("2026-08-04T17:00[UTC]")));
            lastmile.reschedule("party", Move.to(Deadline.parse("2026-08-05T17:00[UTC]")));
            answers.add(lastmile.complete("party", "come", "ann"));
            return SendResult.sent();
        };
        outOfOrder();
        at("2026-09-01T00:00Z");
        heard("2026-06-02T00:00Z ann come#1 email");
        assertThat(answers)
                .singleElement()
                .satisfies(answer -> assertThat(answer.inFlight()).containsExactlyElementsOf(sent));
    }
}
