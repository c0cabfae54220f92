package org.lastmile.bench;

import java.lang.management.ManagementFactory;

/** What is alive in this process. */
final class Heap {
    private Heap() {}

    /** Bytes, after as thorough a collection as can be had. */
    static long used() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            used = Math.min(
                    used,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }
}
