package org.lastmile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lastmile.store.Scene.EMAIL;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.SMS;
import static org.lastmile.store.Scene.closed;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.facts;
import static org.lastmile.store.Scene.followUp;
import static org.lastmile.store.Scene.guest;
import static org.lastmile.store.Scene.minute;
import static org.lastmile.store.Scene.waitingUntil;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Fence;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Standing;

/** What {@link Answers} promises. */
interface AnswersContract extends StoreUnderTest {
    @Test
    default void oneFollowUpIsClosed() {
        var scene = new Scene(store());
        var goal = scene.goal("party", 3);

        var edited = store().edit(Target.participants("party", "rsvp", "guest-1"), null, (g, row, r) -> closed(row))
                .orElseThrow();

        assertThat(edited.goal()).isEqualTo(goal);
        assertThat(edited.rows()).singleElement().satisfies(row -> {
            assertThat(row.recipient()).isEqualTo(guest(1));
            assertThat(row.before().standing().state()).isEqualTo(Standing.State.OPEN);
            assertThat(row.before().isInFlight()).isFalse();
            assertThat(row.after()).isEqualTo(scene.all(goal).get(1).followUp());
        });
        var rows = scene.all(goal).stream().map(Seated::followUp).toList();
        assertThat(rows).extracting(row -> row.standing().outcome()).containsExactly(null, Outcome.DONE, null);
        assertThat(rows.get(1).standing().closedAt()).isEqualTo(minute(60));
        assertThat(rows.get(1).cursor()).isEqualTo(Cursor.NONE);
        assertThat(rows.get(1).fence()).isEqualTo(new Fence(1, 0, 0, null, null));
        assertThat(scene.claimAll()).extracting(claim -> claim.recipient().id()).containsExactly("guest-0", "guest-2");
    }

    @Test
    default void anEditThatAnswersNothingChangesNothing() {
        var scene = new Scene(store());
        var goal = scene.goal("party", 2);
        var before = scene.all(goal);

        var edited = store().edit(Target.participants("party", null, null), null, (g, row, r) -> null)
                .orElseThrow();

        assertThat(edited.rows())
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.after()).isNull());
        assertThat(scene.all(goal)).isEqualTo(before);
    }

    @Test
    default void aStepARecipientOrTheWholeGoalIsEdited() {
        var scene = new Scene(store());
        scene.goal(
                "party",
                followUp(1, 2, Cursor.NONE),
                due(1, NOON),
                due(2, NOON),
                followUp(1, 1, Cursor.NONE),
                new NewFollowUp(1, guest(1), 1, Standing.open(NOON), Cursor.NONE));
        scene.goal("other", due(1, NOON));

        assertThat(edited(Target.participants("party", "rsvp", null)))
                .containsExactlyInAnyOrder("0 guest-1 0", "0 guest-2 0");
        assertThat(edited(new Target("party", null, "guest-1", Target.Seats.ALL)))
                .containsExactly("0 guest-1 0", "1 guest-1 0", "1 guest-1 1");
        assertThat(edited(new Target("party", "arrive", "guest-1", Target.Seats.ALL)))
                .containsExactly("1 guest-1 0", "1 guest-1 1");
        assertThat(edited(Target.everybody("party"))).hasSize(5);
        assertThat(edited(Target.participants("party", "dance", null))).isEmpty();
        assertThat(edited(Target.participants("party", null, "guest-9"))).isEmpty();
        assertThat(edited(Target.participants("party", "rsvp", "guest-9"))).isEmpty();
        assertThat(store().edit(Target.participants("nobody", null, null), null, (g, row, r) -> closed(row)))
                .isEmpty();
    }

    private List<String> edited(Target target) {
        var rows = store().edit(target, null, (goal, row, recipient) -> waitingUntil(row, NOON))
                .orElseThrow()
                .rows();
        assertThat(rows).extracting(row -> row.before().key()).isSorted();
        assertThat(rows).extracting(Edited.Row::after).doesNotContainNull();
        return rows.stream()
                .map(row -> row.before().key().step() + " " + row.recipient().id() + " "
                        + row.before().key().seat())
                .toList();
    }

    @Test
    default void aCloseTellsWhatIsInFlightAndVoidsTheClaim() {
        var scene = new Scene(store());
        var goal = scene.goal("party", due(1, NOON));
        var claimed = scene.claimOne();

        var row = store().edit(Target.participants("party", "rsvp", "guest-1"), null, (g, r, who) -> closed(r))
                .orElseThrow()
                .rows()
                .get(0);

        assertThat(row.before()).isEqualTo(claimed);
        assertThat(row.before().isInFlight()).isTrue();
        assertThat(scene.only(goal).fence()).isEqualTo(new Fence(2, 0, 0, null, null));
    }

    @Test
    default void anEditWithoutAFenceKeepsTheClaim() {
        var scene = new Scene(store());
        var goal = scene.goal("party", due(1, NOON));
        var claimed = scene.claimOne().fence();

        store().edit(Target.participants("party", null, null), null, (g, row, r) -> waitingUntil(row, minute(2)));

        assertThat(scene.only(goal).fence())
                .isEqualTo(new Fence(
                        claimed.generation(), 1, claimed.attempts(), claimed.claimedAt(), claimed.leaseUntil()));
    }

    @Test
    default void anEditMayMoveAFollowUpToALaneThatIsNew() {
        var scene = new Scene(store());
        scene.goal("party", due(1, NOON));

        store().edit(
                        Target.participants("party", "rsvp", "guest-1"),
                        null,
                        (g, row, r) -> new FollowUpEdit.Change(row.standing(), Cursor.at(minute(5), SMS, 1, 0), true));

        assertThat(store().lanes()).contains(SMS);
        assertThat(store().claim(EMAIL, minute(9), minute(10), 1)).isEmpty();
        assertThat(store().claim(SMS, minute(5), minute(6), 1)).hasSize(1);
    }

    @Test
    default void aMoveChangesTheGoalAndAllItsFollowUpsTogether() {
        var scene = new Scene(store());
        var goal = scene.goal("party", 1_200);
        var zone = ZoneId.of("Europe/Berlin");

        var edited = store().edit(
                        Target.participants("party", null, null),
                        facts -> facts.due(LocalDate.parse("2026-08-01"), zone),
                        (g, row, r) -> {
                            assertThat(g.facts().due().zone()).isEqualTo(zone);
                            var ladder = g.facts().steps().get(row.key().step()).ladder();
                            return new FollowUpEdit.Change(
                                    row.standing().moved(minute(1), ladder),
                                    Cursor.at(minute(10_000), EMAIL, 0, 0),
                                    true);
                        })
                .orElseThrow();

        assertThat(edited.goal().facts().due().date()).isEqualTo(LocalDate.parse("2026-08-01"));
        assertThat(store().goal("party")).contains(edited.goal());
        assertThat(edited.rows()).hasSize(1_200);
        assertThat(edited.rows().stream().map(Edited.Row::after))
                .containsExactlyElementsOf(
                        scene.all(goal).stream().map(Seated::followUp).toList());
        assertThat(scene.all(goal))
                .allSatisfy(s ->
                        assertThat(s.followUp().standing().arming().epoch()).isOne());
        assertThat(nextDue(List.of(EMAIL), NOON)).contains(minute(10_000));
    }

    @Test
    default void aClaimAfterAMoveNamesTheNewVersion() {
        var scene = new Scene(store());
        scene.goal("party", due(1, NOON));

        var version = store().edit(
                        Target.participants("party", null, null), facts -> facts.label("vip"), (g, f, r) -> null)
                .orElseThrow()
                .goal()
                .version();

        assertThat(scene.claimAll()).extracting(claim -> claim.goalVersion()).containsExactly(version);
    }

    @Test
    default void theGoalsOwnerAndRolesMayChange() {
        var scene = new Scene(store());
        var goal = scene.goal(facts("party").ownedBy(guest(8)).role("crew", guest(1), guest(2)), due(1, NOON));
        var moved = guest(1).withAddress("sms", "+49 30 1");

        var edited = store().edit(
                        Target.participants("party", null, null),
                        facts -> facts.ownedBy(moved).role("crew").role("choir", guest(9), guest(8)),
                        (g, row, r) -> null)
                .orElseThrow();

        assertThat(edited.goal().facts().owner()).isEqualTo(moved);
        assertThat(edited.goal().facts().roles().get("choir")).containsExactly(guest(9), guest(8));
        assertThat(edited.goal().facts().roles().get("crew")).isEmpty();
        assertThat(edited.rows()).extracting(Edited.Row::recipient).containsExactly(moved);
        assertThat(store().goal("party")).contains(edited.goal());
        assertThat(scene.all(goal)).extracting(Seated::recipient).containsExactly(moved);
    }

    @Test
    default void aGoalEditThatChangesNothingKeepsTheVersion() {
        var goal = new Scene(store()).goal("party", due(1, NOON));

        assertThat(store().edit(Target.participants("party", null, null), facts -> facts, (g, row, r) -> null)
                        .orElseThrow()
                        .goal())
                .isEqualTo(goal);
    }

    @Test
    default void aGoalKeepsItsIdAndItsSteps() {
        new Scene(store()).goal("party", due(1, NOON));
        var target = Target.participants("party", null, null);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().edit(target, facts -> facts("ball"), (g, row, r) -> closed(row)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().edit(
                                target,
                                facts -> facts.step(org.lastmile.goal.Step.of("more", "More")
                                        .ladder(facts.steps().get(0).ladder())),
                                (g, row, r) -> closed(row)));
        assertThat(store().goal("party").orElseThrow().version()).isOne();
    }

    @Test
    default void anEditThatThrowsLeavesAllAsItWas() {
        var scene = new Scene(store());
        var goal = scene.goal("party", 3);
        var before = scene.all(goal);
        var asked = new AtomicInteger();

        assertThatThrownBy(() -> store().edit(
                                Target.participants("party", null, null), facts -> facts.label("x"), (g, row, r) -> {
                                    if (asked.incrementAndGet() == 3) {
                                        throw new IllegalStateException("no");
                                    }
                                    return closed(row);
                                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");

        assertThat(scene.all(goal)).isEqualTo(before);
        assertThat(store().goal("party")).contains(goal);
        assertThat(scene.claimAll()).hasSize(3);
    }

    @Test
    default void aGoalEditThatThrowsLeavesAllAsItWas() {
        var scene = new Scene(store());
        var goal = scene.goal("party", 1);

        assertThatThrownBy(() -> store().edit(
                                Target.participants("party", null, null),
                                facts -> {
                                    throw new IllegalStateException("no");
                                },
                                (g, row, r) -> closed(row)))
                .hasMessage("no");

        assertThat(store().goal("party")).contains(goal);
        // And the store goes on.
        assertThat(store().edit(Target.participants("party", null, null), null, (g, row, r) -> closed(row)))
                .isPresent();
    }

    @Test
    default void ofManyWhoCloseAtOnceOneDoes() throws Exception {
        var scene = new Scene(store());
        var goal = scene.goal("party", due(1, NOON));
        var closing = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 8; i++) {
            closing.add(() -> store().edit(
                                    Target.participants("party", "rsvp", "guest-1"),
                                    null,
                                    (g, row, r) -> row.standing().isLive() ? closed(row) : null)
                            .orElseThrow()
                            .rows()
                            .get(0)
                            .after()
                    != null);
        }

        assertThat(Together.run(closing)).containsOnlyOnce(true);
        assertThat(scene.only(goal).fence().generation()).isOne();
    }

    @Test
    default void noEditIsLostAmongManyAndAnEngine() throws Exception {
        var scene = new Scene(store());
        var goal = scene.goal("party", 5);
        var works = new ArrayList<Callable<Void>>();
        for (int i = 0; i < 4; i++) {
            boolean whole = i == 0;
            works.add(() -> {
                for (int n = 0; n < 25; n++) {
                    store().edit(
                                    Target.participants(
                                            "party", whole ? null : "rsvp", whole ? null : "guest-" + n % 5),
                                    null,
                                    (g, row, r) -> touched(row))
                            .orElseThrow();
                }
                return null;
            });
        }
        works.add(() -> {
            for (int n = 0; n < 60; n++) {
                for (var claim : store().claim(EMAIL, minute(60 + n), minute(60 + n), 3)) {
                    var row = claim.followUp();
                    store().settle(List.of(new Settlement(row, row.standing(), row.cursor(), List.of())));
                }
            }
            return null;
        });

        Together.run(works);

        // 25 edits of all five, and 3 x 25 of single ones: each counted once.
        assertThat(scene.all(goal).stream()
                        .mapToInt(s -> s.followUp().standing().arming().activity())
                        .sum())
                .isEqualTo(25 * 5 + 3 * 25);
        assertThat(scene.all(goal).stream()
                        .mapToInt(s -> s.followUp().fence().revision())
                        .sum())
                .isEqualTo(25 * 5 + 3 * 25);
    }

    private static FollowUpEdit.Change touched(FollowUp row) {
        var ladder = facts("x").steps().get(0).ladder();
        return new FollowUpEdit.Change(row.standing().touched(minute(5), ladder), row.cursor(), false);
    }
}
