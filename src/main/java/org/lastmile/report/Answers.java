package org.lastmile.report;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Delays;

/**
 * How people answered, after the same reminder.
 *
 * <p>Immutable and thread-safe.
 *
 * @param inTime who did it by the deadline
 * @param recovered who did it late
 * @param declined who said no
 * @param delays how long they took from the reminder; empty if there was none
 */
public record Answers(long inTime, long recovered, long declined, Delays delays) {
    /** Nobody. */
    public static final Answers NONE = new Answers(0, 0, 0, Delays.NONE);

    /** All of them. */
    public long all() {
        return inTime + recovered + declined;
    }

    /** Who did it. */
    public long reached() {
        return inTime + recovered;
    }

    /** The time within which half of them answered, rounded up to a bound of {@link Delays}; {@code null} if there is none. */
    public @Nullable Duration halfWithin() {
        return delays.within(0.5);
    }

    /** All of both. */
    public Answers plus(Answers other) {
        return new Answers(
                inTime + other.inTime,
                recovered + other.recovered,
                declined + other.declined,
                delays.plus(other.delays));
    }
}
