package org.lastmile.goal;

import java.time.Duration;
import java.time.Period;
import java.time.temporal.TemporalAmount;

/** How far a distance reaches: nothing is promised for more than a hundred years. */
final class Reach {
    private static final long MOST_DAYS = 36_600;

    private Reach() {}

    /** How many days it is at the most, either way. */
    static long days(TemporalAmount amount) {
        return amount instanceof Period period
                ? Math.abs(period.toTotalMonths()) * 31 + Math.abs((long) period.getDays())
                : Math.abs(((Duration) amount).toDays());
    }

    static boolean isTooFar(long days) {
        return days > MOST_DAYS;
    }
}
