package org.lastmile;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Claim;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.store.FollowUpEdit.Change;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Target;

/**
 * Decides what an ending means for others: quorums (rule R15), steps that follow (R16), recovery (R13), overseers (R17).
 *
 * <p>An answer only closes its own row, which stays in the engine's lane until this has been done; so the host never waits for it,
 * and a crash only repeats it. Every decision can be repeated without harm.
 */
final class Decisions {
    /** So many are changed one by one, more of them in one go over the step. */
    private static final int FEW = 20;

    private final Store store;
    private final Roster roster;
    private final Promises promises;
    private final Overseers overseers;
    private final Occurrences occurrences;
    private final Registrar registrar;
    private final Narrator narrator;

    Decisions(
            Store store,
            Promises promises,
            Overseers overseers,
            Occurrences occurrences,
            Registrar registrar,
            Narrator narrator) {
        this.store = store;
        this.roster = new Roster(store);
        this.promises = promises;
        this.overseers = overseers;
        this.occurrences = occurrences;
        this.registrar = registrar;
        this.narrator = narrator;
    }

    /**
     * Participants' follow-ups of one step have ended.
     *
     * @param claims on the closed rows
     * @param settled whether everybody in the step has ended
     */
    void ended(StoredGoal goal, int index, List<Claim> claims, boolean settled, Instant now) {
        var step = goal.facts().steps().get(index);
        if (!settled && isDone(goal, index)) {
            closeRest(goal, step, now);
        }
        for (int i = 0; i < goal.facts().steps().size(); i++) {
            var other = goal.facts().steps().get(i);
            if (other.after().contains(step.id())) {
                review(goal, i, settled ? roster.everybody(goal, i) : people(claims), lastEnd(claims, now));
                // Who decided this before may have died after it had woken them, when all had ended meanwhile.
                overseers.dismiss(goal, other, now);
            }
            if (settled && step.id().equals(other.recovers())) {
                callOff(goal, other, now);
            }
        }
        if (settled) {
            overseers.dismiss(goal, step, now);
            tellIfAllIsOver(goal, now);
        }
    }

    /** An overseer's deadline has passed: whoever woke them may have died before it saw that nobody in the step was open any more. */
    void overseerMissed(StoredGoal goal, int index, Instant now) {
        overseers.dismiss(goal, goal.facts().steps().get(index), now);
    }

    /** Whether as many have done a step as are enough (R15): the others need not, nor does who joins them now. */
    boolean isDone(StoredGoal goal, int index) {
        int quorum = goal.facts().steps().get(index).completion().quorum();
        return quorum > 0 && store.tally(goal.number(), index).succeeded() >= quorum;
    }

    private static Map<Integer, Recipient> people(List<Claim> claims) {
        var people = new HashMap<Integer, Recipient>();
        claims.forEach(claim -> people.put(claim.followUp().key().member(), claim.recipient()));
        return people;
    }

    private static Instant lastEnd(List<Claim> claims, Instant now) {
        return claims.stream()
                .map(claim -> claim.followUp().standing().closedAt())
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(now);
    }

    private void tellIfAllIsOver(StoredGoal goal, Instant now) {
        boolean achieved = true;
        for (int i = 0; i < goal.facts().steps().size(); i++) {
            var tally = store.tally(goal.number(), i);
            if (!tally.isSettled()) {
                return;
            }
            achieved &= !goal.facts().steps().get(i).isFinal() || tally.succeeded() > 0;
        }
        narrator.ended(goal.facts(), achieved, now);
    }

    private void closeRest(StoredGoal goal, Step step, Instant now) {
        edit(
                goal,
                step,
                followUp -> followUp.standing().state() == Standing.State.CLOSED
                        ? null
                        : closed(followUp, Outcome.CANCELLED, now));
    }

    private static Change closed(FollowUp followUp, Outcome outcome, Instant now) {
        return new Change(followUp.standing().closed(outcome, now), Cursor.engine(now), true);
    }

    /** Looks whether anybody who is dormant in a step may begin (R16). */
    void review(StoredGoal goal, int index, Instant at) {
        review(goal, index, roster.everybody(goal, index), at);
    }

    /**
     * Looks whether dormant participants of a step may begin (R16): each on their own where they are also in the step before,
     * else when that step is settled as a whole.
     *
     * @param people of whom, by their numbers; others are left alone
     * @param at the instant at which those begin who wait for a whole step
     */
    private void review(StoredGoal goal, int index, Map<Integer, Recipient> people, Instant at) {
        var dormant = new HashMap<Integer, Recipient>();
        for (var row : roster.read(goal, index, people.keySet())) {
            if (row.standing().state() == Standing.State.DORMANT) {
                dormant.put(row.key().member(), people.get(row.key().member()));
            }
        }
        if (dormant.isEmpty()) {
            return;
        }
        var step = goal.facts().steps().get(index);
        var verdicts = new HashMap<Integer, StepVerdict>();
        for (var stepId : step.after()) {
            verdicts(goal, goal.facts().indexOf(stepId), dormant.keySet(), at)
                    .forEach((member, verdict) -> verdicts.merge(member, verdict, StepVerdict::and));
        }
        apply(goal, step, verdicts, dormant);
    }

    private Map<Integer, StepVerdict> verdicts(StoredGoal goal, int before, Set<Integer> dormant, Instant at) {
        var verdicts = new HashMap<Integer, StepVerdict>();
        roster.read(goal, before, dormant)
                .forEach(row -> verdicts.put(row.key().member(), StepVerdict.of(row.standing())));
        var others = new HashSet<>(dormant);
        others.removeAll(verdicts.keySet());
        if (!others.isEmpty()) {
            var whole = whole(goal, before, at);
            others.forEach(member -> verdicts.put(member, whole));
        }
        return verdicts;
    }

    /** A step as a whole: settled when everybody has ended, and done if anybody did it. */
    private StepVerdict whole(StoredGoal goal, int step, Instant at) {
        if (!roster.isSettled(goal, step)) {
            return StepVerdict.WAIT;
        }
        var tally = store.tally(goal.number(), step);
        for (var outcome : List.of(Outcome.DONE, Outcome.RECOVERED, Outcome.EXPIRED, Outcome.DECLINED)) {
            if (tally.ended(outcome) > 0) {
                return StepVerdict.of(outcome, at);
            }
        }
        return StepVerdict.of(Outcome.CANCELLED, at);
    }

    /** When the first and the last of some people begin. */
    private record Beginning(Instant first, Instant last) {
        Beginning and(Beginning other) {
            return new Beginning(
                    other.first.isBefore(first) ? other.first : first, other.last.isAfter(last) ? other.last : last);
        }
    }

    private void apply(StoredGoal goal, Step step, Map<Integer, StepVerdict> verdicts, Map<Integer, Recipient> people) {
        var decided = new HashMap<>(verdicts);
        decided.values().removeIf(verdict -> verdict.at() == null);
        Map<@Nullable Deadline, Beginning> groups = new HashMap<>();
        if (decided.size() > FEW) {
            apply(goal, step, null, decided, groups);
        } else {
            decided.keySet()
                    .forEach(member -> apply(
                            goal,
                            step,
                            Objects.requireNonNull(people.get(member)).id(),
                            decided,
                            groups));
        }
        groups.forEach((extension, at) -> {
            overseers.attend(goal, step, extension, at.first());
            overseers.stir(goal, step, extension, at.last());
        });
    }

    private void apply(
            StoredGoal goal,
            Step step,
            @Nullable String recipientId,
            Map<Integer, StepVerdict> verdicts,
            Map<@Nullable Deadline, Beginning> groups) {
        store.edit(
                Target.participants(goal.facts().id(), step.id(), recipientId),
                null,
                (current, followUp, recipient) -> {
                    var verdict = verdicts.get(followUp.key().member());
                    if (verdict == null
                            || verdict.at() == null
                            || followUp.standing().state() != Standing.State.DORMANT) {
                        return null;
                    }
                    if (verdict.end() != null) {
                        return closed(followUp, verdict.end(), verdict.at());
                    }
                    if (isTakenBack(goal.facts(), current.facts(), step, followUp.standing(), verdict.at())) {
                        return null;
                    }
                    var change = begun(current, followUp, recipient, verdict.at());
                    groups.merge(
                            change.standing().extension(), new Beginning(verdict.at(), verdict.at()), Beginning::and);
                    return change;
                });
    }

    /** Whether a recovery was to begin at a miss that is none any more: the goal has moved since that was seen. */
    private boolean isTakenBack(Goal seen, Goal current, Step step, Standing standing, Instant missedAt) {
        if (step.recovers() == null) {
            return false;
        }
        var activatedAt = standing.arming().activatedAt();
        var missed = current.steps().get(current.indexOf(step.recovers()));
        var deadline = promises.deadline(current, missed, activatedAt);
        var before = promises.deadline(seen, seen.steps().get(seen.indexOf(step.recovers())), activatedAt);
        return deadline.instant().isAfter(missedAt) && !deadline.equals(before);
    }

    private Change begun(StoredGoal goal, FollowUp followUp, Recipient recipient, Instant at) {
        var standing = overseers.withDeadlineOfItsOwn(
                goal.facts(), followUp.key().step(), followUp.standing().activated(at));
        var terms = promises.terms(goal.facts(), followUp.key(), recipient, standing);
        return new Change(standing, promises.cursor(terms, standing, at), true);
    }

    /**
     * Participants' follow-ups of one step are missed: their recovery begins (R13).
     *
     * @param misses the instant of each miss, by the participant's number
     */
    void missed(StoredGoal goal, int index, Map<Integer, Instant> misses) {
        var id = goal.facts().steps().get(index).id();
        for (int i = 0; i < goal.facts().steps().size(); i++) {
            if (id.equals(goal.facts().steps().get(i).recovers())) {
                recover(goal, i, index, misses);
            }
        }
    }

    private void recover(StoredGoal goal, int index, int missed, Map<Integer, Instant> misses) {
        var people = roster.everybody(goal, index);
        var first = Collections.min(misses.values());
        var verdicts = new HashMap<Integer, StepVerdict>();
        people.keySet().forEach(member -> verdicts.put(member, new StepVerdict(null, first)));
        // Who is to do the missed step too recovers their own miss only, at its instant.
        for (var row : roster.read(goal, missed, people.keySet())) {
            verdicts.put(
                    row.key().member(),
                    new StepVerdict(null, misses.get(row.key().member())));
        }
        var recovery = goal.facts().steps().get(index);
        apply(goal, recovery, verdicts, people);
        // As when a step has ended: an earlier try may have woken overseers of whom nobody is left.
        overseers.dismiss(goal, recovery, first);
    }

    /**
     * Looks whether those who are dormant in a recovery step may begin, or never will: who joins it late joins what the others do, or finds
     * that there is nothing to recover any more (R13).
     */
    void reviewRecovery(StoredGoal goal, int index, Instant now) {
        var step = goal.facts().steps().get(index);
        int missed = goal.facts().indexOf(Objects.requireNonNull(step.recovers()));
        if (roster.isSettled(goal, missed)) {
            callOff(goal, step, now);
        } else if (store.tally(goal.number(), missed).in(Standing.State.MISSED) > 0) {
            var people = roster.everybody(goal, index);
            var verdicts = new HashMap<Integer, StepVerdict>();
            people.keySet().forEach(member -> verdicts.put(member, new StepVerdict(null, now)));
            for (var row : roster.read(goal, missed, people.keySet())) {
                boolean isMissed = row.standing().state() == Standing.State.MISSED;
                verdicts.put(row.key().member(), new StepVerdict(null, isMissed ? now : null));
            }
            apply(goal, step, verdicts, people);
        }
    }

    /** The step that it would recover has been settled by everybody. */
    private void callOff(StoredGoal goal, Step recovery, Instant now) {
        edit(
                goal,
                recovery,
                followUp -> followUp.standing().state() == Standing.State.DORMANT
                        ? closed(followUp, Outcome.CANCELLED, now)
                        : null);
    }

    /** The deadline of an occurrence has come, so the next one begins (R18). */
    void comesAgain(StoredGoal goal) {
        occurrences.begin(goal, registrar);
    }

    private interface Edit {
        @Nullable
        Change apply(FollowUp followUp);
    }

    private void edit(StoredGoal goal, Step step, Edit edit) {
        store.edit(
                Target.participants(goal.facts().id(), step.id(), null),
                null,
                (current, followUp, recipient) -> edit.apply(followUp));
    }
}
