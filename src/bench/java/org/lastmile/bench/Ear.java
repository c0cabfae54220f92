package org.lastmile.bench;

import java.util.concurrent.atomic.LongAdder;

/** Hears reminders: the notifier that does nothing but count. */
class Ear {
    private final LongAdder count = new LongAdder();

    /** A reminder has come that was planned for then, in epoch milliseconds. */
    void hear(long plannedMillis) {
        count.increment();
    }

    /** Who hears what comes by another channel than the backlog's. */
    Ear beside() {
        return this;
    }

    long count() {
        return count.sum();
    }
}
