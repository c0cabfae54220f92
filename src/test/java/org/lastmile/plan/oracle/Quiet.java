package org.lastmile.plan.oracle;

import java.time.Instant;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.QuietHours;

/** The quiet hours of somebody (rule R8), read off the clock on their wall. */
final class Quiet {
    private final @Nullable QuietHours hours;
    private final WallClock clock;

    Quiet(@Nullable QuietHours hours, WallClock clock) {
        this.hours = hours;
        this.clock = clock;
    }

    boolean is(Instant at) {
        if (hours == null) {
            return false;
        }
        LocalTime time = clock.read(at).toLocalTime();
        LocalTime from = hours.startInclusive();
        LocalTime to = hours.endExclusive();
        boolean overMidnight = to.compareTo(from) < 0;
        return overMidnight
                ? time.compareTo(from) >= 0 || time.compareTo(to) < 0
                : time.compareTo(from) >= 0 && time.compareTo(to) < 0;
    }

    /** The first time after that instant that the clock shows the end. */
    Instant endAfter(Instant at) {
        for (var day = clock.read(at).toLocalDate().minusDays(1); ; day = day.plusDays(1)) {
            var end = day.atTime(hours.endExclusive());
            var readings = clock.readings(end);
            readings.add(clock.find(end));
            for (var reading : readings) {
                if (reading.isAfter(at) && !is(reading)) {
                    return reading;
                }
            }
        }
    }

    /** The last time, up to that instant, that the clock reached the beginning when it was not quiet yet. */
    Instant startBefore(Instant at) {
        for (var day = clock.read(at).toLocalDate(); ; day = day.minusDays(1)) {
            var start = clock.reaches(day.atTime(hours.startInclusive()));
            if (!start.isAfter(at) && !is(start.minusMillis(1))) {
                return start;
            }
        }
    }
}
