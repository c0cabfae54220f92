package org.lastmile.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.QuietHours;

/**
 * A point in time with the local time it was worked out from.
 *
 * @param instant the point in time
 * @param local the local date-time that was resolved
 * @param zone in which it was resolved
 * @param inGap whether the local time does not exist there (rule R5)
 */
record Moment(Instant instant, LocalDateTime local, ZoneId zone, boolean inGap) {
    /** A local time: in a gap it moves forward by the gap, in an overlap the earlier offset counts (R5). */
    static Moment of(LocalDateTime local, ZoneId zone) {
        var resolved = local.atZone(zone);
        return new Moment(
                resolved.toInstant(), local, zone, !resolved.toLocalDateTime().equals(local));
    }

    static Moment of(Instant instant, ZoneId zone) {
        return new Moment(instant, local(instant, zone), zone, false);
    }

    /** As {@link LocalDateTime#ofInstant}, which makes the rules of a fixed offset anew at each call. */
    static LocalDateTime local(Instant instant, ZoneId zone) {
        return zone instanceof ZoneOffset offset
                ? LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), offset)
                : LocalDateTime.ofInstant(instant, zone);
    }

    /**
     * When the quiet hours that this moment lies in end; {@code null} if it does not lie in any (R8). That is the first time after it
     * that the clock shows their end: in the hour that comes twice it may be the second, and where the clocks jump over it (R5), it may
     * be quiet again.
     */
    static @Nullable Instant quietEnd(Instant at, @Nullable QuietHours quiet, ZoneId zone) {
        if (quiet == null || !isQuiet(at, quiet, zone)) {
            return null;
        }
        for (var date = LocalDate.ofInstant(at, zone).minusDays(1); ; date = date.plusDays(1)) {
            var end = date.atTime(quiet.endExclusive()).atZone(zone);
            for (var shown :
                    List.of(end.toInstant(), end.withLaterOffsetAtOverlap().toInstant())) {
                if (shown.isAfter(at) && !isQuiet(shown, quiet, zone)) {
                    return shown;
                }
            }
        }
    }

    static boolean isQuiet(Instant at, QuietHours quiet, ZoneId zone) {
        return quiet.contains(LocalTime.ofInstant(at, zone));
    }

    /**
     * When the quiet hours that this moment lies in began. What is to begin in a gap begins with it; and what begins when it is quiet
     * already, since the clocks jumped over the time between, began the day before.
     */
    static Instant quietStart(Instant at, QuietHours quiet, ZoneId zone) {
        var local = LocalDateTime.ofInstant(at, zone);
        boolean afterMidnight = quiet.spansMidnight() && local.toLocalTime().isBefore(quiet.endExclusive());
        var date = afterMidnight ? local.toLocalDate().minusDays(1) : local.toLocalDate();
        var said = of(date.atTime(quiet.startInclusive()), zone);
        var start = said.inGap() ? zone.getRules().getTransition(said.local()).getInstant() : said.instant();
        var before = start.minusMillis(1);
        return isQuiet(before, quiet, zone) ? quietStart(before, quiet, zone) : start;
    }
}
