package org.lastmile.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Lane;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.Nudged;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Standing;
import org.lastmile.plan.PlannedRung;
import org.lastmile.store.Seated;
import org.lastmile.store.StoredGoal;

/**
 * The end of a world, when all troubles are over and nothing waits any more: what was promised must have come true, or the ledger must
 * say why not, and what the ledger says must be so.
 */
final class Reckoning {
    /** After so long whatever was due has been begun, however much went wrong. */
    private static final Duration PATIENCE = Duration.ofHours(4);

    private final World world;
    private final Evidence evidence;
    private final Witness witness;
    /** What the ledger says of each reminder, in the order in which it was written. */
    private final Map<String, List<LedgerEntry>> ledger = new HashMap<>();

    Reckoning(World world) {
        this.world = world;
        this.evidence = world.evidence;
        this.witness = evidence.witness();
    }

    void settle() {
        for (var goal : witness.goals()) {
            for (var entry : witness.ledger(goal)) {
                ledger.computeIfAbsent(witness.id(entry), any -> new ArrayList<>())
                        .add(entry);
            }
        }
        for (var goal : witness.goals()) {
            witness.rows(goal).forEach(row -> check(goal, row));
        }
        evidence.promises().forEach(this::checkPreview);
        evidence.nudges().forEach(this::checkNudge);
        ledger.forEach(this::checkLedger);
        evidence.calls().forEach(this::checkRecorded);
    }

    private void check(StoredGoal goal, Seated row) {
        var standing = row.followUp().standing();
        var subject = witness.subject(goal, row);
        if (row.followUp().cursor().lane().equals(Lane.ASIDE)
                && row.followUp().cursor().due() != null) {
            if (evidence.isWorn(subject)) {
                world.tally.explained("set aside, its claims were left unsettled again and again");
            } else {
                evidence.complain("P7 set aside: " + subject);
            }
            return;
        }
        boolean isOverseer = row.followUp().key().seat() != FollowUp.PARTICIPANT;
        boolean beginsLater = standing.state() == Standing.State.DORMANT && witness.beginsLater(goal, row);
        boolean waitsForWorn = (isOverseer && standing.isLive() || beginsLater) && hasWorn(goal);
        if (waitsForWorn) {
            return;
        }
        if (standing.state() != Standing.State.CLOSED) {
            evidence.complain("P1 forgotten: " + subject + " is " + standing.state() + " and waits for nothing");
            return;
        }
        int epoch = standing.arming().epoch();
        boolean neverBegan = epoch == evidence.story(subject).dormantIn || epoch == 0 && witness.beginsLater(goal, row);
        if (neverBegan || evidence.isWorn(subject)) {
            return;
        }
        for (var rung : witness.plan(goal, row)) {
            if (mustBeTold(subject, rung, standing) && !isTold(subject, rung, standing)) {
                evidence.complain("P1 lost: " + Witness.id(subject, rung, standing) + ", " + rung.state() + " for "
                        + rung.at() + ", ended " + standing.outcome() + " at " + standing.closedAt());
            }
        }
    }

    private boolean hasWorn(StoredGoal goal) {
        return witness.subjects(goal.facts().id()).stream().anyMatch(evidence::isWorn);
    }

    /** Whether the ledger has to say something of a rung: of all that came before the end, and of all of them if nobody ended it. */
    private boolean mustBeTold(Subject subject, PlannedRung rung, Standing standing) {
        var story = evidence.story(subject);
        boolean keepsItsEpoch = !rung.definition().when().anchor().countsFromDeadline();
        if (story.reopened && keepsItsEpoch) {
            return false;
        }
        if (standing.outcome() == Outcome.EXPIRED && subject.seat() == FollowUp.PARTICIPANT) {
            return true;
        }
        var closedAt = standing.closedAt();
        var free = Host.latest(
                story.heldUntil, Host.latest(rung.at(), standing.arming().armedAt()));
        return rung.state() == ReminderState.PLANNED
                && closedAt != null
                && story.replannedAt == null
                && !story.movedOn
                && free.plus(PATIENCE).plus(witness.quiet(subject)).isBefore(closedAt);
    }

    private boolean isTold(Subject subject, PlannedRung rung, Standing standing) {
        var id = Witness.id(subject, rung, standing);
        if (ledger.containsKey(id) || !evidence.callsOf(id).isEmpty()) {
            return true;
        }
        // What does not count from the deadline was dealt with once for all epochs.
        var start = id.substring(0, id.lastIndexOf('.' + (rung.repetition() + ".")));
        boolean silenced = standing.remarks().silenced().stream()
                .anyMatch(other -> other.rung() == rung.rung() && other.repetition() == rung.repetition());
        return !rung.definition().when().anchor().countsFromDeadline()
                && (silenced || ledger.keySet().stream().anyMatch(other -> other.startsWith(start)));
    }

    /** Promises 1 and 6: what the preview said is sent at its instant, or the ledger says why not. */
    private void checkPreview(String id, Evidence.Promise promise) {
        var subject = promise.subject();
        if (evidence.story(subject).touched || evidence.isWorn(subject)) {
            return;
        }
        var calls = evidence.callsOf(id);
        boolean mayEndBefore = subject.seat() != FollowUp.PARTICIPANT && !world.weather.isCalm();
        if (calls.isEmpty() && !ledger.containsKey(id) && !mayEndBefore) {
            evidence.complain("P1 lost: the preview has " + id + " for " + promise.at());
        }
        if (world.weather.isCalm() && !isRefused(id) && !fellAsleep(id, subject)) {
            if (calls.size() != 1
                    || Duration.ofMillis(calls.get(0).at)
                                    .minusMillis(promise.at().toEpochMilli())
                                    .toMinutes()
                            > 1) {
                evidence.complain(
                        "P6 nothing went wrong, and of " + id + " for " + promise.at() + " there is " + calls);
            }
        }
        for (var call : calls) {
            if (!call.reminder.plannedAt().equals(promise.at())) {
                evidence.complain("P6 the preview had " + promise.at() + ": " + call);
            }
        }
    }

    /** Promise 1: what was asked for by hand, and promised, is sent, or the ledger says why not, or it ended before. */
    private void checkNudge(String id, Evidence.Promise promise) {
        var subject = promise.subject();
        if (!evidence.callsOf(id).isEmpty() || ledger.containsKey(id) || evidence.isWorn(subject)) {
            return;
        }
        var free = Host.latest(evidence.story(subject).heldUntil, promise.at());
        var closedAt = witness.closedAt(subject);
        if (closedAt == null || free.plus(PATIENCE).plus(witness.quiet(subject)).isBefore(closedAt)) {
            evidence.complain("P1 lost: the nudge " + id + " of " + promise.at() + ", ended at " + closedAt);
        }
    }

    /** Quiet hours that begin a moment after the instant let what is seen then wait for their end (R11), perhaps for too long. */
    private boolean fellAsleep(String id, Subject subject) {
        return !witness.quiet(subject).isZero()
                && ledger.getOrDefault(id, List.of()).stream().anyMatch(line -> line.state() == ReminderState.STALE);
    }

    /** For a reason that lies in the recipient, which the preview warns of. */
    private boolean isRefused(String id) {
        return id.contains(Posts.BROKEN_PERSON)
                || ledger.getOrDefault(id, List.of()).stream()
                        .anyMatch(line -> line.state() == ReminderState.NO_ADDRESS
                                || line.state() == ReminderState.NO_RECIPIENT
                                || line.state() == ReminderState.FAILED);
    }

    /** What the ledger says is so: sent means sent; left for later means that there was no later; too old means too old. */
    private void checkLedger(String id, List<LedgerEntry> lines) {
        var last = lines.get(lines.size() - 1);
        for (var line : lines) {
            boolean sent = line.state() == ReminderState.SENT || line.state() == ReminderState.DUPLICATE;
            if (sent && evidence.callsOf(id).stream().noneMatch(Call::isTaken)) {
                evidence.complain("P1 lost: the ledger says " + line.state() + " of " + id + ", and nobody heard it");
            }
            boolean never = evidence.callsOf(id).isEmpty();
            // A nudge that waits for the end of quiet hours may find that the deadline comes first.
            boolean early = line.at().isBefore(line.plannedAt()) && line.rung() != Nudged.RUNG;
            if (never && line.state() == ReminderState.STALE && early) {
                evidence.complain("P1 " + id + " is called stale before its instant: " + line);
            }
        }
        if (!last.state().isFinal()
                && lines.stream().noneMatch(line -> line.state().isFinal())) {
            var followUp = world.truth.read(List.of(last.key())).get(0);
            boolean expired = followUp.standing().outcome() == Outcome.EXPIRED;
            var arming = followUp.standing().arming();
            boolean armedAgain = last.activity() != arming.activity() && isIdle(last);
            boolean present = arming.epoch() == last.epoch() && !armedAgain;
            if (expired && present && !evidence.story(witness.subjectOf(last.key())).reopened) {
                evidence.complain("P1 lost: " + id + " is " + last.state() + " for ever");
            }
        }
    }

    /** An activity begins the count of an idle rung anew, under another id. */
    private boolean isIdle(LedgerEntry line) {
        return line.rung() != Nudged.RUNG && witness.rung(line).when().anchor() == Anchor.WHEN_IDLE;
    }

    /** What a notifier said it had sent is in the ledger, unless nobody was left to write it. */
    private void checkRecorded(String id, List<Call> calls) {
        var sent = calls.stream().filter(Call::isToldSent).toList();
        boolean recorded = ledger.getOrDefault(id, List.of()).stream()
                .anyMatch(line -> line.state() == ReminderState.SENT || line.state() == ReminderState.DUPLICATE);
        for (var call : sent) {
            if (!recorded && !call.life.node().hadTrouble(call.at, call.at + 600_000)) {
                evidence.complain("P1 the ledger does not know of " + call);
            }
        }
    }
}
