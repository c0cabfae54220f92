package org.lastmile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.facts;
import static org.lastmile.store.Scene.guest;
import static org.lastmile.store.Scene.minute;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;
import org.lastmile.store.Register.Added;
import org.lastmile.store.Register.Versioned;

/** What {@link Register} promises. */
interface RegisterContract extends StoreUnderTest {
    @Test
    default void aGoalIsKeptWithItsFollowUps() {
        var added = store().add(facts("party"), "a", List.of(due(7, minute(5))), minute(1));

        assertThat(added).isEqualTo(Added.NEW);
        var goal = store().goal("party").orElseThrow();
        assertThat(goal.facts()).isEqualTo(facts("party"));
        assertThat(goal.scheduledAt()).isEqualTo(minute(1));
        assertThat(store().followUps(goal.number(), null, 10)).singleElement().satisfies(seated -> {
            assertThat(seated.recipient()).isEqualTo(guest(7));
            assertThat(seated.followUp().key().goal()).isEqualTo(goal.number());
            assertThat(seated.followUp().standing()).isEqualTo(Standing.open(NOON));
            assertThat(seated.followUp().cursor()).isEqualTo(Cursor.at(minute(5), Scene.EMAIL, 0, 0));
            assertThat(seated.followUp().fence()).isEqualTo(org.lastmile.goal.Fence.NEW);
        });
    }

    @Test
    default void theSameGoalAgainChangesNothing() {
        store().add(facts("party"), "a", List.of(due(1, NOON)), NOON);

        assertThat(store().add(facts("party"), "a", List.of(due(1, NOON), due(2, NOON)), minute(9)))
                .isEqualTo(Added.SAME);
        var goal = store().goal("party").orElseThrow();
        assertThat(goal.scheduledAt()).isEqualTo(NOON);
        assertThat(new Scene(store()).all(goal)).hasSize(1);
    }

    @Test
    default void anotherGoalUnderATakenIdChangesNothing() {
        store().add(facts("party"), "a", List.of(due(1, NOON)), NOON);

        assertThat(store().add(facts("party").label("other"), "b", List.of(due(2, NOON)), NOON))
                .isEqualTo(Added.DIFFERENT);
        var goal = store().goal("party").orElseThrow();
        assertThat(goal.facts().label()).isNull();
        assertThat(new Scene(store()).all(goal))
                .singleElement()
                .satisfies(kept -> assertThat(kept.recipient()).isEqualTo(guest(1)));
    }

    @Test
    default void idsDifferInCaseAndInSpaces() {
        var ids = List.of("party", "Party", "party ", "pärty", "party\u00A0");

        assertThat(ids)
                .allSatisfy(id ->
                        assertThat(store().add(facts(id), "a", List.of(), NOON)).isEqualTo(Added.NEW));
        assertThat(ids)
                .allSatisfy(id ->
                        assertThat(store().goal(id).orElseThrow().facts().id()).isEqualTo(id));
    }

    @Test
    default void ofFourAtOnceOneIsKept() throws Exception {
        for (int round = 0; round < 10; round++) {
            var id = "party-" + round;
            var adding = new ArrayList<Callable<Added>>();
            for (int i = 0; i < 4; i++) {
                var print = i < 2 ? "a" : "b";
                var guests = List.of(due(1, NOON), due(2, NOON));
                adding.add(() -> store().add(facts(id).label(print), print, guests, NOON));
            }

            var added = Together.run(adding);

            var goal = store().goal(id).orElseThrow();
            boolean first = "a".equals(goal.facts().label());
            assertThat(added.subList(first ? 0 : 2, first ? 2 : 4)).containsExactlyInAnyOrder(Added.NEW, Added.SAME);
            assertThat(added.subList(first ? 2 : 0, first ? 4 : 2)).containsOnly(Added.DIFFERENT);
            assertThat(new Scene(store()).all(goal)).hasSize(2);
        }
    }

    /** A store may write small goals and large ones in different ways. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 10, 11, 12, 23, 24, 25, 60})
    default void goalsOfEverySizeAreKeptWhole(int guests) {
        var followUps =
                IntStream.range(0, guests).mapToObj(i -> due(i, minute(i))).toList();

        assertThat(store().add(facts("party"), "a", followUps, NOON)).isEqualTo(Added.NEW);

        var goal = store().goal("party").orElseThrow();
        assertThat(goal.facts()).isEqualTo(facts("party"));
        assertThat(new Scene(store()).all(goal))
                .extracting(Seated::recipient)
                .containsExactly(
                        IntStream.range(0, guests).mapToObj(Scene::guest).toArray(Recipient[]::new));
        assertThat(store().add(facts("party"), "a", followUps, NOON)).isEqualTo(Added.SAME);
        assertThat(store().add(facts("party"), "b", followUps, NOON)).isEqualTo(Added.DIFFERENT);
        assertThat(new Scene(store()).all(goal)).hasSize(guests);
    }

    @Test
    default void tenThousandFollowUpsAreKeptAndReadInPages() {
        var followUps =
                IntStream.range(0, 10_000).mapToObj(i -> due(i, minute(i))).toList();

        store().add(facts("party"), "a", followUps, NOON);

        var goal = store().goal("party").orElseThrow();
        var read = new ArrayList<Seated>();
        FollowUp.Key after = null;
        while (true) {
            var page = store().followUps(goal.number(), after, 999);
            read.addAll(page);
            if (page.size() < 999) {
                break;
            }
            after = page.get(page.size() - 1).followUp().key();
        }
        assertThat(read).hasSize(10_000).extracting(s -> s.followUp().key()).isSorted();
        assertThat(read).extracting(s -> s.recipient().id()).doesNotHaveDuplicates();
        assertThat(read)
                .allSatisfy(s -> assertThat(s.recipient())
                        .isEqualTo(guest(Integer.parseInt(s.recipient().id().substring(6)))));
    }

    @Test
    default void aFollowUpTwiceIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().add(facts("party"), "a", List.of(due(1, NOON), due(1, minute(1))), NOON))
                .withMessageContaining("guest-1");
        assertThat(store().goal("party")).isEmpty();
    }

    @Test
    default void aFollowUpOfAStepThatIsNotThereIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().add(facts("party"), "a", List.of(Scene.followUp(2, 1, Cursor.NONE)), NOON))
                .withMessageContaining("2");
        assertThat(store().goal("party")).isEmpty();
    }

    @Test
    default void theOwnerMayTakePart() {
        var ana = guest(1).withName("Ana");
        var facts = facts("party").ownedBy(ana).role("manager", guest(2), ana).role("crew");
        var scene = new Scene(store());

        var goal = scene.goal(
                facts,
                due(1, NOON),
                new NewFollowUp(1, ana, 0, Standing.open(NOON), Cursor.NONE),
                new NewFollowUp(0, ana, 1, Standing.open(NOON), Cursor.NONE));

        assertThat(goal.facts()).isEqualTo(facts);
        // Named with two names; the last one counts, and she is one member throughout.
        assertThat(scene.all(goal))
                .hasSize(3)
                .allSatisfy(s -> assertThat(s.recipient()).isEqualTo(ana));
        assertThat(scene.all(goal))
                .extracting(s -> s.followUp().key().member())
                .containsOnly(scene.all(goal).get(0).followUp().key().member());
    }

    @Test
    default void participantsInsideStepsAreIgnored() {
        var facts = org.lastmile.goal.Goal.of("party", "Party")
                .finalStep(facts("x").steps().get(1).participants(guest(1), guest(2)));

        var goal = new Scene(store()).goal(facts, Scene.followUp(0, 3, Cursor.NONE));

        assertThat(goal.facts().steps().get(0).participants()).isEmpty();
        assertThat(new Scene(store()).all(goal)).extracting(s -> s.recipient()).containsExactly(guest(3));
    }

    @Test
    default void goalsAreFoundByNumberAndVersion() {
        var scene = new Scene(store());
        var one = scene.goal("one");
        var two = scene.goal("two");

        var found = store().goals(List.of(new Versioned(one.number(), 1), new Versioned(two.number(), 1)));

        assertThat(found).containsOnly(java.util.Map.entry(one.number(), one), java.util.Map.entry(two.number(), two));
    }

    @Test
    default void aChangedGoalIsFoundInItsNewVersion() {
        var goal = new Scene(store()).goal("party");
        store().goals(List.of(new Versioned(goal.number(), goal.version())));
        var edited = store().edit(
                        Target.participants("party", null, null), facts -> facts.label("vip"), (g, f, r) -> null)
                .orElseThrow()
                .goal();

        assertThat(edited.version()).isEqualTo(goal.version() + 1);
        assertThat(store().goals(List.of(new Versioned(goal.number(), edited.version()))))
                .containsEntry(goal.number(), edited);
        assertThat(store().goal("party")).contains(edited);
    }

    @Test
    default void threeHundredGoalsAreFoundAtOnce() {
        var scene = new Scene(store());
        var goals =
                IntStream.range(0, 300).mapToObj(i -> scene.goal("deal-" + i)).toList();

        var found = store().goals(goals.stream()
                .map(g -> new Versioned(g.number(), g.version()))
                .toList());

        assertThat(found.values()).containsExactlyInAnyOrderElementsOf(goals);
    }

    @Test
    default void whatIsNotKeptIsNotFound() {
        assertThat(store().goal("nobody")).isEmpty();
        assertThat(store().goals(List.of(new Versioned(4_711_000, 1)))).isEmpty();
        assertThat(store().goals(List.of())).isEmpty();
        assertThat(store().followUps(4_711_000, null, 10)).isEmpty();
        assertThat(store().ledger(4_711_000, null, 10)).isEmpty();
        assertThat(store().read(List.of(new FollowUp.Key(4_711_000, 0, 0, 0)))).isEmpty();
        assertThat(store().read(List.of())).isEmpty();
    }
}
