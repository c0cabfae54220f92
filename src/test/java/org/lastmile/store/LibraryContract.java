package org.lastmile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.store.Scene.EMAIL;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.SMS;
import static org.lastmile.store.Scene.closed;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.facts;
import static org.lastmile.store.Scene.followUp;
import static org.lastmile.store.Scene.guest;
import static org.lastmile.store.Scene.minute;
import static org.lastmile.store.Scene.sent;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Claim;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Lane;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.store.Register.Added;
import org.lastmile.store.Register.Versioned;

/** What {@link Queries} and {@link Retention} promise, and what is counted in the ledger. */
interface LibraryContract extends StoreUnderTest {
    @Test
    default void goalsAreListedByLabelInPages() {
        var scene = new Scene(store());
        var red = List.of(
                scene.goal(facts("a").label("red")),
                scene.goal(facts("b").label("red")),
                scene.goal(facts("c").label("red")));
        var blue = scene.goal(facts("d").label("blue"));
        var plain = scene.goal("e");

        assertThat(store().goals("red", 0, 2)).containsExactly(red.get(0), red.get(1));
        assertThat(store().goals("red", red.get(1).number(), 2)).containsExactly(red.get(2));
        assertThat(store().goals("red", red.get(2).number(), 2)).isEmpty();
        assertThat(store().goals("green", 0, 2)).isEmpty();
        assertThat(store().goals(null, 0, 99)).containsExactly(red.get(0), red.get(1), red.get(2), blue, plain);
        assertThat(store().goals(null, blue.number(), 99)).containsExactly(plain);
    }

    @Test
    default void goalsAreFoundByWhoIsInThem() {
        var scene = new Scene(store());
        var one = scene.goal("one", due(1, NOON), due(2, NOON));
        var two = scene.goal(facts("two").ownedBy(guest(1)));
        scene.goal("three", due(2, NOON));
        var four = scene.goal(facts("four").role("crew", guest(1)));

        assertThat(store().goalsOf("guest-1", 0, 99)).containsExactly(one.number(), two.number(), four.number());
        assertThat(store().goalsOf("guest-1", 0, 2)).containsExactly(one.number(), two.number());
        assertThat(store().goalsOf("guest-1", two.number(), 2)).containsExactly(four.number());
        assertThat(store().goalsOf("guest-9", 0, 9)).isEmpty();
    }

    @Test
    default void followUpsAreFoundByWhoSitsInThem() {
        var scene = new Scene(store());
        scene.goal("one", due(2, NOON), due(1, NOON), followUp(1, 1, Cursor.NONE));
        scene.goal("two", due(2, NOON));
        store().join("two", goal -> List.of(due(1, NOON)));
        var three = scene.goal(
                facts("three").ownedBy(guest(1)),
                new NewFollowUp(0, guest(1), 1, org.lastmile.goal.Standing.open(NOON), Cursor.NONE));
        store().edit(Target.everybody("one"), null, (g, row, r) -> closed(row));

        var all = store().followUpsOf("guest-1", null, 99);
        assertThat(all).hasSize(4).extracting(Seated::recipient).containsOnly(guest(1));
        assertThat(all)
                .isSortedAccordingTo(
                        java.util.Comparator.comparing(row -> row.followUp().key()));
        assertThat(all.get(3).followUp().key().goal()).isEqualTo(three.number());
        assertThat(store().followUpsOf("guest-1", null, 2)).isEqualTo(all.subList(0, 2));
        assertThat(store().followUpsOf("guest-1", all.get(1).followUp().key(), 99))
                .isEqualTo(all.subList(2, 4));
        assertThat(store().followUpsOf("guest-1", all.get(3).followUp().key(), 99))
                .isEmpty();
        assertThat(store().followUpsOf("guest-9", null, 99)).isEmpty();

        store().forget("guest-1");
        assertThat(store().followUpsOf("guest-1", null, 99)).isEmpty();
        store().purge(minute(99), 99);
        assertThat(store().followUpsOf("guest-2", null, 99)).hasSize(1);
    }

    @Test
    default void aPersonsReasonsAreForgottenWithThem() {
        var scene = new Scene(store());
        var goal = scene.goal("party", due(1, NOON), due(2, NOON));
        store().edit(
                        Target.everybody("party"),
                        null,
                        (g, row, r) -> new FollowUpEdit.Change(
                                row.standing().closed(Outcome.DECLINED, NOON, "ill"), Cursor.NONE, true));

        store().forget("guest-1");

        assertThat(scene.all(goal))
                .extracting(seated -> seated.followUp().standing().remarks().reason())
                .containsExactly(null, "ill");
    }

    @Test
    default void theLoadIsCountedByLane() {
        new Scene(store())
                .goal(
                        "party",
                        due(1, NOON),
                        due(2, minute(1)),
                        due(3, minute(2)),
                        followUp(0, 4, Cursor.at(minute(1), SMS, 0, 0)),
                        followUp(0, 5, Cursor.engine(minute(1))),
                        followUp(0, 6, Cursor.NONE));

        assertThat(store().load(NOON, minute(2))).isEqualTo(Map.of(EMAIL, 2L, SMS, 1L, Lane.ENGINE, 1L));
        assertThat(store().load(minute(2), minute(3))).isEqualTo(Map.of(EMAIL, 1L));
        assertThat(store().load(minute(3), minute(9))).isEmpty();
    }

    @Test
    default void whatSomebodyWasSentIsCountedOverAllGoals() {
        var scene = new Scene(store());
        for (var id : List.of("one", "two", "three")) {
            scene.goal(id, due(1, NOON), due(2, NOON), followUp(1, 1, Cursor.at(NOON, EMAIL, 0, 0)));
        }
        var claims = scene.claimAll();
        store().settle(claims.stream().map(Claim::followUp).map(Scene::sent).toList());

        // Each line is known an hour and a minute after noon.
        assertThat(store().sentSince("guest-1", minute(60), 99)).isEqualTo(6);
        assertThat(store().sentSince("guest-1", minute(60), 4)).isEqualTo(4);
        assertThat(store().sentSince("guest-1", minute(61), 99)).isZero();
        assertThat(store().sentSince("guest-2", minute(60), 99)).isEqualTo(3);
        assertThat(store().sentSince("guest-3", minute(60), 99)).isZero();
    }

    @Test
    default void onlyWhatWasSentCounts() {
        var scene = new Scene(store());
        scene.goal("party", due(1, NOON));
        var row = scene.claimOne();
        var lines = sent(row).entries().stream()
                .map(line -> line.with(ReminderState.FAILED))
                .toList();
        store().settle(List.of(new Settlement(row, row.standing(), row.cursor(), lines)));

        assertThat(store().sentSince("guest-1", NOON, 99)).isZero();
    }

    @Test
    default void aPersonIsForgottenAndTheLedgerStays() {
        var ana = Recipient.of("ana", "Ana")
                .withZone(ZoneId.of("Asia/Tokyo"))
                .withAddress("email", "ana@example.org")
                .withAddress("sms", "+49 30 1");
        var scene = new Scene(store());
        var party = scene.goal(
                facts("party").ownedBy(ana).role("crew", guest(1), ana),
                due(1, NOON),
                new NewFollowUp(0, ana, 0, org.lastmile.goal.Standing.open(NOON), Cursor.at(NOON, EMAIL, 0, 0)));
        var other = scene.goal("other", due(1, NOON));
        store().settle(scene.claimAll().stream()
                .map(Claim::followUp)
                .map(Scene::sent)
                .toList());

        assertThat(store().forget("ana")).isOne();
        assertThat(store().forget("ana")).isZero();

        var now = store().goal("party").orElseThrow();
        assertThat(now.version()).isEqualTo(party.version() + 1);
        assertThat(store().goals(List.of(new Versioned(now.number(), now.version()))))
                .containsEntry(now.number(), now);
        var nobody = now.facts().owner();
        assertThat(now.facts().roles().get("crew")).containsExactly(guest(1), nobody);
        assertThat(scene.all(now)).extracting(Seated::recipient).containsExactlyInAnyOrder(guest(1), nobody);
        assertThat(nobody.toString() + nobody.name() + nobody.addresses() + nobody.zone())
                .doesNotContainIgnoringCase("ana")
                .doesNotContain("Tokyo", "+49");
        assertThat(scene.ledger(now)).hasSize(2);
        assertThat(store().goal("other")).contains(other);
        assertThat(store().goalsOf("ana", 0, 9)).isEmpty();
        assertThat(store().edit(Target.participants("party", "rsvp", "ana"), null, (g, row, r) -> closed(row))
                        .orElseThrow()
                        .rows())
                .isEmpty();
    }

    @Test
    default void whatIsOverIsPurgedWithAllThatBelongsToIt() {
        var scene = new Scene(store());
        var over = scene.goal("over", due(1, NOON), due(2, NOON));
        scene.goal("half", due(1, NOON), due(2, NOON));
        var open = scene.goal("open", due(1, NOON));
        store().settle(scene.claimAll().stream()
                .map(Claim::followUp)
                .map(Scene::sent)
                .toList());
        // Closed an hour after noon.
        store().edit(Target.everybody("over"), null, (g, row, r) -> closed(row));
        store().edit(Target.participants("half", "rsvp", "guest-1"), null, (g, row, r) -> closed(row));

        assertThat(store().purge(minute(60), 99)).isZero();
        assertThat(store().purge(minute(61), 99)).isOne();

        assertThat(store().goal("over")).isEmpty();
        assertThat(store().goals(List.of(new Versioned(over.number(), 1)))).isEmpty();
        assertThat(scene.all(over)).isEmpty();
        assertThat(scene.ledger(over)).isEmpty();
        assertThat(scene.all(open)).hasSize(1);
        assertThat(scene.ledger(open)).hasSize(1);
        assertThat(store().goalsOf("guest-2", 0, 9)).hasSize(1);
        // The id is free again, and the number is not.
        assertThat(store().add(facts("over"), "b", List.of(due(1, NOON)), NOON)).isEqualTo(Added.NEW);
        assertThat(store().goal("over").orElseThrow().number()).isGreaterThan(open.number());
    }

    @Test
    default void aFewArePurgedAtATime() {
        var scene = new Scene(store());
        for (int i = 0; i < 5; i++) {
            scene.goal("party-" + i, due(1, NOON));
            store().edit(Target.everybody("party-" + i), null, (g, row, r) -> closed(row));
        }
        Instant later = minute(99);

        assertThat(store().purge(later, 2)).isEqualTo(2);
        assertThat(store().purge(later, 2)).isEqualTo(2);
        assertThat(store().purge(later, 2)).isEqualTo(1);
        assertThat(store().purge(later, 2)).isZero();
    }

    @Test
    default void aNoteIsWhatWasWrittenLast() {
        assertThat(store().note("zone rules")).isEmpty();
        store().note("zone rules", "a1");
        store().note("other", "x");
        assertThat(store().note("zone rules")).hasValue("a1");
        store().note("zone rules", "b2");
        assertThat(store().note("zone rules")).hasValue("b2");
        assertThat(store().note("other")).hasValue("x");
    }
}
