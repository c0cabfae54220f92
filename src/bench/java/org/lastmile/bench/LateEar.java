package org.lastmile.bench;

import java.util.concurrent.atomic.LongAdder;

/** Hears how many milliseconds after its planned instant each reminder comes. */
final class LateEar extends Ear {
    private final Latencies lateness;
    private final LongAdder early = new LongAdder();
    private final boolean besideOnly;

    /** @param besideOnly whether it listens to the other channel than the backlog's alone */
    LateEar(int expected, boolean besideOnly) {
        lateness = new Latencies(expected);
        this.besideOnly = besideOnly;
    }

    @Override
    void hear(long plannedMillis) {
        super.hear(plannedMillis);
        if (!besideOnly) {
            judge(plannedMillis);
        }
    }

    @Override
    Ear beside() {
        return besideOnly ? new Beside() : this;
    }

    private void judge(long plannedMillis) {
        long late = System.currentTimeMillis() - plannedMillis;
        lateness.add(late);
        if (late < 0) {
            early.increment();
        }
    }

    private final class Beside extends Ear {
        @Override
        void hear(long plannedMillis) {
            judge(plannedMillis);
        }
    }

    int judged() {
        return lateness.count();
    }

    /** The lateness by which it is compared, and others. Those that never came are as late as we waited, at least. */
    Sample sample(int expected) {
        return Sample.time("p99 ms late", lateness.at(0.99))
                .with("p50 ms", lateness.at(0.5))
                .with("longest ms", lateness.at(1))
                .with("early", early.sum())
                .with("never came", Math.max(0, expected - lateness.count()));
    }
}
