package org.lastmile.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits without costing those that are waited for. */
final class Waiting {
    private Waiting() {}

    static void aMoment() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }

    /** Until it is so; {@code false} if it was not so in that time. */
    static boolean until(BooleanSupplier isSo, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            aMoment();
        }
        return true;
    }
}
