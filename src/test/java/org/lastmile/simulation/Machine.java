package org.lastmile.simulation;

import java.util.function.LongSupplier;

/** The clocks of one machine, none of which is right: a quartz that drifts, and a wall clock that somebody sets. */
final class Machine {
    private static final int MOST_DRIFT_PPM = 200;

    private final LongSupplier trueMillis;
    private final long bootMillis;
    private final long driftPpm;
    private long wallOffset;
    private long stoodStill;

    Machine(LongSupplier trueMillis, Dice dice) {
        this.trueMillis = trueMillis;
        this.bootMillis = trueMillis.getAsLong();
        this.driftPpm = dice.between(-MOST_DRIFT_PPM, MOST_DRIFT_PPM);
        this.wallOffset = dice.between(-3_600_000, 3_600_000);
    }

    long nanos() {
        long millis = trueMillis.getAsLong() - bootMillis - stoodStill;
        return millis * 1_000_000 + millis * driftPpm;
    }

    long wallMillis() {
        return trueMillis.getAsLong() + wallOffset;
    }

    /** Somebody sets the wall clock. */
    void step(long millis) {
        wallOffset += millis;
    }

    /** The machine was suspended: the wall clock is right on waking, the quartz knows nothing of it. */
    void suspended(long millis) {
        stoodStill += millis;
    }
}
