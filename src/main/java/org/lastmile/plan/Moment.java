package org.lastmile.plan;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
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
        return new Moment(instant, LocalDateTime.ofInstant(instant, zone), zone, false);
    }

    /** When the quiet hours that this moment lies in end; {@code null} if it does not lie in any (R8). */
    static @Nullable Instant quietEnd(Instant at, @Nullable QuietHours quiet, ZoneId zone) {
        if (quiet == null) {
            return null;
        }
        var local = LocalDateTime.ofInstant(at, zone);
        var time = local.toLocalTime();
        if (!quiet.contains(time)) {
            return null;
        }
        boolean beforeMidnight = quiet.spansMidnight() && !time.isBefore(quiet.startInclusive());
        var date = beforeMidnight ? local.toLocalDate().plusDays(1) : local.toLocalDate();
        var end = date.atTime(quiet.endExclusive()).atZone(zone);
        // In the hour that comes twice, the first of the two may have passed already.
        return end.toInstant().isAfter(at)
                ? end.toInstant()
                : end.withLaterOffsetAtOverlap().toInstant();
    }

    /**
     * When the quiet hours that this moment lies in began. What is to begin in a gap begins with it, unless it was quiet before the
     * gap already (a whole day may be missing).
     */
    static Instant quietStart(Instant at, QuietHours quiet, ZoneId zone) {
        var local = LocalDateTime.ofInstant(at, zone);
        boolean afterMidnight = quiet.spansMidnight() && local.toLocalTime().isBefore(quiet.endExclusive());
        var date = afterMidnight ? local.toLocalDate().minusDays(1) : local.toLocalDate();
        var start = of(date.atTime(quiet.startInclusive()), zone);
        if (!start.inGap()) {
            return start.instant();
        }
        var jump = zone.getRules().getTransition(start.local()).getInstant();
        var before = jump.minusMillis(1);
        return quietEnd(before, quiet, zone) == null ? jump : quietStart(before, quiet, zone);
    }
}
