package org.lastmile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.store.Scene.EMAIL;
import static org.lastmile.store.Scene.LEASED;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.SMS;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.line;
import static org.lastmile.store.Scene.minute;
import static org.lastmile.store.Scene.sent;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Claim;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Fence;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.ReminderState;
import org.lastmile.store.Claims.Settled;

/** What {@link Claims#settle} and {@link Ledger} promise. */
interface SettleContract extends StoreUnderTest {
    @Test
    default void aSettleMovesTheRowAndWritesTheLedger() {
        var goal = new Scene(store()).goal("party", due(1, NOON));
        var claimed = new Scene(store()).claimOne();
        var standing = claimed.standing().handled(0, 0);
        var next = new Cursor(minute(70), SMS, 1, 2, 1, 3);

        var settled = store().settle(List.of(new Settlement(claimed, standing, next, List.of(line(claimed)))));

        assertThat(settled).containsExactly(Settled.SETTLED);
        assertThat(new Scene(store()).only(goal))
                .isEqualTo(new FollowUp(claimed.key(), standing, next, new Fence(1, 0, 0, null, null)));
        assertThat(new Scene(store()).ledger(goal)).containsExactly(line(claimed));
        assertThat(store().claim(EMAIL, minute(90), minute(91), 9)).isEmpty();
        assertThat(store().claim(SMS, minute(70), minute(71), 9)).hasSize(1);
    }

    @Test
    default void aThousandAreSettledAtOnce() {
        var goal = new Scene(store()).goal("party", 1_500);
        var claims = store().claim(EMAIL, minute(2_000), minute(2_001), 2_000);

        var settled = store().settle(
                        claims.stream().map(claim -> sent(claim.followUp())).toList());

        assertThat(settled).hasSize(1_500).containsOnly(Settled.SETTLED);
        assertThat(new Scene(store()).ledger(goal)).hasSize(1_500);
        assertThat(store().claim(EMAIL, minute(9_000), minute(9_001), 1)).isEmpty();
        assertThat(store().settle(List.of())).isEmpty();
    }

    @Test
    default void aSettleWhoseAnswerWasLostMayBeRepeated() {
        var goal = new Scene(store()).goal("party", due(1, NOON));
        var claimed = new Scene(store()).claimOne();
        store().settle(List.of(sent(claimed)));
        var after = new Scene(store()).only(goal);

        store().settle(List.of(sent(claimed)));

        assertThat(new Scene(store()).only(goal)).isEqualTo(after);
        assertThat(new Scene(store()).ledger(goal)).containsExactly(line(claimed));
    }

    @Test
    default void aLineOfTheLedgerIsNeverOverwritten() {
        var goal = new Scene(store()).goal("party", due(1, NOON));
        var claimed = new Scene(store()).claimOne();
        store().settle(List.of(sent(claimed)));

        var other = line(claimed).with(ReminderState.FAILED);
        store().settle(List.of(new Settlement(claimed, claimed.standing(), Cursor.NONE, List.of(other))));

        assertThat(new Scene(store()).ledger(goal)).containsExactly(line(claimed));
    }

    @Test
    default void afterAnEditNothingIsWritten() {
        var goal = new Scene(store()).goal("party", due(1, NOON));
        var claimed = new Scene(store()).claimOne();
        store().edit(
                        Target.participants("party", null, null),
                        null,
                        (g, row, r) -> Scene.waitingUntil(row, minute(99)));

        assertThat(store().settle(List.of(sent(claimed)))).containsExactly(Settled.REVISED);

        var now = new Scene(store()).only(goal);
        assertThat(now.cursor().due()).isEqualTo(minute(99));
        assertThat(now.isInFlight()).isTrue();
        assertThat(new Scene(store()).ledger(goal)).isEmpty();
        // Read again and settled anew, it goes through.
        assertThat(store().settle(List.of(sent(now)))).containsExactly(Settled.SETTLED);
        assertThat(new Scene(store()).ledger(goal)).containsExactly(line(claimed));
    }

    @Test
    default void afterACloseOnlyTheLedgerIsWritten() {
        var goal = new Scene(store()).goal("party", due(1, NOON));
        var claimed = new Scene(store()).claimOne();
        store().edit(Target.participants("party", "rsvp", "guest-1"), null, (g, row, r) -> Scene.closed(row));
        var closed = new Scene(store()).only(goal);

        assertThat(store().settle(List.of(sent(claimed)))).containsExactly(Settled.LOST);

        assertThat(new Scene(store()).only(goal)).isEqualTo(closed);
        assertThat(new Scene(store()).ledger(goal)).containsExactly(line(claimed));
    }

    @Test
    default void whatAnotherNodeHasSentTooIsADuplicate() {
        var goal = new Scene(store()).goal("party", due(1, NOON));
        var slow = store().claim(EMAIL, NOON, LEASED, 1).get(0).followUp();
        var quick = store().claim(EMAIL, LEASED, minute(2), 1).get(0).followUp();
        assertThat(store().settle(List.of(sent(quick)))).containsExactly(Settled.SETTLED);

        assertThat(store().settle(List.of(sent(slow)))).containsExactly(Settled.LOST);
        // And again, as after a lost answer.
        assertThat(store().settle(List.of(sent(slow)))).containsExactly(Settled.LOST);

        assertThat(new Scene(store()).ledger(goal))
                .containsExactly(line(slow).with(ReminderState.DUPLICATE), line(quick));
    }

    @Test
    default void aLostFailureIsNotADuplicate() {
        var goal = new Scene(store()).goal("party", due(1, NOON));
        var slow = store().claim(EMAIL, NOON, LEASED, 1).get(0).followUp();
        var quick = store().claim(EMAIL, LEASED, minute(2), 1).get(0).followUp();
        store().settle(List.of(sent(quick)));
        var failed = line(slow).with(ReminderState.RETRYING);
        var otherEpoch = new LedgerEntry(slow.key(), 0, 0, 5, 0, 1, ReminderState.SENT, null, NOON, NOON, null);

        store().settle(List.of(new Settlement(slow, slow.standing(), Cursor.NONE, List.of(failed, otherEpoch))));

        assertThat(new Scene(store()).ledger(goal)).containsExactly(failed, line(quick), otherEpoch);
    }

    @Test
    default void eachSettlementOfABatchHasItsOwnAnswer() {
        var scene = new Scene(store());
        var goal = scene.goal("party", 4);
        var claimed = scene.claimAll().stream().map(Claim::followUp).toList();
        store().edit(Target.participants("party", "rsvp", "guest-1"), null, (g, row, r) -> Scene.closed(row));
        store().edit(
                        Target.participants("party", "rsvp", "guest-2"),
                        null,
                        (g, row, r) -> Scene.waitingUntil(row, minute(9)));
        var gone = new FollowUp(
                new FollowUp.Key(goal.number(), 1, 77, 0),
                claimed.get(0).standing(),
                Cursor.NONE,
                claimed.get(0).fence());
        var batch = new ArrayList<>(claimed);
        batch.add(gone);

        var settled = store().settle(batch.stream().map(Scene::sent).toList());

        assertThat(settled)
                .containsExactly(Settled.SETTLED, Settled.LOST, Settled.REVISED, Settled.SETTLED, Settled.LOST);
        assertThat(scene.ledger(goal))
                .containsExactly(line(claimed.get(0)), line(claimed.get(1)), line(claimed.get(3)), line(gone));
    }

    @Test
    default void theLedgerIsReadInOrderAndInPages() {
        var goal = new Scene(store()).goal("party", due(1, NOON));
        var claimed = new Scene(store()).claimOne();
        var lines = new ArrayList<LedgerEntry>();
        for (int epoch = 0; epoch < 3; epoch++) {
            for (int activity = 0; activity < 2; activity++) {
                for (int rung = 0; rung < 2; rung++) {
                    for (int repetition = 0; repetition < 2; repetition++) {
                        for (int generation = 9; generation < 12; generation++) {
                            lines.add(new LedgerEntry(
                                    claimed.key(),
                                    rung,
                                    repetition,
                                    epoch,
                                    activity,
                                    generation,
                                    ReminderState.RETRYING,
                                    null,
                                    minute(rung),
                                    minute(lines.size()),
                                    null));
                        }
                    }
                }
            }
        }
        var shuffled = new ArrayList<>(lines);
        java.util.Collections.shuffle(shuffled, new java.util.Random(7));
        store().settle(List.of(new Settlement(claimed, claimed.standing(), Cursor.NONE, shuffled)));

        var read = new ArrayList<LedgerEntry>();
        LedgerEntry after = null;
        while (true) {
            var page = store().ledger(goal.number(), after, 7);
            read.addAll(page);
            if (page.size() < 7) {
                break;
            }
            after = page.get(6);
        }

        assertThat(read).containsExactlyElementsOf(lines);
    }

    @Test
    default void everyStateFitsIntoTheLedger() {
        var goal = new Scene(store()).goal("party", due(1, NOON));
        var claimed = new Scene(store()).claimOne();
        var lines = java.util.Arrays.stream(ReminderState.values())
                .map(state -> new LedgerEntry(
                        claimed.key(), state.ordinal(), 0, 0, 0, 1, state, null, NOON, NOON, "détail \uD83C\uDF89"))
                .toList();

        store().settle(List.of(new Settlement(claimed, claimed.standing(), Cursor.NONE, lines)));

        assertThat(new Scene(store()).ledger(goal)).containsExactlyElementsOf(lines);
    }
}
