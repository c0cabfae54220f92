package org.lastmile.bench;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** How long each of many took; the unit is the caller's. Thread-safe. */
final class Latencies {
    private final double[] all;
    private final AtomicInteger count = new AtomicInteger();

    /** @param most beyond this many, further ones are counted and not kept */
    Latencies(int most) {
        all = new double[most];
    }

    void add(double latency) {
        int index = count.getAndIncrement();
        if (index < all.length) {
            all[index] = latency;
        }
    }

    int count() {
        return count.get();
    }

    /** The latency that such a share of them did not exceed; NaN if there was none. */
    double at(double share) {
        var sorted = Arrays.copyOf(all, Math.min(all.length, count.get()));
        Arrays.sort(sorted);
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    }
}
