package org.lastmile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.SendResult;
import org.lastmile.store.Claims.Settled;
import org.lastmile.store.Settlement;
import org.lastmile.store.StepKey;
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;
import org.lastmile.store.StoredGoal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what came of works, after what it means for others has been decided. Thread-safe. */
final class Settler {
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    private static final int MOST_EDITS = 5;

    private final Store store;
    private final Promises promises;
    private final Routes routes;
    private final Decisions decisions;
    private final Narrator narrator;
    private final Timepiece time;

    Settler(Store store, Promises promises, Routes routes, Decisions decisions, Narrator narrator, Timepiece time) {
        this.store = store;
        this.promises = promises;
        this.routes = routes;
        this.decisions = decisions;
        this.narrator = narrator;
        this.time = time;
    }

    /**
     * Writes what came of works, all in one transaction, and adds up what was done.
     *
     * @param again takes the works whose rows were locked; they are to be settled later
     */
    RunResult settle(List<Work> all, List<Work> again) {
        var now = time.now();
        var works = decided(all, now);
        var settlements = new ArrayList<Settlement>(works.size());
        for (var work : works) {
            settlements.add(Aftermath.of(promises, routes, work, work.followUp(), work.goal, now));
        }
        var done = store.settle(settlements);
        var total = new RunResult(0, 0, 0);
        for (int i = 0; i < works.size(); i++) {
            var work = works.get(i);
            if (done.get(i) == Settled.BUSY || done.get(i) == Settled.REVISED && !resettle(work)) {
                again.add(work);
            } else {
                narrator.settled(work, settlements.get(i), now);
                total = total.plus(count(work));
            }
        }
        return total;
    }

    /**
     * Decides what endings and misses mean for others, before they are settled: so a crash repeats a decision and never loses it.
     * One that fails harms no other; its claims come again.
     *
     * @return the works that are to be settled
     */
    private List<Work> decided(List<Work> works, Instant now) {
        var ended = new LinkedHashMap<StepKey, List<Work>>();
        var missed = new LinkedHashMap<StepKey, List<Work>>();
        var decided = new ArrayList<Work>();
        for (var work : works) {
            var key = work.followUp().key();
            boolean participant = work.goal != null && key.seat() == FollowUp.PARTICIPANT;
            var step = new StepKey(key.goal(), key.step());
            if (participant && work.task == Work.Task.DECIDE) {
                ended.computeIfAbsent(step, any -> new ArrayList<>()).add(work);
            } else if (participant && missAt(work) != null) {
                missed.computeIfAbsent(step, any -> new ArrayList<>()).add(work);
            } else if (decide(List.of(work), () -> decideAlone(work, now))) {
                decided.add(work);
            }
        }
        missed.forEach((step, group) -> {
            var misses = new HashMap<Integer, Instant>();
            group.forEach(work -> misses.put(work.followUp().key().member(), Objects.requireNonNull(missAt(work))));
            if (decide(group, () -> decisions.missed(goal(group), step.step(), misses))) {
                decided.addAll(group);
            }
        });
        // Asked before those are decided: who ends by that has a row that is due, and asks again.
        var settled = store.settled(ended.keySet());
        ended.forEach((step, group) -> {
            var claims = group.stream().map(work -> work.claim).toList();
            if (decide(group, () -> decisions.ended(goal(group), step.step(), claims, settled.contains(step), now))) {
                decided.addAll(group);
            }
        });
        return decided;
    }

    private static StoredGoal goal(List<Work> group) {
        return Objects.requireNonNull(group.get(0).goal);
    }

    /** When the work's follow-up was missed; {@code null} if it was not. */
    private static @Nullable Instant missAt(Work work) {
        return work.terms != null && work.judgement != null && work.judgement.missed() ? work.terms.missAt() : null;
    }

    private void decideAlone(Work work, Instant now) {
        var followUp = work.followUp();
        int seat = followUp.key().seat();
        if (work.goal == null
                || work.task == Work.Task.SET_ASIDE
                || !followUp.standing().isLive()) {
            return;
        }
        if (seat == FollowUp.CLOCKWORK) {
            decisions.comesAgain(work.goal);
        } else if (seat != FollowUp.PARTICIPANT && missAt(work) != null) {
            decisions.overseerMissed(work.goal, followUp.key().step(), now);
        }
    }

    private static boolean decide(List<Work> works, Runnable decision) {
        try {
            decision.run();
            return true;
        } catch (RuntimeException e) {
            if (e instanceof StoreException failure && failure.isRetryable()) {
                throw e;
            }
            LOG.error(
                    "{} follow-ups from {} on cannot be decided now; they come again",
                    works.size(),
                    works.get(0).followUp().key(),
                    e);
            return false;
        }
    }

    /** The host has edited the row while it was being worked on: read it again and settle it singly; and if it has edited it again, again. */
    private boolean resettle(Work work) {
        for (int i = 0; i < MOST_EDITS; i++) {
            var settled = settledAsItIs(work);
            if (settled != Settled.REVISED) {
                return settled != Settled.BUSY;
            }
        }
        return false;
    }

    private Settled settledAsItIs(Work work) {
        for (var row : store.read(List.of(work.followUp().key()))) {
            boolean ours = row.fence().generation() == work.followUp().fence().generation();
            if (ours && !row.isInFlight()) {
                // It was settled before, and only the answer was lost: a failure is not counted twice.
                return Settled.SETTLED;
            }
            var current = ours ? row : work.followUp();
            var goal = ours && work.goal != null ? current(work.goal) : work.goal;
            return store.settle(List.of(Aftermath.of(promises, routes, work, current, goal, time.now())))
                    .get(0);
        }
        return Settled.LOST;
    }

    /** Read after the row: a move in between changes the row as well, and is noticed by that. */
    private StoredGoal current(StoredGoal goal) {
        return store.goal(goal.facts().id())
                .filter(found -> found.number() == goal.number())
                .orElse(goal);
    }

    private static RunResult count(Work work) {
        var result = work.result();
        if (result == null) {
            return new RunResult(0, 0, 1);
        }
        return result.kind() == SendResult.Kind.SENT ? new RunResult(1, 0, 0) : new RunResult(0, 1, 0);
    }
}
