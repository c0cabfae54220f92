package org.lastmile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Tells the engine what time it is, in whole milliseconds, and how long ago something was: the first is the store's affair, the second
 * this process's own.
 *
 * <p>Thread-safe, as its parts are.
 */
final class Timepiece {
    private final InstantSource time;
    private final Pace pace;

    Timepiece(InstantSource time, Pace pace) {
        this.time = time;
        this.pace = pace;
    }

    /** The engine's time, in whole milliseconds. */
    Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The store answers again, and may be another machine by now: its time is asked for at once. */
    void storeIsBack() {
        if (time instanceof StoreClock clock) {
            clock.resample();
        }
    }

    /** A moment of this process, to ask later how long ago it was. */
    record Mark(long nanos, long wallMillis) {
        /** A moment so much earlier. */
        Mark before(Duration time) {
            return new Mark(nanos - time.toNanos(), wallMillis - time.toMillis());
        }
    }

    Mark mark() {
        return new Mark(pace.nanos(), pace.wallMillis());
    }

    /** How long ago that was: the larger of two clocks, since one stops while a VM sleeps. */
    long millisSince(Mark mark) {
        return Math.max(nanosSince(mark) / 1_000_000, pace.wallMillis() - mark.wallMillis());
    }

    /** How long this process has run since then. */
    long nanosSince(Mark mark) {
        return pace.nanos() - mark.nanos();
    }
}
