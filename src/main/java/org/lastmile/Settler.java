package org.lastmile;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.SendResult;
import org.lastmile.store.Claims.Settled;
import org.lastmile.store.Settlement;
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what came of works, after what it means for others has been decided. Thread-safe. */
final class Settler {
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);

    private final Store store;
    private final Promises promises;
    private final Routes routes;
    private final Decisions decisions;
    private final Narrator narrator;
    private final InstantSource time;

    Settler(Store store, Promises promises, Routes routes, Decisions decisions, Narrator narrator, InstantSource time) {
        this.store = store;
        this.promises = promises;
        this.routes = routes;
        this.decisions = decisions;
        this.narrator = narrator;
        this.time = time;
    }

    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Writes what came of works, all in one transaction, and adds up what was done.
     *
     * @param again takes the works whose rows were locked; they are to be settled later
     */
    RunResult settle(List<Work> all, List<Work> again) {
        var now = now();
        var works = all.stream().filter(work -> decide(work, now)).toList();
        var settlements = new ArrayList<Settlement>(works.size());
        for (var work : works) {
            settlements.add(Aftermath.of(promises, routes, work, work.followUp(), now));
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
     * Decides what an ending or a miss means for others, before it is settled: so a crash repeats the decision and never loses it.
     * One that fails harms no other; its claim comes again.
     */
    private boolean decide(Work work, Instant now) {
        try {
            var goal = work.goal;
            var followUp = work.followUp();
            boolean participant = followUp.key().seat() == FollowUp.PARTICIPANT;
            if (goal != null && participant && work.task == Work.Task.DECIDE) {
                decisions.ended(goal, followUp, now);
            }
            if (goal != null
                    && followUp.key().seat() == FollowUp.CLOCKWORK
                    && followUp.standing().isLive()) {
                decisions.comesAgain(goal);
            }
            var judgement = work.judgement;
            if (goal != null && participant && work.terms != null && judgement != null && judgement.missed()) {
                decisions.missed(goal, followUp, work.terms.missAt());
            }
            return true;
        } catch (StoreException e) {
            if (e.isRetryable()) {
                throw e;
            }
            LOG.error(
                    "follow-up {} cannot be decided now; it comes again",
                    work.followUp().key(),
                    e);
            return false;
        } catch (RuntimeException e) {
            LOG.error(
                    "follow-up {} cannot be decided now; it comes again",
                    work.followUp().key(),
                    e);
            return false;
        }
    }

    /** The host has edited the row while it was being worked on: read it again and settle it singly. */
    private boolean resettle(Work work) {
        for (var row : store.read(List.of(work.followUp().key()))) {
            boolean ours = row.fence().generation() == work.followUp().fence().generation();
            var current = ours ? row : work.followUp();
            var settled = store.settle(List.of(Aftermath.of(promises, routes, work, current, now())));
            return settled.get(0) == Settled.SETTLED || settled.get(0) == Settled.LOST;
        }
        return true;
    }

    private static RunResult count(Work work) {
        var result = work.result();
        if (result == null) {
            return new RunResult(0, 0, 1);
        }
        return result.kind() == SendResult.Kind.SENT ? new RunResult(1, 0, 0) : new RunResult(0, 1, 0);
    }
}
