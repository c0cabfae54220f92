package org.lastmile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.facts;
import static org.lastmile.store.Scene.followUp;
import static org.lastmile.store.Scene.minute;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Claim;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Scope;
import org.lastmile.goal.Standing.State;
import org.lastmile.goal.Step;
import org.lastmile.store.Account.Answered;
import org.lastmile.store.Account.Goals;
import org.lastmile.store.Account.Line;
import org.lastmile.store.Account.Place;
import org.lastmile.store.Account.Stand;

/** What {@link Accounts} promises. */
interface AccountsContract extends StoreUnderTest {
    ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private static LedgerEntry line(FollowUp row, int rung, ReminderState state, Channel channel, int minute) {
        int generation = row.fence().generation();
        return new LedgerEntry(
                row.key(), rung, 0, 0, 0, generation, state, channel, NOON, minute(minute), "queued as 4711");
    }

    /** Claims the rows of all guests and writes the lines for them, in the order of the guests. */
    @SafeVarargs
    private void written(Scene scene, Function<FollowUp, List<LedgerEntry>>... lines) {
        var rows = scene.claimAll().stream()
                .map(Claim::followUp)
                .sorted((a, b) -> a.key().compareTo(b.key()))
                .toList();
        for (int i = 0; i < lines.length; i++) {
            var row = rows.get(i);
            store().settle(List.of(new Settlement(row, row.standing(), Cursor.NONE, lines[i].apply(row))));
        }
    }

    private void ended(String goalId, int guest, Outcome outcome, Instant at) {
        store().edit(
                        Target.participants(goalId, null, "guest-" + guest),
                        null,
                        (goal, row, recipient) ->
                                new FollowUpEdit.Change(row.standing().closed(outcome, at), Cursor.NONE, true));
    }

    @Test
    default void whatCameOfAGoalIsCounted() {
        var scene = new Scene(store());
        scene.goal("party", due(1, NOON), due(2, NOON), due(3, NOON), due(4, NOON));
        written(
                scene,
                // Retried, then sent; and once more after the answer at minute 50.
                row -> List.of(
                        line(row, 0, ReminderState.SENT, Channel.EMAIL, 10),
                        line(row, 1, ReminderState.RETRYING, Channel.EMAIL, 15),
                        line(row, 2, ReminderState.SENT, Channel.SMS, 20),
                        line(row, 3, ReminderState.SENT, Channel.SMS, 100)),
                row -> List.of(
                        line(row, 0, ReminderState.SENT, Channel.EMAIL, 10),
                        // At the same instant the later rung counts.
                        line(row, 1, ReminderState.SENT, Channel.EMAIL, 10)),
                row -> List.of(line(row, 0, ReminderState.NO_ADDRESS, null, 10)));
        ended("party", 1, Outcome.DONE, minute(50));
        ended("party", 2, Outcome.DECLINED, minute(90));
        ended("party", 3, Outcome.RECOVERED, minute(95));

        var account = store().account(Scope.goal("party"), 9);

        assertThat(account.goals()).isEqualTo(new Goals(1, 0, 0));
        assertThat(account.steps()).containsExactly(new Place("rsvp", "Reply", false));
        assertThat(account.cut()).isFalse();
        assertThat(account.stands())
                .containsExactlyInAnyOrder(
                        new Stand("rsvp", State.OPEN, null, 1),
                        new Stand("rsvp", State.CLOSED, Outcome.DONE, 1),
                        new Stand("rsvp", State.CLOSED, Outcome.DECLINED, 1),
                        new Stand("rsvp", State.CLOSED, Outcome.RECOVERED, 1));
        assertThat(account.answers())
                .containsExactlyInAnyOrder(
                        // 30 minutes are in the bucket that ends with them, the fourth; 80 are in that of two hours.
                        new Answered("rsvp", Outcome.DONE, 2, Channel.SMS, 3, 1),
                        new Answered("rsvp", Outcome.DECLINED, 1, Channel.EMAIL, 5, 1),
                        new Answered("rsvp", Outcome.RECOVERED, null, null, 15, 1));
        assertThat(account.lines())
                .containsExactlyInAnyOrder(
                        new Line("rsvp", 0, false, Channel.EMAIL, ReminderState.SENT, 2),
                        new Line("rsvp", 0, false, null, ReminderState.NO_ADDRESS, 1),
                        new Line("rsvp", 1, false, Channel.EMAIL, ReminderState.RETRYING, 1),
                        new Line("rsvp", 1, false, Channel.EMAIL, ReminderState.SENT, 1),
                        new Line("rsvp", 2, false, Channel.SMS, ReminderState.SENT, 1),
                        new Line("rsvp", 3, false, Channel.SMS, ReminderState.SENT, 1));
    }

    @Test
    default void goalsAreOverOrAchieved() {
        var scene = new Scene(store());
        scene.goal("achieved", due(1, NOON), followUp(1, 1, Cursor.NONE));
        scene.goal("over", due(1, NOON), followUp(1, 1, Cursor.NONE), followUp(1, 2, Cursor.NONE));
        scene.goal("open", due(1, NOON), followUp(1, 2, Cursor.NONE));
        scene.goal("empty");
        for (var id : List.of("achieved", "open")) {
            ended(id, 1, Outcome.DONE, minute(1));
        }
        ended("over", 1, Outcome.EXPIRED, minute(1));
        ended("over", 2, Outcome.DECLINED, minute(1));

        assertThat(store().account(Scope.all(), 9).goals()).isEqualTo(new Goals(4, 2, 1));
        assertThat(store().account(Scope.goal("achieved"), 9).goals()).isEqualTo(new Goals(1, 1, 1));
        assertThat(store().account(Scope.goal("nobody's"), 9))
                .isEqualTo(new Account(new Goals(0, 0, 0), List.of(), false, List.of(), List.of(), List.of()));
    }

    @Test
    default void onlyWhatIsInTheScopeCounts() {
        var scene = new Scene(store());
        scene.goal(facts("weekly").label("red"), due(1, NOON));
        scene.goal(facts("weekly@occurrence-2").label("red"), due(1, NOON), due(2, NOON));
        scene.goal(facts("weekly2").label("blue"), due(1, NOON), due(2, NOON), due(3, NOON));

        assertThat(people(Scope.goal("weekly"))).isEqualTo(3);
        assertThat(people(Scope.goal("weekly@occurrence-2"))).isEqualTo(2);
        assertThat(people(Scope.label("red"))).isEqualTo(3);
        assertThat(people(Scope.label("blue"))).isEqualTo(3);
        assertThat(people(Scope.all())).isEqualTo(6);
        assertThat(people(Scope.goal("weekly").withLabel("blue"))).isZero();
        // All were scheduled at noon.
        assertThat(people(Scope.scheduled(NOON, minute(1)))).isEqualTo(6);
        assertThat(people(Scope.scheduled(minute(-1), NOON))).isZero();
        assertThat(people(Scope.scheduled(NOON, minute(1)).withLabel("red"))).isEqualTo(3);
    }

    @Test
    default void goalsAreChosenByTheirDeadlineAsItIsNow() {
        var scene = new Scene(store());
        var berlin = ZoneId.of("Europe/Berlin");
        // 2026-06-30T22:00Z, the end of the day in Berlin; 2026-07-01T02:00Z; no deadline of its own.
        scene.goal(facts("day").due(LocalDate.parse("2026-06-30"), berlin), due(1, NOON));
        scene.goal(facts("evening").due(LocalDateTime.parse("2026-06-30T22:00"), NEW_YORK), due(1, NOON), due(2, NOON));
        scene.goal(
                Goal.of("steps", "Steps")
                        .finalStep(Step.of("rsvp", "Reply")
                                .due(LocalDate.parse("2026-06-30"), berlin)
                                .ladder(Ladder.parse("before P1D by email"))),
                due(1, NOON));
        var first = Instant.parse("2026-06-30T22:00:00Z");
        var second = Instant.parse("2026-07-01T02:00:00Z");

        assertThat(people(Scope.due(first, second))).isEqualTo(1);
        assertThat(people(Scope.due(first, second.plusNanos(1)))).isEqualTo(3);
        assertThat(people(Scope.due(first.plusNanos(1), second))).isZero();
        assertThat(people(Scope.due(second, second.plusMillis(1)).withLabel("red")))
                .isZero();
        assertThat(people(Scope.due(Instant.MIN, Instant.MAX))).isEqualTo(3);
        assertThat(people(Scope.all())).isEqualTo(4);
        assertThat(store().stillOpen(Scope.due(first, second), null, 9))
                .extracting(Accounts.Open::goalId)
                .containsExactly("day");

        store().edit(Target.everybody("day"), goal -> goal.due(Deadline.of(second)), (goal, row, recipient) -> null);

        assertThat(people(Scope.due(first, second))).isZero();
        assertThat(people(Scope.due(second, second.plusMillis(1)))).isEqualTo(3);
    }

    private long people(Scope scope) {
        return store().account(scope, 9).stands().stream()
                .mapToLong(Stand::count)
                .sum();
    }

    @Test
    default void theStepsWithTheMostPeopleAreTold() {
        var scene = new Scene(store());
        scene.goal("one", due(1, NOON), followUp(1, 1, Cursor.NONE), followUp(1, 2, Cursor.NONE));
        ended("one", 2, Outcome.DONE, minute(1));
        var told = store().account(Scope.all(), 1);

        assertThat(told.steps()).containsExactly(new Place("arrive", "Be there", true));
        assertThat(told.cut()).isTrue();
        assertThat(told.stands()).extracting(Stand::stepId).containsOnly("arrive");
        assertThat(store().account(Scope.all(), 2).steps())
                .extracting(Place::stepId)
                .containsExactly("rsvp", "arrive");
    }

    @Test
    default void whoIsStillOpenIsReadInPages() {
        var scene = new Scene(store());
        scene.goal(facts("one").label("red"), due(1, NOON), due(2, NOON));
        scene.goal(facts("two").label("red"), due(1, NOON), due(3, NOON));
        scene.goal(facts("three").label("blue"), due(1, NOON));
        ended("one", 1, Outcome.DONE, minute(1));

        var first = store().stillOpen(Scope.label("red"), null, 2);
        assertThat(first)
                .extracting(open -> open.goalId() + " " + open.stepId() + " "
                        + open.seated().recipient().id())
                .containsExactly("one rsvp guest-2", "two rsvp guest-1");
        var behind = first.get(1).seated().followUp().key();
        assertThat(store().stillOpen(Scope.label("red"), behind, 2))
                .extracting(open -> open.seated().recipient().id())
                .containsExactly("guest-3");
        var last = store().stillOpen(Scope.label("red"), behind, 1).get(0);
        assertThat(store().stillOpen(
                                Scope.label("red"), last.seated().followUp().key(), 2))
                .isEmpty();
    }
}
