package org.lastmile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.store.Scene.EMAIL;
import static org.lastmile.store.Scene.LEASED;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.SMS;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.followUp;
import static org.lastmile.store.Scene.guest;
import static org.lastmile.store.Scene.minute;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Claim;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Fence;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Lane;
import org.lastmile.store.Claims.Head;

/** What {@link Claims} promises of claiming, looking and handing back. */
interface ClaimsContract extends StoreUnderTest {
    @Test
    default void aClaimTakesTheRow() {
        var goal = new Scene(store()).goal("party", due(7, NOON));

        var claims = store().claim(EMAIL, minute(1), minute(2), 10);

        assertThat(claims).singleElement().satisfies(claim -> {
            assertThat(claim.recipient()).isEqualTo(guest(7));
            assertThat(claim.goalVersion()).isEqualTo(goal.version());
            assertThat(claim.suspect()).isFalse();
            assertThat(claim.followUp()).isEqualTo(new Scene(store()).only(goal));
            assertThat(claim.followUp().isInFlight()).isTrue();
            assertThat(claim.followUp().fence()).isEqualTo(new Fence(1, 0, 1, minute(1), minute(2)));
        });
        assertThat(store().claim(EMAIL, minute(1), minute(2), 10)).isEmpty();
    }

    @Test
    default void theEarliestAreClaimedFirst() {
        new Scene(store()).goal("party", due(1, minute(3)), due(2, minute(1)), due(3, minute(2)), due(4, minute(4)));

        assertThat(store().claim(EMAIL, minute(9), minute(10), 3))
                .extracting(claim -> claim.recipient().id())
                .containsExactly("guest-2", "guest-3", "guest-1");
        assertThat(store().claim(EMAIL, minute(9), minute(10), 3))
                .extracting(claim -> claim.recipient().id())
                .containsExactly("guest-4");
    }

    @Test
    default void theEarliestOfManyGoalsAreClaimedFirst() {
        var scene = new Scene(store());
        for (int i = 0; i < 50; i++) {
            scene.goal("deal-" + i, due(i, minute(50 - i)));
        }

        assertThat(store().claim(EMAIL, minute(60), minute(61), 20))
                .extracting(claim -> claim.followUp().cursor().due())
                .hasSize(20)
                .isSorted()
                .endsWith(minute(20));
    }

    @Test
    default void nothingIsClaimedBeforeItsInstant() {
        new Scene(store()).goal("party", due(1, NOON));

        assertThat(store().claim(EMAIL, NOON.minusMillis(1), LEASED, 10)).isEmpty();
        assertThat(store().claim(EMAIL, NOON, LEASED, 10)).hasSize(1);
    }

    @Test
    default void aLimitOfNoneClaimsNone() {
        new Scene(store()).goal("party", due(1, NOON));

        assertThat(store().claim(EMAIL, NOON, LEASED, 0)).isEmpty();
        assertThat(store().claim(EMAIL, NOON, LEASED, 1)).hasSize(1);
    }

    @Test
    default void lanesAreClaimedApart() {
        new Scene(store())
                .goal(
                        "party",
                        due(1, NOON),
                        followUp(0, 2, Cursor.at(NOON, SMS, 0, 0)),
                        followUp(0, 3, Cursor.engine(NOON)),
                        followUp(0, 4, Cursor.NONE));

        assertThat(store().lanes()).contains(Lane.ENGINE, EMAIL, SMS);
        assertThat(store().claim(new Lane(SMS.channel(), false), NOON, LEASED, 10))
                .isEmpty();
        assertThat(store().claim(SMS, NOON, LEASED, 10))
                .extracting(claim -> claim.recipient().id())
                .containsExactly("guest-2");
        assertThat(store().claim(Lane.ENGINE, NOON, LEASED, 10))
                .extracting(claim -> claim.recipient().id())
                .containsExactly("guest-3");
    }

    @Test
    default void theEnginesLaneIsThereFromTheStart() {
        assertThat(store().lanes()).contains(Lane.ENGINE);
    }

    @Test
    default void aRowWithoutALiveLeaseIsDueAgainAndSuspect() {
        new Scene(store()).goal("party", due(1, NOON));
        store().claim(EMAIL, NOON, LEASED, 10);

        assertThat(store().claim(EMAIL, LEASED.minusMillis(1), minute(2), 10)).isEmpty();
        assertThat(store().claim(EMAIL, LEASED, minute(2), 10)).singleElement().satisfies(claim -> {
            assertThat(claim.suspect()).isTrue();
            assertThat(claim.followUp().fence()).isEqualTo(new Fence(2, 0, 2, LEASED, minute(2)));
        });
    }

    @Test
    default void twoWhoClaimNeverShareARow() throws Exception {
        new Scene(store()).goal("party", 400);
        var claiming = new ArrayList<Callable<List<Claim>>>();
        for (int i = 0; i < 4; i++) {
            claiming.add(() -> {
                var mine = new ArrayList<Claim>();
                for (int empty = 0; empty < 50 && mine.size() < 400; ) {
                    var claims = store().claim(EMAIL, minute(500), minute(600), 7);
                    mine.addAll(claims);
                    empty = claims.isEmpty() ? empty + 1 : 0;
                }
                return mine;
            });
        }

        var claimed = Together.run(claiming).stream().flatMap(List::stream).toList();

        assertThat(claimed).hasSize(400);
        assertThat(claimed).extracting(claim -> claim.followUp().key()).doesNotHaveDuplicates();
        assertThat(claimed)
                .allSatisfy(claim ->
                        assertThat(claim.followUp().fence().generation()).isOne());
    }

    @Test
    default void rowsAreClaimedByTheirKeysInWhateverLane() {
        var scene = new Scene(store());
        var goal = scene.goal(
                "party",
                due(1, NOON),
                followUp(0, 2, Cursor.at(NOON, SMS, 0, 0)),
                followUp(0, 3, Cursor.engine(minute(1))),
                followUp(0, 4, Cursor.NONE),
                due(5, NOON),
                due(6, NOON));
        var keys = new ArrayList<>(
                scene.all(goal).stream().map(seated -> seated.followUp().key()).toList());
        keys.remove(5);
        keys.add(new FollowUp.Key(goal.number(), 1, 77, 0));
        edit("guest-5", (g, row, recipient) -> null);
        var taken = store().claim(List.of(keys.get(4)), NOON, LEASED);
        assertThat(taken).hasSize(1);

        var claims = store().claim(keys, NOON, LEASED);

        assertThat(claims).extracting(claim -> claim.recipient().id()).containsExactlyInAnyOrder("guest-1", "guest-2");
        assertThat(claims).allSatisfy(claim -> {
            assertThat(claim.goalVersion()).isEqualTo(goal.version());
            assertThat(claim.suspect()).isFalse();
            assertThat(claim.followUp().fence()).isEqualTo(new Fence(1, 0, 1, NOON, LEASED));
            assertThat(store().read(List.of(claim.followUp().key()))).containsExactly(claim.followUp());
        });
        assertThat(store().claim(keys, LEASED, minute(2)))
                .hasSize(4)
                .filteredOn(Claim::suspect)
                .hasSize(3);
        assertThat(store().claim(List.of(), NOON, LEASED)).isEmpty();
    }

    @Test
    default void whatWaitsIsReadInPagesWithoutAClaim() {
        var scene = new Scene(store());
        scene.goal("party", due(1, NOON), due(2, NOON), due(3, minute(-1)), due(4, minute(5)), due(5, NOON));
        scene.goal("other", due(1, NOON), followUp(0, 2, Cursor.at(NOON, SMS, 0, 0)));
        store().claim(EMAIL, NOON, LEASED, 2);

        var read = new ArrayList<FollowUp>();
        FollowUp after = null;
        while (true) {
            var page = store().waiting(EMAIL, minute(4), after, 2);
            page.forEach(seated -> read.add(seated.followUp()));
            if (page.size() < 2) {
                break;
            }
            after = page.get(1).followUp();
        }

        assertThat(read).extracting(row -> row.cursor().due()).containsExactly(minute(-1), NOON, NOON, NOON, NOON);
        assertThat(read).extracting(FollowUp::key).doesNotHaveDuplicates();
        assertThat(read.subList(1, 5)).extracting(FollowUp::key).isSorted();
        assertThat(store().waiting(EMAIL, NOON, null, 100))
                .extracting(Seated::followUp)
                .containsExactlyElementsOf(read);
        assertThat(store().waiting(SMS, NOON, null, 100))
                .extracting(Seated::recipient)
                .containsExactly(guest(2));
        assertThat(store().waiting(new Lane(SMS.channel(), false), NOON, null, 100))
                .isEmpty();
        assertThat(store().waiting(Lane.ASIDE, NOON, null, 100)).isEmpty();
    }

    @Test
    default void whatIsSetAsideWaitsInALaneOfItsOwn() {
        new Scene(store()).goal("party", followUp(0, 1, new Cursor(NOON, Lane.ASIDE, 0, 0, 0, 0)));

        assertThat(store().claim(Lane.ENGINE, minute(9), minute(10), 9)).isEmpty();
        assertThat(store().waiting(Lane.ASIDE, NOON, null, 9))
                .singleElement()
                .satisfies(row -> assertThat(row.followUp().cursor().lane()).isEqualTo(Lane.ASIDE));
        assertThat(store().lanes()).contains(Lane.ASIDE, Lane.ENGINE);
    }

    @Test
    default void aLookRenewsTheLease() {
        var goal = new Scene(store()).goal("party", due(1, NOON));
        var claimed = new Scene(store()).claimOne();

        assertThat(store().look(List.of(claimed), minute(90))).containsExactly(claimed.key());
        assertThat(new Scene(store()).only(goal).fence().leaseUntil()).isEqualTo(minute(90));
        assertThat(store().claim(EMAIL, minute(70), minute(71), 1)).isEmpty();
        assertThat(store().claim(EMAIL, minute(90), minute(91), 1)).hasSize(1);
    }

    @Test
    default void aLookHoldsWhileNobodyElseHasClaimed() {
        new Scene(store()).goal("party", due(1, NOON));
        var claimed = new Scene(store()).claimOne();

        // The lease has run out, but nobody has noticed.
        assertThat(store().look(List.of(claimed), minute(200))).hasSize(1);
    }

    @Test
    default void aLookAfterAnotherClaimAnEditOrACloseDoesNotHold() {
        new Scene(store()).goal("party", due(1, NOON), due(2, minute(1)), due(3, minute(2)), due(4, minute(3)));
        var claimed = new ArrayList<FollowUp>();
        store().claim(EMAIL, minute(60), minute(61), 1).forEach(claim -> claimed.add(claim.followUp()));
        store().claim(EMAIL, minute(60), minute(500), 9).forEach(claim -> claimed.add(claim.followUp()));
        edit("guest-2", (goal, row, recipient) -> Scene.closed(row));
        edit("guest-3", (goal, row, recipient) -> Scene.waitingUntil(row, minute(1)));
        assertThat(store().claim(EMAIL, minute(61), minute(62), 9)).hasSize(1);

        assertThat(store().look(claimed, minute(99)))
                .containsExactly(claimed.get(3).key());
        assertThat(store().look(List.of(), minute(99))).isEmpty();
    }

    @Test
    default void aLookAfterTheSettleDoesNotHold() {
        new Scene(store()).goal("party", due(1, NOON));
        var claimed = new Scene(store()).claimOne();
        store().settle(List.of(settledUnchanged(claimed)));

        assertThat(store().look(List.of(claimed), minute(99))).isEmpty();
    }

    @Test
    default void aLookAtWhatIsGoneDoesNotHold() {
        new Scene(store()).goal("party", due(1, NOON));
        var claimed = new Scene(store()).claimOne();
        var other = new FollowUp(
                new FollowUp.Key(claimed.key().goal(), 1, 99, 0),
                claimed.standing(),
                claimed.cursor(),
                claimed.fence());

        assertThat(store().look(List.of(other, claimed), minute(99))).isEqualTo(Set.of(claimed.key()));
    }

    @Test
    default void whatIsHandedBackIsDueAtOnce() {
        var goal = new Scene(store()).goal("party", due(1, NOON));
        var claimed = new Scene(store()).claimOne();

        store().handBack(List.of(claimed));

        assertThat(new Scene(store()).only(goal).fence()).isEqualTo(new Fence(1, 0, 0, null, null));
        assertThat(store().claim(EMAIL, minute(60), minute(61), 1))
                .singleElement()
                .satisfies(claim -> assertThat(claim.suspect()).isFalse());
    }

    @Test
    default void whatIsHandedBackTwiceLosesOneAttempt() {
        var goal = new Scene(store()).goal("party", due(1, NOON));
        store().claim(EMAIL, NOON, LEASED, 1);
        var second = store().claim(EMAIL, LEASED, minute(2), 1).get(0).followUp();

        store().handBack(List.of(second));
        store().handBack(List.of(second));

        var row = new Scene(store()).only(goal);
        assertThat(row.fence()).isEqualTo(new Fence(2, 0, 1, LEASED, null));
        // The first claim is still unaccounted for, and an answer has to name it.
        assertThat(row.isInFlight()).isTrue();
        assertThat(store().look(List.of(second), minute(3)))
                .as("nobody acts on it")
                .isEmpty();
        assertThat(store().claim(EMAIL, LEASED, minute(2), 1)).singleElement().matches(Claim::suspect);
    }

    @Test
    default void whatAnotherHasClaimedIsNotHandedBack() {
        var goal = new Scene(store()).goal("party", due(1, NOON));
        var first = store().claim(EMAIL, NOON, LEASED, 1).get(0).followUp();
        var second = store().claim(EMAIL, LEASED, minute(2), 1).get(0).followUp();

        store().handBack(List.of(first));

        assertThat(new Scene(store()).only(goal)).isEqualTo(second);
    }

    @Test
    default void rowsAreReadAsTheyAreNow() {
        var goal = new Scene(store()).goal("party", 3);
        var claims = new Scene(store()).claimAll();
        var keys = claims.stream().map(claim -> claim.followUp().key()).toList();
        edit("guest-1", (g, row, recipient) -> Scene.waitingUntil(row, minute(3)));

        var read = store().read(List.of(keys.get(2), new FollowUp.Key(goal.number(), 7, 7, 7), keys.get(1)));

        assertThat(read).extracting(FollowUp::key).containsExactlyInAnyOrder(keys.get(2), keys.get(1));
        assertThat(read).contains(claims.get(2).followUp());
        assertThat(read)
                .filteredOn(row -> row.key().equals(keys.get(1)))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.cursor().due()).isEqualTo(minute(3));
                    assertThat(row.fence().revision()).isOne();
                });
    }

    @Test
    default void theNextInstantIsTheEarliestAhead() {
        new Scene(store())
                .goal(
                        "party",
                        due(1, minute(-5)),
                        due(2, minute(10)),
                        due(3, minute(11)),
                        followUp(0, 4, Cursor.at(minute(3), SMS, 0, 0)),
                        followUp(0, 5, Cursor.NONE));

        assertThat(nextDue(Set.of(EMAIL), NOON)).contains(minute(10));
        assertThat(nextDue(List.of(EMAIL, SMS, Lane.ENGINE), NOON)).contains(minute(3));
        assertThat(nextDue(Set.of(SMS, EMAIL), minute(3))).contains(minute(10));
        assertThat(nextDue(Set.of(EMAIL), minute(10))).contains(minute(11));
        assertThat(nextDue(Set.of(EMAIL), minute(11))).isEmpty();
        assertThat(nextDue(Set.of(new Lane(SMS.channel(), false)), NOON)).isEmpty();
        assertThat(nextDue(Set.of(), NOON)).isEmpty();
    }

    @Test
    default void theHeadOfALaneIsTheEarliestThatWaits() {
        new Scene(store())
                .goal(
                        "party",
                        due(1, minute(-5)),
                        due(2, minute(10)),
                        followUp(0, 3, Cursor.at(minute(3), SMS, 0, 0)),
                        followUp(0, 4, Cursor.NONE));

        assertThat(store().heads(NOON))
                .contains(
                        new Head(Lane.ENGINE, null, null),
                        new Head(EMAIL, minute(-5), minute(10)),
                        new Head(SMS, minute(3), minute(3)));
        assertThat(store().claim(EMAIL, NOON, minute(1), 9)).hasSize(1);
        assertThat(store().heads(minute(11)))
                .as("a claim changes nothing")
                .contains(new Head(EMAIL, minute(-5), null), new Head(SMS, minute(3), null));
    }

    private void edit(String recipient, FollowUpEdit edit) {
        store().edit(Target.participants("party", "rsvp", recipient), null, edit)
                .orElseThrow();
    }

    private static Settlement settledUnchanged(FollowUp claimed) {
        return new Settlement(claimed, claimed.standing(), claimed.cursor(), List.of());
    }
}
