package org.lastmile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store's time, sampled now and then and carried forward in between by this process's own pace: all nodes share it,
 * whatever their own clocks say. It never runs ahead of the store (a sample counts from its receipt) and never backwards.
 *
 * <p>Thread-safe.
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
    public synchronized Instant instant() {
        if (pace.nanos() - sampledNanos > carriedNanos || hasSlept()) {
            resample();
        }
        var carried = carried();
        latest = carried.isAfter(latest) ? carried : latest;
        return latest;
    }

    /** While a machine is suspended {@code nanoTime} may stand still; the wall clock tells, and a wall clock that was set costs a sample. */
    private boolean hasSlept() {
        long byNanos = (pace.nanos() - sampledNanos) / 1_000_000;
        return Math.abs(pace.wallMillis() - sampledWallMillis - byNanos) > JUMP_MILLIS;
    }

    /** A little slower than the quartz says: none is right, and ahead of the store a reminder would be early. */
    private Instant carried() {
        long nanos = pace.nanos() - sampledNanos;
        return sample.plusNanos(nanos - nanos / QUARTZ_ERROR);
    }

    /** Asks the store again; to be called after a lost connection too. If it does not answer, its last sample is carried on. */
    synchronized void resample() {
        long asked = pace.nanos();
        var carried = carried();
        try {
            sample = store.now();
        } catch (StoreException e) {
            LOG.debug("the store's clock cannot be read now; its last sample is carried on", e);
            // Asked again in a while, and not by everybody who wants to know the time: each would wait as long.
            sample = carried;
            sampledNanos = asked;
            sampledWallMillis = pace.wallMillis();
            carriedNanos = RETRY_NANOS;
            return;
        }
        sampledNanos = pace.nanos();
        sampledWallMillis = pace.wallMillis();
        carriedNanos = SAMPLE_NANOS;
        var drift = Duration.between(carried, sample);
        if (drift.abs().compareTo(DRIFT) > 0) {
            LOG.warn("the store's clock and this process drifted apart by {}; the store's counts", drift);
        }
    }
}
