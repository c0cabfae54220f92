package org.lastmile.plan.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Step;

/** Every invariant can be broken: a guest in Berlin (+02:00), a party on the 10th at 20:00, quiet from 22:00 to 08:00. */
class InvariantsTest {
    private static final Instant START = Instant.parse("2026-06-01T10:00:00Z");
    private static final String DEADLINE = "2026-06-10T18:00:00Z";

    private final List<Event> events = new ArrayList<>();
    private final Chronicle chronicle = new Chronicle();

    private Case party() {
        var ladder = Ladder.parse(
                "before P2D by email; before PT2H by email; after P1D by email; after-start PT1H by email");
        var berlin = ZoneId.of("Europe/Berlin");
        var goal = Goal.of("party", "Party")
                .due(Deadline.parse("2026-06-10T20:00[Europe/Berlin]"))
                .finalStep(Step.of("come", "Come").ladder(ladder));
        var guest = Recipient.of("guest", "Guest").withZone(berlin).withQuietHours(QuietHours.parse("22:00-08:00"));
        var weekend = new Case.DayOff(Set.of(6, 7), Set.of());
        return new Case(0, goal, goal.steps().get(0), guest, weekend, START, events);
    }

    /** Told in UTC: day and time in June 2026. */
    private InvariantsTest sent(int number, String planned, String at) {
        return row(number, 0, ReminderState.SENT, planned, at);
    }

    private InvariantsTest row(int number, int epoch, ReminderState state, String planned, String at) {
        chronicle.add(new Chronicle.Row(number - 1, 0, epoch, 0, state, june(planned), june(at)));
        return this;
    }

    private static Instant june(String dayAndTime) {
        return Instant.parse("2026-06-" + dayAndTime.replace(' ', 'T') + ":00Z");
    }

    private List<String> broken(Outcome outcome, String closed) {
        chronicle.close(outcome, june(closed));
        return Invariants.broken(party(), chronicle);
    }

    private InvariantsTest fromBeginningToEnd(int... without) {
        var rows = List.of("01 11:00", "08 18:00", "10 16:00", "11 18:00");
        int[] numbers = {4, 1, 2, 3};
        for (int i = 0; i < numbers.length; i++) {
            int number = numbers[i];
            if (Arrays.stream(without).noneMatch(left -> left == number)) {
                sent(number, rows.get(i), rows.get(i));
            }
        }
        return this;
    }

    @Test
    void aLifeAsItShouldBeBreaksNone() {
        assertThat(fromBeginningToEnd().broken(Outcome.EXPIRED, "13 18:00")).isEmpty();
    }

    @Test
    void whatIsForgottenIsNoticed() {
        assertThat(fromBeginningToEnd(2).broken(Outcome.EXPIRED, "13 18:00"))
                .containsExactly("forgotten: #2.0 in epoch 0");
    }

    @Test
    void whatIsLeftUnsaidByAnAnswerIsNotForgotten() {
        assertThat(fromBeginningToEnd(2, 3).broken(Outcome.DONE, "09 18:00")).isEmpty();
    }

    @Test
    void whatIsSaidTwiceIsNoticed() {
        assertThat(fromBeginningToEnd().sent(1, "08 18:00", "08 19:00").broken(Outcome.EXPIRED, "13 18:00"))
                .singleElement()
                .asString()
                .startsWith("dealt with twice: #1.0");
    }

    @Test
    void aMoveDoesNotArmWhatCountsFromTheBeginning() {
        events.add(new Event.MoveGoal(june("05 10:00"), Deadline.parse("2026-06-10T20:00[Europe/Berlin]")));
        row(4, 0, ReminderState.SENT, "01 11:00", "01 11:00").row(4, 1, ReminderState.SENT, "01 11:00", "05 10:00");

        assertThat(broken(Outcome.DONE, "06 10:00"))
                .singleElement()
                .asString()
                .startsWith("dealt with twice, across a move: #4.0");
    }

    @Test
    void whatIsSaidAfterTheClosingIsNoticed() {
        assertThat(fromBeginningToEnd().broken(Outcome.DONE, "10 17:00"))
                .singleElement()
                .asString()
                .startsWith("after the closing: #3.0");
    }

    @Test
    void whatIsSaidTooEarlyIsNoticed() {
        assertThat(fromBeginningToEnd(2).sent(2, "10 16:00", "10 15:59").broken(Outcome.EXPIRED, "13 18:00"))
                .singleElement()
                .asString()
                .startsWith("sent early: #2.0");
        assertThat(Instant.parse(DEADLINE)).isAfter(june("10 16:00"));
    }

    @Test
    void whatIsSaidAtTheDeadlineIsNoticed() {
        assertThat(fromBeginningToEnd(2).sent(2, "10 16:00", "10 18:00").broken(Outcome.EXPIRED, "13 18:00"))
                .singleElement()
                .asString()
                .startsWith("sent at or after the deadline: #2.0");
    }

    @Test
    void whatIsSaidInQuietHoursIsNoticed() {
        assertThat(fromBeginningToEnd(1).sent(1, "08 18:00", "08 20:00").broken(Outcome.EXPIRED, "13 18:00"))
                .singleElement()
                .asString()
                .startsWith("sent in quiet hours: #1.0");
    }

    @Test
    void whatIsSaidBeforeTheBeginningIsNoticed() {
        assertThat(fromBeginningToEnd(4).sent(4, "01 09:00", "01 09:00").broken(Outcome.EXPIRED, "13 18:00"))
                .singleElement()
                .asString()
                .startsWith("sent before the beginning: #4.0");
    }

    @Test
    void twoMessagesAtOnceAreNoticed() {
        assertThat(fromBeginningToEnd(2).sent(2, "08 18:00", "08 18:00").broken(Outcome.EXPIRED, "13 18:00"))
                .singleElement()
                .asString()
                .startsWith("two messages at once: #2.0");
    }

    @Test
    void twoMessagesAfterAnOutageAreNoticed() {
        events.add(new Event.Outage(june("08 10:00"), june("10 17:00")));

        assertThat(fromBeginningToEnd(1, 2)
                        .sent(1, "08 18:00", "10 17:00")
                        .sent(2, "10 16:00", "10 17:30")
                        .broken(Outcome.EXPIRED, "13 18:00"))
                .containsExactly("2 messages after the outage from 2026-06-08T10:00:00Z");
    }

    @Test
    void whatIsSaidInAnOutageIsNoticed() {
        events.add(new Event.Outage(june("08 10:00"), june("09 17:00")));

        assertThat(fromBeginningToEnd().broken(Outcome.EXPIRED, "13 18:00"))
                .singleElement()
                .asString()
                .startsWith("sent in an outage: #1.0");
    }
}
