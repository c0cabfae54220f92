package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lastmile.Answer;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Move;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Step;

/** A goal is changed while it is under way: its people, their zones, its steps, ladders and words. */
class ChangesOfMindTest extends Story {
    private static final Recipient ANN = person("Ann");
    private static final Recipient BOB = person("Bob");

    private static Goal fair() {
        return Goal.of("fair", "Fair")
                .label("spring")
                .due(LocalDateTime.parse("2026-05-20T12:00"), ZoneId.of("UTC"))
                .finalStep(Step.of("build", "Build the stand")
                        .ladder(Ladder.parse("before P3D at 09:00 by email; before P1D at 09:00 by email"))
                        .participants(ANN));
    }

    @Test
    void somebodyWhoMovesIsToldInTheNewZoneAndNothingTwice() {
        at("2026-05-01T00:00Z");
        schedule(fair());
        at("2026-05-18T00:00Z");
        assertThat(people(() -> lastmile.update("fair", ANN.withZone(ZoneId.of("Asia/Tokyo")))))
                .isTrue();
        at("2026-06-01T00:00Z");
        heard("""
                2026-05-17T09:00Z ann build#1 email
                2026-05-19T00:00Z ann build#2 email   // 09:00 in Tokyo
                """);
        assertThat(lastmile.update("fair", BOB)).isFalse();
    }

    @Test
    void whoIsAddedAndWhoIsRemoved() {
        at("2026-05-01T00:00Z");
        schedule(fair());
        at("2026-05-18T00:00Z");
        join("build", BOB);
        assertThat(people(() -> lastmile.removeParticipant("fair", "build", "ann"))
                        .outcome())
                .isEqualTo(Outcome.CANCELLED);
        at("2026-06-01T00:00Z");
        heard("""
                2026-05-17T09:00Z ann build#1 email
                2026-05-19T09:00Z bob build#2 email
                """);
        became(BOB, "build#1", ReminderState.LATE);
        assertThat(lastmile.addParticipants("fair", "paint", BOB)).isFalse();
    }

    @Test
    void anotherLadderArmsWhatIsAhead() {
        at("2026-05-01T00:00Z");
        schedule(fair());
        at("2026-05-18T00:00Z");
        var firmer = Ladder.parse("before P3D at 09:00 by email; before PT2H by sms");
        assertThat(people(() -> lastmile.replaceLadderInOpenGoals("spring", "build", firmer)))
                .isEqualTo(1);
        at("2026-06-01T00:00Z");
        heard("""
                2026-05-17T09:00Z ann build#1 email
                2026-05-20T10:00Z ann build#2 sms
                """);
        assertThat(lastmile.replaceLadderInOpenGoals("spring", "build", firmer)).isZero();
    }

    @Test
    void oneStepIsMovedAndAskedAgain() {
        at("2026-05-01T00:00Z");
        schedule(fair());
        complete("build", ANN);
        at("2026-05-02T00:00Z");
        var later = Move.to(Deadline.parse("2026-06-20T12:00[UTC]"));
        assertThat(people(() -> lastmile.reschedule("fair", "build", later.reconfirm())))
                .isTrue();
        at("2026-07-01T00:00Z");
        heard("""
                2026-06-17T09:00Z ann build#1 email
                2026-06-19T09:00Z ann build#2 email
                """);
        assertThat(lastmile.reschedule("fair", "paint", Move.to(Deadline.parse("2027-06-20T12:00[UTC]"))))
                .isFalse();
    }

    @Test
    void wordsMayChangePromisesMayNot() {
        at("2026-05-01T00:00Z");
        schedule(fair());
        assertThat(lastmile.update("fair", goal -> goal.titled("Spring fair").data(Map.of("hall", "4"))))
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lastmile.update("fair", goal -> goal.due(Deadline.parse("2027-01-01[UTC]"))))
                .withMessageContaining("reschedule");
        at("2026-05-17T09:00Z");
        assertThat(heardCalls()).singleElement().satisfies(call -> {
            assertThat(call.reminder().goal().title()).isEqualTo("Spring fair");
            assertThat(call.reminder().data()).containsEntry("hall", "4");
        });
        people(() -> lastmile.cancel("fair"));
        assertThat(lastmile.complete("fair", "build", "ann").kind()).isEqualTo(Answer.Kind.ALREADY_CLOSED);
    }
}
