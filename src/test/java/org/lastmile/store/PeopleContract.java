package org.lastmile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.lastmile.store.Scene.EMAIL;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.closed;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.facts;
import static org.lastmile.store.Scene.followUp;
import static org.lastmile.store.Scene.guest;
import static org.lastmile.store.Scene.minute;
import static org.lastmile.store.Scene.sent;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Claim;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Hold;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Standing;
import org.lastmile.goal.StillOpen;

/** What a store promises of those who come later, and of all who take part in a step. */
interface PeopleContract extends StoreUnderTest {
    @Test
    default void whoJoinsIsKeptBehindTheOthers() {
        var scene = new Scene(store());
        var goal = scene.goal("party", due(5, NOON));

        var joined = store().join("party", kept -> {
            assertThat(kept).isEqualTo(goal);
            return List.of(due(3, minute(1)), followUp(1, 5, Cursor.NONE), due(4, minute(2)));
        });

        assertThat(joined).contains(3);
        assertThat(scene.all(goal))
                .extracting(seated -> seated.followUp().key().step() + " "
                        + seated.recipient().id())
                .containsExactly("0 guest-5", "0 guest-3", "0 guest-4", "1 guest-5");
        assertThat(scene.claimAll()).hasSize(3);
    }

    @Test
    default void whoIsThereAlreadyStaysAsHeIs() {
        var scene = new Scene(store());
        var goal = scene.goal("party", due(1, NOON));
        var other =
                new NewFollowUp(0, guest(1).withName("Other"), 0, Standing.open(minute(9)), Cursor.engine(minute(9)));

        assertThat(store().join("party", kept -> List.of(other, due(2, NOON)))).contains(1);

        assertThat(scene.all(goal).get(0).recipient()).isEqualTo(guest(1));
        assertThat(scene.all(goal).get(0).followUp().cursor().due()).isEqualTo(NOON);
    }

    @Test
    default void anOverseerSitsBesideTheParticipant() {
        var scene = new Scene(store());
        var goal = scene.goal(facts("party").ownedBy(guest(1)), due(1, NOON));
        var overseer = new NewFollowUp(0, guest(1), FollowUp.OVERSEER, Standing.open(NOON), Cursor.engine(minute(1)));

        assertThat(store().join("party", kept -> List.of(overseer))).contains(1);
        assertThat(store().join("party", kept -> List.of(overseer))).contains(0);

        assertThat(scene.all(goal))
                .extracting(seated -> seated.followUp().key().seat())
                .containsExactly(0, 1);
        assertThat(edited(Target.participants("party", "rsvp", "guest-1"))).containsExactly(0);
        assertThat(edited(new Target("party", "rsvp", "guest-1", Target.Seats.OVERSEERS)))
                .containsExactly(1);
        assertThat(edited(new Target("party", null, null, Target.Seats.ALL))).containsExactly(0, 1);
    }

    private List<Integer> edited(Target target) {
        return store().edit(target, null, (g, row, r) -> null).orElseThrow().rows().stream()
                .map(row -> row.before().key().seat())
                .toList();
    }

    @Test
    default void nobodyJoinsWhatIsNotKept() {
        assertThat(store().join("nobody", kept -> List.of(due(1, NOON)))).isEmpty();
        new Scene(store()).goal("party");
        assertThat(store().join("party", kept -> List.of())).contains(0);
    }

    @Test
    default void nobodyJoinsTwiceOrAStepThatIsNotThere() {
        var goal = new Scene(store()).goal("party");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().join("party", kept -> List.of(due(1, NOON), due(1, NOON))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().join("party", kept -> List.of(followUp(2, 1, Cursor.NONE))));
        assertThat(new Scene(store()).all(goal)).isEmpty();
    }

    @Test
    default void ofManyWhoJoinAtOnceEachIsKeptOnce() throws Exception {
        var scene = new Scene(store());
        var goal = scene.goal("party", due(0, NOON));
        var joining = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 4; i++) {
            int from = i * 5;
            joining.add(() -> store().join(
                            "party",
                            kept -> IntStream.range(from, from + 10)
                                    .mapToObj(n -> due(n, NOON))
                                    .toList())
                    .orElseThrow());
        }

        int joined = Together.run(joining).stream().mapToInt(Integer::intValue).sum();

        assertThat(joined).isEqualTo(24);
        assertThat(scene.all(goal)).extracting(Seated::recipient).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    default void aCloseOfTheWholeGoalMissesNobody() throws Exception {
        for (int round = 0; round < 5; round++) {
            var id = "party-" + round;
            var scene = new Scene(store());
            var goal = scene.goal(id, due(0, NOON));
            List<Callable<Object>> works = List.of(
                    () -> store().join(
                                    id,
                                    kept -> IntStream.range(1, 50)
                                            .mapToObj(n -> due(n, NOON))
                                            .toList()),
                    () -> store().edit(
                                    Target.everybody(id), facts -> facts.label("closed"), (g, row, r) -> closed(row)));

            Together.run(works);

            // Either they joined before and are closed, or afterwards, and saw that the goal is.
            var rows = scene.all(goal);
            assertThat(rows).hasSize(50);
            var open = rows.stream()
                    .filter(row -> row.followUp().standing().isLive())
                    .count();
            assertThat(open).isIn(0L, 49L);
        }
    }

    @Test
    default void participantsAreCountedByStateAndOutcome() {
        var scene = new Scene(store());
        var goal = scene.goal(
                "party",
                due(1, NOON),
                due(2, NOON),
                standing(3, Standing.open(NOON).missed()),
                standing(4, Standing.open(NOON).closed(Outcome.DONE, NOON)),
                standing(5, Standing.open(NOON).closed(Outcome.DONE, NOON)),
                standing(6, Standing.open(NOON).closed(Outcome.RECOVERED, NOON)),
                followUp(1, 1, Cursor.NONE),
                new NewFollowUp(0, guest(9), FollowUp.OVERSEER, Standing.open(NOON), Cursor.NONE));

        var tally = store().tally(goal.number(), 0);

        assertThat(tally)
                .isEqualTo(new Tally(
                        Map.of(Standing.State.OPEN, 2, Standing.State.MISSED, 1, Standing.State.CLOSED, 3),
                        Map.of(Outcome.DONE, 2, Outcome.RECOVERED, 1)));
        assertThat(tally.succeeded()).isEqualTo(3);
        assertThat(store().tally(goal.number(), 7).isSettled()).isTrue();
        assertThat(store().tally(4_711_000, 0).isSettled()).isTrue();
    }

    @Test
    default void aStepIsSettledWhenItsLastParticipantHasEnded() {
        var scene = new Scene(store());
        var party = scene.goal("party", due(1, NOON), due(2, NOON), due(3, NOON), followUp(1, 1, Cursor.NONE));
        var first = new StepKey(party.number(), 0);
        var second = new StepKey(party.number(), 1);
        var nowhere = new StepKey(4_711_000, 0);
        var all = List.of(first, second, nowhere);

        assertThat(store().settled(all)).containsExactly(nowhere);
        // Whoever was seen to be open first ends, then one behind them, then one before whoever was seen last.
        for (var person : List.of("guest-1", "guest-3")) {
            close(person);
            assertThat(store().settled(all)).as("after " + person).doesNotContain(first);
        }
        close("guest-2");

        assertThat(store().settled(all)).contains(first, nowhere);
        assertThat(store().settled(List.of())).isEmpty();
    }

    private void close(String person) {
        store().edit(Target.participants("party", "rsvp", person), null, (goal, row, recipient) -> Scene.closed(row));
    }

    @Test
    default void theRollNamesWhoIsOpenInTheOrderInWhichTheyCame() {
        var scene = new Scene(store());
        var goal = scene.goal(
                "party",
                due(7, NOON),
                standing(3, Standing.open(NOON).missed()),
                due(5, NOON),
                standing(4, Standing.open(NOON).closed(Outcome.DONE, NOON)),
                standing(6, Standing.open(NOON).held(new Hold(NOON, minute(10)))),
                standing(
                        8,
                        new Standing(
                                Standing.State.DORMANT,
                                null,
                                null,
                                Standing.open(NOON).arming(),
                                none(),
                                null,
                                null)),
                followUp(1, 1, Cursor.NONE),
                new NewFollowUp(0, guest(9), FollowUp.OVERSEER, Standing.open(NOON), Cursor.NONE));

        assertThat(store().rollCall(goal.number(), 0, null, minute(5), 10))
                .isEqualTo(new RollCall(List.of(open(7), open(3), open(5)), 3, null));
        assertThat(store().rollCall(goal.number(), 0, null, minute(5), 2))
                .isEqualTo(new RollCall(List.of(open(7), open(3)), 3, null));
        // At its end, a hold is over.
        assertThat(store().rollCall(goal.number(), 0, null, minute(10), 10).people())
                .containsExactly(open(7), open(3), open(5), open(6));
    }

    private static org.lastmile.goal.Progress none() {
        return org.lastmile.goal.Progress.NONE;
    }

    private static StillOpen open(int guest) {
        return new StillOpen(guest(guest), 0, null);
    }

    @Test
    default void theRollTellsHowOftenEachWasReminded() {
        var scene = new Scene(store());
        var goal = scene.goal("party", 2);
        for (int i = 0; i < 3; i++) {
            var row = scene.claimAll().stream()
                    .map(Claim::followUp)
                    .filter(claim -> claim.key().member() == 1)
                    .findFirst()
                    .orElseThrow();
            var again =
                    new Settlement(row, row.standing(), row.cursor(), sent(row).entries());
            store().settle(List.of(again));
            release(goal);
        }

        var people = store().rollCall(goal.number(), 0, null, NOON, 10).people();

        assertThat(people).containsExactly(open(0), new StillOpen(guest(1), 3, minute(61)));
    }

    /** Frees what is claimed, by a change that voids it. */
    private void release(StoredGoal goal) {
        store().edit(
                        Target.everybody(goal.facts().id()),
                        null,
                        (g, row, r) -> new FollowUpEdit.Change(row.standing(), row.cursor(), true));
    }

    @Test
    default void whoHasMoreTimeIsOnARollOfHisOwn() {
        var later = Deadline.of(LocalDate.parse("2026-08-01"), ZoneId.of("Europe/Berlin"));
        var scene = new Scene(store());
        var goal = scene.goal(
                "party",
                due(1, NOON),
                standing(2, Standing.open(NOON).withExtension(later)),
                standing(
                        3,
                        Standing.open(NOON)
                                .withExtension(Deadline.of(minute(99)))
                                .held(new Hold(NOON, minute(9)))),
                standing(
                        4,
                        Standing.open(NOON)
                                .withExtension(Deadline.of(minute(99)))
                                .held(new Hold(NOON, minute(7)))));

        assertThat(store().rollCall(goal.number(), 0, null, NOON, 10).people()).containsExactly(open(1));
        assertThat(store().rollCall(goal.number(), 0, later, NOON, 10).people()).containsExactly(open(2));
        assertThat(store().rollCall(goal.number(), 0, Deadline.of(minute(99)), NOON, 10))
                .isEqualTo(new RollCall(List.of(), 0, minute(7)));
        assertThat(store().rollCall(goal.number(), 0, Deadline.of(minute(98)), NOON, 10))
                .isEqualTo(new RollCall(List.of(), 0, null));
        assertThat(store().rollCall(goal.number(), 5, null, NOON, 10)).isEqualTo(new RollCall(List.of(), 0, null));
    }

    @Test
    default void aRollMayBeLong() {
        var scene = new Scene(store());
        var goal = scene.goal("party", 250);

        var roll = store().rollCall(goal.number(), 0, null, NOON, 220);

        assertThat(roll.count()).isEqualTo(250);
        assertThat(roll.people())
                .containsExactlyElementsOf(
                        IntStream.range(0, 220).mapToObj(PeopleContract::open).toList());
    }

    @Test
    default void aRecipientIsReplacedWhereverHeSits() {
        var scene = new Scene(store());
        var goal = scene.goal(
                facts("party").ownedBy(guest(1)).role("crew", guest(2), guest(1)),
                due(1, NOON),
                due(2, NOON),
                followUp(1, 1, Cursor.NONE),
                new NewFollowUp(0, guest(1), FollowUp.OVERSEER, Standing.open(NOON), Cursor.NONE));
        var changed =
                guest(1).withName("Anna").withZone(ZoneId.of("Asia/Tokyo")).withAddress("sms", "+81 3");

        var edited = store().update("party", changed, (g, row, recipient) -> {
                    assertThat(recipient).isEqualTo(changed);
                    assertThat(g.facts().owner()).isEqualTo(changed);
                    return row.key().step() == 1 ? null : Scene.waitingUntil(row, minute(3));
                })
                .orElseThrow();

        assertThat(edited.goal().version()).isEqualTo(goal.version() + 1);
        assertThat(edited.goal().facts().owner()).isEqualTo(changed);
        assertThat(edited.goal().facts().roles().get("crew")).containsExactly(guest(2), changed);
        assertThat(edited.rows()).extracting(Edited.Row::recipient).hasSize(3).containsOnly(changed);
        assertThat(edited.rows()).extracting(row -> row.after() != null).containsExactly(true, true, false);
        assertThat(store().goal("party")).contains(edited.goal());
        assertThat(scene.all(goal)).extracting(Seated::recipient).containsExactly(changed, changed, guest(2), changed);
    }

    @Test
    default void whoIsNotInTheGoalIsNotReplaced() {
        var goal = new Scene(store()).goal("party", due(1, NOON));

        assertThat(store().update("party", guest(2), (g, row, r) -> closed(row)))
                .isEmpty();
        assertThat(store().update("nobody", guest(1), (g, row, r) -> closed(row)))
                .isEmpty();
        assertThat(store().goal("party")).contains(goal);
    }

    @Test
    default void aClaimAfterAReplacementHasTheNewRecipient() {
        var scene = new Scene(store());
        scene.goal("party", due(1, NOON));
        store().update("party", guest(1).withAddress("email", "new@example.org"), (g, row, r) -> null);

        assertThat(store().claim(EMAIL, NOON, minute(1), 1)).singleElement().satisfies(claim -> {
            assertThat(claim.recipient().address(org.lastmile.goal.Channel.EMAIL))
                    .isEqualTo("new@example.org");
            assertThat(claim.goalVersion()).isEqualTo(2);
        });
    }

    private static NewFollowUp standing(int guest, Standing standing) {
        return new NewFollowUp(0, guest(guest), FollowUp.PARTICIPANT, standing, Cursor.NONE);
    }
}
