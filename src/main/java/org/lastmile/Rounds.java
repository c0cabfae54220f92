package org.lastmile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Lane;
import org.lastmile.store.StoreException;

/**
 * Drives the engine in the caller's thread until nothing is due: the door of cron hosts, Spring's {@code @Scheduled} and tests.
 *
 * <p>Thread-safe; two callers take turns.
 */
final class Rounds {
    private static final int MOST_BUSY_TRIES = 50;

    private final Engine engine;
    private final Settings settings;
    private final LinkedBlockingQueue<Work> finished = new LinkedBlockingQueue<>();
    private final Desks desks;
    private final Sweep sweep;
    private final Replanner replanner;

    Rounds(Engine engine, Routes routes, Gates gates, Workers workers, Replanner replanner, Settings settings) {
        this.engine = engine;
        this.replanner = replanner;
        this.settings = settings;
        this.sweep = new Sweep(engine);
        this.desks = new Desks(engine, routes, gates, workers, finished::add);
    }

    /** When something is due next, after now. */
    synchronized Optional<Instant> nextDue() {
        var next = engine.claimer.nextDue(engine.claimer.heads());
        var wakeAt = sweep.wakeAt();
        if (wakeAt == null || !wakeAt.isAfter(engine.now())) {
            return next;
        }
        return next.filter(due -> due.isBefore(wakeAt)).or(() -> Optional.of(wakeAt));
    }

    synchronized RunResult runDue() {
        var total = new RunResult(0, 0, 0);
        while (true) {
            var done = pass();
            if (done.total() == 0) {
                return total;
            }
            total = total.plus(done);
        }
    }

    private RunResult pass() {
        while (replanner.isDue(engine.now())) {
            replanner.step(engine.now());
        }
        // What could not be recorded the last time is owed before anything is claimed.
        var total = settleFinished();
        for (var head : engine.claimer.heads()) {
            var lane = head.lane();
            if (!head.isDue(engine.now())) {
                continue;
            }
            int limit =
                    lane.channel() == null ? settings.batch() : desks.of(lane).room();
            if (limit > 0) {
                var works = engine.claim(lane, Math.min(limit, settings.batch()));
                total = total.plus(settle(works.stream()
                        .filter(work -> work.task != Work.Task.SEND)
                        .toList()));
                total = total.plus(send(
                        lane,
                        works.stream()
                                .filter(work -> work.task == Work.Task.SEND)
                                .toList()));
            }
        }
        if (sweep.isDue(engine.now())) {
            total = total.plus(settle(sweep.look(engine.claimer.unserved(), engine.now())));
        }
        return total;
    }

    private RunResult send(Lane lane, List<Work> works) {
        if (works.isEmpty()) {
            return new RunResult(0, 0, 0);
        }
        var desk = desks.of(lane);
        desk.offer(works);
        var total = new RunResult(0, 0, 0);
        while (!desk.isIdle()) {
            var first = poll();
            if (first != null) {
                finished.add(first);
                total = total.plus(settleFinished());
            }
            desk.checkOverruns();
        }
        return total;
    }

    /** Records what has been sent; what the store cannot take now is kept for the next time. */
    private RunResult settleFinished() {
        var total = new RunResult(0, 0, 0);
        while (!finished.isEmpty()) {
            var batch = new ArrayList<Work>();
            finished.drainTo(batch, settings.batch());
            try {
                total = total.plus(settle(batch));
            } catch (RuntimeException e) {
                if (e instanceof StoreException failure && failure.isRetryable()) {
                    finished.addAll(batch);
                } else {
                    batch.forEach(desks::released);
                }
                throw e;
            }
            batch.forEach(desks::released);
        }
        return total;
    }

    private @Nullable Work poll() {
        try {
            return finished.poll(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    "interrupted while reminders were being sent; their claims run out by themselves", e, true);
        }
    }

    /** A locked row is tried again a few times; then its lease runs out, and the reminder comes again with the same id. */
    private RunResult settle(List<Work> works) {
        var total = new RunResult(0, 0, 0);
        var left = works;
        for (int i = 0; !left.isEmpty() && i < MOST_BUSY_TRIES; i++) {
            var again = new ArrayList<Work>();
            total = total.plus(engine.settle(left, again));
            left = again;
            if (!left.isEmpty()) {
                pause();
            }
        }
        return total;
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
