package org.lastmile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.store.FollowUpEdit.Change;
import org.lastmile.store.Seated;
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
    private static final int PAGE = 1_000;

    private final Store store;
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
        this.promises = promises;
        this.overseers = overseers;
        this.occurrences = occurrences;
        this.registrar = registrar;
        this.narrator = narrator;
    }

    /** A participant's follow-up has ended. */
    void ended(StoredGoal goal, FollowUp closed, Instant now) {
        int index = closed.key().step();
        var step = goal.facts().steps().get(index);
        var tally = store.tally(goal.number(), index);
        int quorum = step.completion().quorum();
        if (quorum > 0 && tally.succeeded() >= quorum && !tally.isSettled()) {
            closeRest(goal, step, now);
        }
        for (int i = 0; i < goal.facts().steps().size(); i++) {
            var other = goal.facts().steps().get(i);
            if (other.after().contains(step.id())) {
                review(goal, i, tally.isSettled() ? null : closed.key().member(), endedAt(closed, now));
            }
            if (tally.isSettled() && step.id().equals(other.recovers())) {
                edit(
                        goal,
                        other,
                        (followUp) -> followUp.standing().state() == Standing.State.DORMANT
                                ? closed(followUp, Outcome.CANCELLED, now)
                                : null);
            }
        }
        if (tally.isSettled()) {
            overseers.dismiss(goal, step, now);
            tellIfAllIsOver(goal, now);
        }
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

    private static Instant endedAt(FollowUp closed, Instant now) {
        var at = closed.standing().closedAt();
        return at == null ? now : at;
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

    /**
     * Looks whether dormant participants of a step may begin (R16): each on their own where they are also in the step before,
     * else when that step is settled as a whole.
     *
     * @param member only this one, or {@code null} for all
     * @param at the instant at which they begin
     */
    void review(StoredGoal goal, int index, @Nullable Integer member, Instant at) {
        var dormant = rows(goal, index).stream()
                .filter(row -> row.followUp().standing().state() == Standing.State.DORMANT)
                .filter(row -> member == null || row.followUp().key().member() == member)
                .toList();
        if (dormant.isEmpty()) {
            return;
        }
        var step = goal.facts().steps().get(index);
        var verdicts = new HashMap<Integer, Verdict>();
        for (var stepId : step.after()) {
            var before = goal.facts().indexOf(stepId);
            merge(verdicts, verdicts(goal, before, dormant));
        }
        apply(goal, step, verdicts, member == null ? null : dormant.get(0).recipient(), at);
    }

    /** What a step before says of a dormant participant: begin, end so, or (no verdict) wait. */
    private record Verdict(@Nullable Outcome end, boolean waits) {
        static final Verdict BEGIN = new Verdict(null, false);
        static final Verdict WAIT = new Verdict(null, true);

        static Verdict of(Standing standing) {
            var outcome = standing.outcome();
            return outcome == null ? WAIT : of(outcome);
        }

        static Verdict of(Outcome outcome) {
            return outcome == Outcome.DONE || outcome == Outcome.RECOVERED ? BEGIN : new Verdict(outcome, false);
        }

        /** An end decides, then a wait. */
        Verdict and(Verdict other) {
            if (end != null) {
                return this;
            }
            return other.end != null || other.waits ? other : this;
        }
    }

    private static void merge(Map<Integer, Verdict> all, Map<Integer, Verdict> more) {
        more.forEach((member, verdict) -> all.merge(member, verdict, Verdict::and));
    }

    private Map<Integer, Verdict> verdicts(StoredGoal goal, int before, List<Seated> dormant) {
        var own = new HashMap<Integer, Verdict>();
        for (var row : store.read(dormant.stream()
                .map(seated -> new FollowUp.Key(
                        goal.number(), before, seated.followUp().key().member(), FollowUp.PARTICIPANT))
                .toList())) {
            own.put(row.key().member(), Verdict.of(row.standing()));
        }
        var verdicts = new HashMap<Integer, Verdict>();
        Verdict whole = null;
        for (var seated : dormant) {
            int member = seated.followUp().key().member();
            var verdict = own.get(member);
            if (verdict == null) {
                whole = whole == null ? whole(goal, before) : whole;
                verdict = whole;
            }
            verdicts.put(member, verdict);
        }
        return verdicts;
    }

    /** A step as a whole: settled when everybody has ended, and done if anybody did it. */
    private Verdict whole(StoredGoal goal, int step) {
        var tally = store.tally(goal.number(), step);
        if (!tally.isSettled()) {
            return Verdict.WAIT;
        }
        if (tally.succeeded() > 0) {
            return Verdict.BEGIN;
        }
        for (var outcome : List.of(Outcome.EXPIRED, Outcome.DECLINED)) {
            if (tally.ended(outcome) > 0) {
                return Verdict.of(outcome);
            }
        }
        return Verdict.of(Outcome.CANCELLED);
    }

    private void apply(
            StoredGoal goal, Step step, Map<Integer, Verdict> verdicts, @Nullable Recipient only, Instant at) {
        var extensions = new HashSet<@Nullable Deadline>();
        store.edit(
                Target.participants(goal.facts().id(), step.id(), only == null ? null : only.id()),
                null,
                (current, followUp, recipient) -> {
                    var verdict = verdicts.get(followUp.key().member());
                    if (verdict == null
                            || verdict.waits()
                            || followUp.standing().state() != Standing.State.DORMANT) {
                        return null;
                    }
                    if (verdict.end() != null) {
                        return closed(followUp, verdict.end(), at);
                    }
                    var change = begun(current, followUp, recipient, at);
                    extensions.add(change.standing().extension());
                    return change;
                });
        extensions.forEach(extension -> overseers.attend(goal, step, extension, at));
    }

    private Change begun(StoredGoal goal, FollowUp followUp, Recipient recipient, Instant at) {
        var standing = overseers.withDeadlineOfItsOwn(
                goal.facts(), followUp.key().step(), followUp.standing().activated(at));
        var terms = promises.terms(goal.facts(), followUp.key(), recipient, standing);
        return new Change(standing, promises.cursor(terms, standing, at), true);
    }

    /** A participant's follow-up is missed: its recovery begins, at the instant of the miss (R13). */
    void missed(StoredGoal goal, FollowUp missed, Instant missAt) {
        var id = goal.facts().steps().get(missed.key().step()).id();
        for (int i = 0; i < goal.facts().steps().size(); i++) {
            var step = goal.facts().steps().get(i);
            if (id.equals(step.recovers())) {
                recover(goal, i, missed, missAt);
            }
        }
    }

    private void recover(StoredGoal goal, int index, FollowUp missed, Instant missAt) {
        var dormant = rows(goal, index).stream()
                .filter(row -> row.followUp().standing().state() == Standing.State.DORMANT)
                .toList();
        Set<Integer> others = new HashSet<>();
        for (var row : store.read(dormant.stream()
                .map(seated -> new FollowUp.Key(
                        goal.number(),
                        missed.key().step(),
                        seated.followUp().key().member(),
                        FollowUp.PARTICIPANT))
                .toList())) {
            others.add(row.key().member());
        }
        others.remove(missed.key().member());
        var verdicts = new HashMap<Integer, Verdict>();
        for (var seated : dormant) {
            int member = seated.followUp().key().member();
            if (!others.contains(member)) {
                verdicts.put(member, Verdict.BEGIN);
            }
        }
        if (!verdicts.isEmpty()) {
            apply(goal, goal.facts().steps().get(index), verdicts, null, missAt);
        }
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

    /** The participants of a step. */
    private List<Seated> rows(StoredGoal goal, int step) {
        var rows = new ArrayList<Seated>();
        FollowUp.Key after = new FollowUp.Key(goal.number(), step, -1, 0);
        while (true) {
            var page = store.followUps(goal.number(), after, PAGE);
            for (var seated : page) {
                if (seated.followUp().key().step() != step) {
                    return rows;
                }
                if (seated.followUp().key().seat() == FollowUp.PARTICIPANT) {
                    rows.add(seated);
                }
            }
            if (page.size() < PAGE) {
                return rows;
            }
            after = Objects.requireNonNull(page.get(page.size() - 1)).followUp().key();
        }
    }
}
