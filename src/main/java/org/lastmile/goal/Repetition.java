package org.lastmile.goal;

import java.time.Duration;
import java.time.Period;
import java.time.temporal.TemporalAmount;
import java.util.Objects;

/**
 * How often a rung speaks again (rule R2). The first time counts.
 *
 * <p>Immutable and thread-safe.
 *
 * @param every a {@link Period} (added to the offset) or a {@link Duration} (added to the first instant)
 * @param times how often in all, 1 to 100; 0 while it has not been said, which a ladder refuses
 */
public record Repetition(TemporalAmount every, int times) {
    static final int MOST = 100;

    /** @throws IllegalArgumentException if the distance is not positive, or the number is out of range */
    public Repetition {
        Objects.requireNonNull(every, "every");
        boolean forward = every instanceof Period p && !p.isZero() && !p.isNegative()
                || every instanceof Duration d && d.compareTo(Duration.ofMillis(1)) >= 0;
        if (!forward) {
            throw new IllegalArgumentException("every is " + every + "; use a positive Period or Duration");
        }
        if (times < 0 || times > MOST) {
            throw new IllegalArgumentException("times is " + times + "; use 1 to " + MOST);
        }
        if (every instanceof Duration d && d.getNano() % 1_000_000 != 0) {
            throw new IllegalArgumentException("every is " + every + "; use whole milliseconds");
        }
        if (Reach.isTooFar(Reach.days(every)) || Reach.isTooFar(Reach.days(every) * times)) {
            throw new IllegalArgumentException(
                    "every(" + every + ") times(" + times + ") reaches over 100 years; use less of one of them");
        }
    }

    /** For example {@code every P1D times 3}. */
    @Override
    public String toString() {
        return "every " + every + " times " + times;
    }
}
