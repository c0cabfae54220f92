package org.lastmile.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.lastmile.Lastmile;
import org.lastmile.RunResult;

/**
 * A clock that moves only when it is told to.
 *
 * <pre>{@code
 * var time = ManualTime.at(Instant.parse("2026-05-01T00:00:00Z"));
 * var sent = new RecordingNotifier();
 * var lastmile = Lastmile.builder().time(time).executor(Runnable::run).notifier("email", sent).build();
 * lastmile.schedule(party);
 * time.runUntil(lastmile, Instant.parse("2026-07-05T00:00:00Z")); // every reminder at its own instant
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class ManualTime implements InstantSource {
    private Instant now;

    private ManualTime(Instant now) {
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A clock that stands at that instant. */
    public static ManualTime at(Instant start) {
        return new ManualTime(start);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Jumps there; backwards too, as broken clocks do. */
    public synchronized void set(Instant instant) {
        now = instant.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Jumps by so much elapsed time. */
    public synchronized void advance(Duration duration) {
        set(now.plus(duration));
    }

    /**
     * Lets time pass until then, stopping at each instant at which something is due to run it, and at the end.
     *
     * @throws IllegalArgumentException if the instant has passed
     */
    public RunResult runUntil(Lastmile lastmile, Instant end) {
        if (end.isBefore(instant())) {
            throw new IllegalArgumentException(
                    "end is " + end + ", before now, " + instant() + "; use set(…) to go back");
        }
        var total = lastmile.runDue();
        for (var next = lastmile.nextDue(); next.isPresent() && !next.get().isAfter(end); next = lastmile.nextDue()) {
            set(next.get());
            total = total.plus(lastmile.runDue());
        }
        set(end);
        return total.plus(lastmile.runDue());
    }

    /** Lets so much time pass, as {@link #runUntil}. */
    public RunResult run(Lastmile lastmile, Duration duration) {
        return runUntil(lastmile, instant().plus(duration));
    }
}
