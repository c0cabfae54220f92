package org.lastmile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store's time, sampled now and then and carried forward in between by {@link System#nanoTime()}: all nodes share it,
 * whatever their own clocks say. It never runs ahead of the store (a sample counts from its receipt) and never backwards.
 *
 * <p>Thread-safe.
 */
final class StoreClock implements InstantSource {
    private static final Logger LOG = LoggerFactory.getLogger(StoreClock.class);
    private static final long SAMPLE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final Duration DRIFT = Duration.ofSeconds(2);

    private final Store store;
    private Instant sample;
    private long sampledNanos;
    private Instant latest;

    StoreClock(Store store) {
        this.store = store;
        this.sample = store.now();
        this.sampledNanos = System.nanoTime();
        this.latest = sample;
    }

    @Override
    public synchronized Instant instant() {
        if (System.nanoTime() - sampledNanos > SAMPLE_NANOS) {
            resample();
        }
        var carried = sample.plusNanos(System.nanoTime() - sampledNanos);
        latest = carried.isAfter(latest) ? carried : latest;
        return latest;
    }

    /** Asks the store again; to be called after a lost connection too. */
    synchronized void resample() {
        long asked = System.nanoTime();
        var carried = sample.plusNanos(asked - sampledNanos);
        try {
            sample = store.now();
        } catch (StoreException e) {
            LOG.debug("the store's clock cannot be read now; its last sample is carried on", e);
            // Asked again in a while, and not by everybody who wants to know the time: each would wait as long.
            sample = carried;
            sampledNanos = asked;
            return;
        }
        sampledNanos = System.nanoTime();
        var drift = Duration.between(carried, sample);
        if (drift.abs().compareTo(DRIFT) > 0) {
            LOG.warn("the store's clock and this process drifted apart by {}; the store's counts", drift);
        }
    }
}
