package org.lastmile.plan.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TimeZone;
import java.util.stream.Stream;

/** Every zone whose clocks were ever set, and days on which they were. */
final class Zones {
    /** All that the JDK has, in alphabetical order: a library may have added some of its own. */
    static final List<ZoneId> ALL = Stream.of(TimeZone.getAvailableIDs())
            .filter(ZoneId.getAvailableZoneIds()::contains)
            .sorted()
            .map(ZoneId::of)
            .filter(zone -> !zone.getRules().isFixedOffset())
            .toList();

    private static final List<ZoneId> STRANGE = zones(
            "Australia/Lord_Howe", // half an hour
            "Pacific/Apia", // no 2011-12-30
            "Pacific/Apia",
            "Africa/Cairo", // no midnight
            "America/Santiago", // no midnight, or two
            "America/Asuncion",
            "Asia/Beirut",
            "America/Havana",
            "Africa/Casablanca", // set back for Ramadan
            "Atlantic/Azores",
            "America/New_York",
            "Europe/London",
            "Europe/Dublin",
            "Asia/Kathmandu",
            "Pacific/Kwajalein", // no 1993-08-21
            "Antarctica/Troll", // two hours
            "America/Scoresbysund");

    private static final LocalDateTime FIRST_YEAR = LocalDateTime.parse("1905-01-01T00:00");

    private Zones() {}

    private static List<ZoneId> zones(String... ids) {
        return List.of(ids).stream().map(ZoneId::of).toList();
    }

    static ZoneId any(SplittableRandom dice) {
        int choice = dice.nextInt(100);
        if (choice < 6) {
            return choice < 3 ? ZoneOffset.UTC : ZoneOffset.ofHoursMinutes(5, 30);
        }
        return choice < 36 ? pick(STRANGE, dice) : pick(ALL, dice);
    }

    /** A local time just before the clocks are set, on one day out of three any time at all. */
    static LocalDateTime pivot(ZoneId zone, SplittableRandom dice) {
        var rules = zone.getRules();
        var known = rules.getTransitions();
        if (zone.getId().equals("Pacific/Apia") && dice.nextInt(100) < 40) {
            return LocalDateTime.parse("2011-12-30T00:00");
        }
        if (dice.nextInt(100) < 35 && !known.isEmpty()) {
            var before = known.get(dice.nextInt(known.size())).getDateTimeBefore();
            if (before.isAfter(FIRST_YEAR)) {
                return before;
            }
        }
        var day = LocalDate.of(1990 + dice.nextInt(50), 1, 1).plusDays(dice.nextInt(365));
        if (dice.nextInt(100) < 75) {
            Instant from = day.atStartOfDay().toInstant(ZoneOffset.UTC);
            var next = rules.nextTransition(from);
            if (next != null) {
                return next.getDateTimeBefore();
            }
        }
        return day.atTime(dice.nextInt(24), 0);
    }

    static <T> T pick(List<T> from, SplittableRandom dice) {
        return from.get(dice.nextInt(from.size()));
    }
}
