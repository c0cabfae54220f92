package org.lastmile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store's time, sampled now and then and carried forward in between by this process's own pace: all nodes share it,
 * whatever their own clocks say. It never runs ahead of the store (a sample counts from its receipt) and never backwards.
 *
 * <p>Thread-safe. Its monitor is never held during a call of the store.
 */
final class StoreClock implements InstantSource {
    private static final Logger LOG = LoggerFactory.getLogger(StoreClock.class);
    /** So long a sample is carried: a reminder is late by 2.5 ms at most for the slower pace below. */
    private static final long SAMPLE_NANOS = Duration.ofSeconds(5).toNanos();
    /** Where the store could not be asked: longer, since whoever asks may have to wait for a time-out. */
    private static final long RETRY_NANOS = Duration.ofMinutes(1).toNanos();

    private static final long JUMP_MILLIS = 250;
    /** No quartz in use is wrong by more than one part in so many. */
    private static final long QUARTZ_ERROR = 2_000;

    private static final Duration DRIFT = Duration.ofSeconds(2);

    private final Store store;
    private final Pace pace;
    /** Held while the store is asked. Whoever finds it taken carries the last sample on, unless the machine has slept: that may be long ago. */
    private final ReentrantLock asking = new ReentrantLock();

    private Instant sample;
    private long sampledNanos;
    private long sampledWallMillis;
    private long carriedNanos = SAMPLE_NANOS;
    private Instant latest;

    StoreClock(Store store, Pace pace) {
        this.store = store;
        this.pace = pace;
        this.sample = store.now();
        this.sampledNanos = pace.nanos();
        this.sampledWallMillis = pace.wallMillis();
        this.latest = sample;
    }

    @Override
    public Instant instant() {
        if (hasSlept()) {
            asking.lock();
            askIf(this::hasSlept);
        } else if (isOld() && asking.tryLock()) {
            askIf(this::isOld);
        }
        return told();
    }

    /** Asks, unless somebody else has meanwhile, and gives up the turn that the caller has got. */
    private void askIf(BooleanSupplier isWanted) {
        try {
            if (isWanted.getAsBoolean()) {
                ask();
            }
        } finally {
            asking.unlock();
        }
    }

    private synchronized Instant told() {
        var carried = carried();
        latest = carried.isAfter(latest) ? carried : latest;
        return latest;
    }

    private synchronized boolean isOld() {
        return pace.nanos() - sampledNanos > carriedNanos;
    }

    /** While a machine is suspended {@code nanoTime} may stand still; the wall clock tells, and a wall clock that was set costs a sample. */
    private synchronized boolean hasSlept() {
        long byNanos = (pace.nanos() - sampledNanos) / 1_000_000;
        return Math.abs(pace.wallMillis() - sampledWallMillis - byNanos) > JUMP_MILLIS;
    }

    /** A little slower than the quartz says: none is right, and ahead of the store a reminder would be early. */
    private Instant carried() {
        return carriedTo(pace.nanos());
    }

    private Instant carriedTo(long then) {
        long nanos = then - sampledNanos;
        return sample.plusNanos(nanos - nanos / QUARTZ_ERROR);
    }

    /** Asks the store again; to be called after a lost connection too. If it does not answer, its last sample is carried on. */
    void resample() {
        asking.lock();
        askIf(() -> true);
    }

    private void ask() {
        long asked = pace.nanos();
        try {
            took(store.now(), asked);
        } catch (StoreException e) {
            LOG.debug("the store's clock cannot be read now; its last sample is carried on", e);
            carryOn(asked);
        }
    }

    /**
     * The store's time is the answer, or as much later as the answer has been under way. What was carried is kept where it is within that:
     * it is nearer, above all if this process has stood still in between.
     */
    private synchronized void took(Instant answer, long asked) {
        long received = pace.nanos();
        var carried = carriedTo(received);
        var drift = Duration.between(carried, answer);
        boolean isWithin = !carried.isBefore(answer) && !carried.isAfter(answer.plusNanos(received - asked));
        sample = isWithin ? carried : answer;
        sampledNanos = received;
        sampledWallMillis = pace.wallMillis();
        carriedNanos = SAMPLE_NANOS;
        if (!isWithin && drift.abs().compareTo(DRIFT) > 0) {
            LOG.warn("the store's clock and this process drifted apart by {}; the store's counts", drift);
        }
    }

    private synchronized void carryOn(long asked) {
        sample = carriedTo(asked);
        sampledNanos = asked;
        sampledWallMillis = pace.wallMillis();
        carriedNanos = RETRY_NANOS;
    }
}
