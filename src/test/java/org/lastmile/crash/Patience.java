package org.lastmile.crash;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks again and again until something has come about, and gives up in the end. */
public final class Patience {
    private static final Duration MOST = Duration.ofSeconds(30);

    private Patience() {}

    /** Returns as soon as it is so. */
    public static void until(String what, BooleanSupplier isSo) {
        until(what, MOST, isSo);
    }

    /** Returns as soon as it is so, and gives up after that time. */
    static void until(String what, Duration most, BooleanSupplier isSo) {
        long end = System.nanoTime() + most.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + most.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(25_000_000);
        }
    }

    /** Never returns, whatever interrupts it: what follows is never reached. */
    static void forever() {
        while (true) {
            LockSupport.park();
            Thread.interrupted();
        }
    }
}
