package org.lastmile.plan.oracle;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.TreeSet;

/** The clock on the wall of a zone. It asks the zone nothing but "which offset holds at this instant?", and looks around. */
final class WallClock {
    private static final long HOUR = 3_600_000L;
    private static final int HOURS_AROUND = 42;

    private final ZoneRules rules;

    WallClock(ZoneId zone) {
        this.rules = zone.getRules();
    }

    /** What the clock shows at that instant. */
    LocalDateTime read(Instant instant) {
        return local(instant.toEpochMilli() + offset(instant.toEpochMilli()));
    }

    /** The instants at which the clock shows that: one, two where it is set back, none where it is set forward. */
    TreeSet<Instant> readings(LocalDateTime local) {
        long shown = millis(local);
        var readings = new TreeSet<Instant>();
        long tried = Long.MIN_VALUE;
        for (int hour = -HOURS_AROUND; hour <= HOURS_AROUND; hour++) {
            long offset = offset(shown + hour * HOUR);
            if (offset != tried && offset(shown - offset) == offset) {
                readings.add(Instant.ofEpochMilli(shown - offset));
            }
            tried = offset;
        }
        return readings;
    }

    /** R5: the first of two; what is jumped over is found as if the clock had not been set forward. */
    Instant find(LocalDateTime local) {
        var readings = readings(local);
        return readings.isEmpty()
                ? Instant.ofEpochMilli(millis(local) - offset(lastHourBefore(local)))
                : readings.first();
    }

    /** The first instant at which the clock shows that or, where that is jumped over, the instant of the jump. */
    Instant reaches(LocalDateTime local) {
        var readings = readings(local);
        if (!readings.isEmpty()) {
            return readings.first();
        }
        long before = lastHourBefore(local);
        long second = before - Math.floorMod(before, 1_000L);
        while (offset(second) == offset(before)) {
            second += 1_000;
        }
        return Instant.ofEpochMilli(second);
    }

    /** The last look, hour by hour, at which the clock does not show that time yet; it is jumped over within the next hour. */
    private long lastHourBefore(LocalDateTime local) {
        long shown = millis(local);
        long look = shown - HOURS_AROUND * HOUR;
        while (look + HOUR + offset(look + HOUR) < shown) {
            look += HOUR;
        }
        return look;
    }

    private long offset(long millis) {
        return rules.getOffset(Instant.ofEpochMilli(millis)).getTotalSeconds() * 1_000L;
    }

    private static long millis(LocalDateTime local) {
        return local.toEpochSecond(ZoneOffset.UTC) * 1_000 + local.getNano() / 1_000_000;
    }

    private static LocalDateTime local(long millis) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(millis, 1_000L), (int) Math.floorMod(millis, 1_000L) * 1_000_000, ZoneOffset.UTC);
    }
}
