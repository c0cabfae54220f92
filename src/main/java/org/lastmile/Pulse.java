package org.lastmile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Lane;
import org.lastmile.store.Claims.Head;
import org.lastmile.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the engine in the background: one thread claims, one settles, and the lanes' workers send in between. It never stops by
 * itself: whatever fails is tried again, more and more slowly, up to a poll apart.
 *
 * <p>Thread-safe.
 */
final class Pulse {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final Duration BUSY_PAUSE = Duration.ofMillis(20);

    private final Engine engine;
    private final Settings settings;
    private final Desks desks;
    private final Sweep sweep;
    private final Replanner replanner;
    private final LinkedBlockingQueue<Work> finished = new LinkedBlockingQueue<>();
    private final Thread claimer = new Thread(this::claimLoop, "lastmile-claims");
    private final Thread settler = new Thread(this::settleLoop, "lastmile-settles");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();

    private final AtomicBoolean begun = new AtomicBoolean();
    private boolean noticed;
    private @Nullable Instant sleepsUntil;
    private volatile boolean stopping;
    private volatile boolean settled;
    /** Whether the store takes no results: until it does, nothing is claimed, or it would be sent and come again for want of a record. */
    private volatile boolean blocked;

    Pulse(Engine engine, Routes routes, Gates gates, Workers workers, Replanner replanner, Settings settings) {
        this.engine = engine;
        this.replanner = replanner;
        this.settings = settings;
        this.sweep = new Sweep(engine);
        this.desks = new Desks(engine, routes, gates, workers, finished::add);
        claimer.setDaemon(true);
        settler.setDaemon(true);
    }

    /**
     * Begins, unless it has begun.
     *
     * @throws IllegalStateException if it was stopped
     */
    void start() {
        if (stopping) {
            throw new IllegalStateException("the instance is closed; build another one");
        }
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        settler.start();
        claimer.start();
    }

    /** Something may be due at that instant: wake if it is before the end of the present sleep. */
    void notice(Instant due) {
        lock.lock();
        try {
            if (sleepsUntil == null || due.isBefore(sleepsUntil)) {
                noticed = true;
                woken.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void claimLoop() {
        int failures = 0;
        var complaint = "";
        while (!stopping) {
            boolean worked = false;
            List<Head> heads = List.of();
            try {
                if (replanner.isDue(engine.now())) {
                    replanner.step(engine.now());
                    worked = replanner.isDue(engine.now());
                }
                heads = engine.claimer.heads();
                for (var head : heads) {
                    worked |= head.isDue(engine.now()) && turn(head.lane());
                }
                if (!blocked && sweep.isDue(engine.now())) {
                    settleNow(sweep.look(engine.claimer.unserved(), engine.now()));
                }
                if (failures > 0) {
                    engine.time.storeIsBack();
                    LOG.info("the store answers again");
                }
                failures = 0;
                complaint = "";
            } catch (RuntimeException e) {
                failures++;
                // What is wrong is said once, and again when something else is.
                if (!String.valueOf(e.getMessage()).equals(complaint)) {
                    complaint = String.valueOf(e.getMessage());
                    LOG.warn("due reminders cannot be claimed now; trying again until they can", e);
                }
            }
            desks.checkOverruns();
            if (!worked) {
                sleep(failures, heads);
            }
        }
    }

    private boolean turn(Lane lane) {
        if (blocked) {
            return false;
        }
        int room = lane.channel() == null ? engineRoom() : desks.of(lane).room();
        if (room == 0) {
            return false;
        }
        var works = engine.claim(lane, Math.min(room, settings.batch()));
        var sends = new ArrayList<Work>();
        var decided = new ArrayList<Work>();
        for (var work : works) {
            (work.task == Work.Task.SEND ? sends : decided).add(work);
        }
        if (!sends.isEmpty()) {
            desks.of(lane).offer(sends);
        }
        finished.addAll(decided);
        return !works.isEmpty();
    }

    /** The settling thread decides as well; while it has more than enough to do, no more is claimed for it. */
    private int engineRoom() {
        return finished.size() < 2 * settings.batch() ? settings.batch() : 0;
    }

    private void settleNow(List<Work> works) {
        if (!works.isEmpty()) {
            var again = new ArrayList<Work>();
            engine.settle(works, again);
            finished.addAll(again);
        }
    }

    private void sleep(int failures, List<Head> heads) {
        lock.lock();
        try {
            if (noticed || stopping) {
                noticed = false;
                return;
            }
            var now = engine.now();
            var longest = now.plus(longest(failures));
            sleepsUntil = engine.claimer
                    .nextDue(heads)
                    .filter(due -> due.isBefore(longest))
                    .orElse(longest);
            // A millisecond more, since an instant is due when it has come, and never before.
            long nanos = Duration.between(now, sleepsUntil).toNanos() + 1_000_000;
            while (nanos > 0 && !noticed && !stopping) {
                nanos = woken.awaitNanos(nanos);
            }
            noticed = false;
        } catch (InterruptedException e) {
            // Only the host's own meddling can cause it: go on, the loop ends by stopping.
            LOG.debug("the claiming thread was interrupted", e);
        } finally {
            sleepsUntil = null;
            lock.unlock();
        }
    }

    /** A poll, a little less at random so that nodes do not march in step; after a failure sooner. */
    private Duration longest(int failures) {
        long millis = settings.poll().toMillis();
        if (failures > 0) {
            millis = Math.min(millis, 100L << Math.min(failures - 1, 10));
        }
        boolean sending = !desks.isIdle();
        millis = sending ? Math.min(millis, 1_000) : millis;
        return Duration.ofMillis(
                Math.max(1, millis - ThreadLocalRandom.current().nextLong(millis / 5 + 1)));
    }

    private void settleLoop() {
        int failures = 0;
        while (true) {
            var batch = new ArrayList<Work>();
            try {
                var first = finished.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    if (stopping && settled) {
                        return;
                    }
                    continue;
                }
                batch.add(first);
                finished.drainTo(batch, settings.batch() - 1);
                failures = settle(batch, failures);
            } catch (InterruptedException e) {
                LOG.debug("the settling thread was interrupted", e);
            }
        }
    }

    /**
     * Writes what came of works, as far as it can now; the rest is tried again.
     *
     * @param failures how often in a row the store has refused all
     * @return the same, thereafter
     */
    private int settle(List<Work> batch, int failures) throws InterruptedException {
        var again = new ArrayList<Work>();
        boolean refused = false;
        try {
            settle(batch, again);
        } catch (StoreException e) {
            refused = true;
            again.clear();
            again.addAll(batch);
            if (failures == 0) {
                LOG.warn("{} results cannot be recorded now; nothing is claimed until they can", batch.size(), e);
            }
        }
        if (!refused && failures > 0) {
            LOG.info("results are recorded again");
        }
        blocked = refused;
        var done = new ArrayList<>(batch);
        done.removeAll(again);
        // Beyond its lease a claim may be somebody else's, and its row is not waited for: the reminder comes again,
        // with the same id. But what the store refuses as a whole is kept.
        var late = again.stream()
                .filter(work -> engine.ageMillis(work) > settings.lease().toMillis())
                .toList();
        if (!late.isEmpty() && (!refused || stopping)) {
            LOG.warn("{} results could not be written within their lease; these reminders come again", late.size());
            again.removeAll(late);
            done.addAll(late);
        }
        done.forEach(desks::released);
        notice(Instant.MIN);
        if (!again.isEmpty()) {
            Thread.sleep(refused && !stopping ? longest(failures + 1).toMillis() : BUSY_PAUSE.toMillis());
            finished.addAll(again);
        }
        return refused ? failures + 1 : 0;
    }

    /** All in one transaction; where that fails for one of them, each by itself, so that it harms no other. */
    private void settle(List<Work> batch, List<Work> again) {
        try {
            engine.settle(batch, again);
        } catch (RuntimeException e) {
            if (e instanceof StoreException failure && failure.isRetryable()) {
                throw failure;
            }
            LOG.debug("{} results cannot be written together; trying one by one", batch.size(), e);
            again.clear();
            for (var work : batch) {
                try {
                    engine.settle(List.of(work), again);
                } catch (RuntimeException alone) {
                    if (alone instanceof StoreException failure && failure.isRetryable()) {
                        throw failure;
                    }
                    LOG.debug(
                            "the result of {} cannot be written now; trying again",
                            work.followUp().key(),
                            alone);
                    again.add(work);
                }
            }
        }
    }

    /** Stops claiming, lets what is running finish within the limit, and gives back what has not begun. */
    void stop() {
        stopping = true;
        notice(Instant.MIN);
        try {
            claimer.join(settings.shutdown().toMillis());
            desks.stop();
            long end = System.nanoTime() + settings.shutdown().toNanos();
            while (!desks.isIdle() && System.nanoTime() < end) {
                Thread.sleep(5);
                desks.checkOverruns();
            }
            settled = true;
            settler.join(settings.shutdown().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
