package org.lastmile.goal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * By when: a local date-time with a zone, a local date with a zone (its instant is the midnight that ends that day), or an
 * instant (rule R1). What was said is kept; the instant is derived, by the zone rules of the day it is asked for.
 *
 * <p>Immutable and thread-safe. {@code Deadline.parse(deadline.toString())} equals the deadline.
 */
public sealed interface Deadline {
    /** A date and time of day in a zone. Kept to the millisecond. */
    record AtTime(LocalDateTime local, ZoneId zone) implements Deadline {
        public AtTime {
            local = Deadline.inRange(local).truncatedTo(ChronoUnit.MILLIS);
            Objects.requireNonNull(zone, "zone");
        }

        @Override
        public Instant instant() {
            return local.atZone(zone).toInstant();
        }

        @Override
        public LocalDateTime localDateTime() {
            return local;
        }

        @Override
        public LocalDate date() {
            return local.toLocalDate();
        }

        @Override
        public String toString() {
            return local + "[" + zone + "]";
        }
    }

    /** A whole day in a zone: it ends with that day. */
    record OnDate(LocalDate date, ZoneId zone) implements Deadline {
        public OnDate {
            Deadline.inRange(date.atStartOfDay());
            Objects.requireNonNull(zone, "zone");
        }

        @Override
        public Instant instant() {
            return localDateTime().atZone(zone).toInstant();
        }

        /** 00:00 of the next day. */
        @Override
        public LocalDateTime localDateTime() {
            return date.plusDays(1).atStartOfDay();
        }

        @Override
        public String toString() {
            return date + "[" + zone + "]";
        }
    }

    /** A point in time; the zone only says how to read it. Kept to the millisecond. */
    record AtInstant(Instant instant, ZoneId zone) implements Deadline {
        public AtInstant {
            instant = instant.truncatedTo(ChronoUnit.MILLIS);
            Objects.requireNonNull(zone, "zone");
            Deadline.inRange(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
        }

        @Override
        public LocalDateTime localDateTime() {
            return LocalDateTime.ofInstant(instant, zone);
        }

        @Override
        public LocalDate date() {
            return localDateTime().toLocalDate();
        }

        @Override
        public String toString() {
            return instant + "[" + zone + "]";
        }
    }

    /** That date and time of day in that zone. */
    static Deadline of(LocalDateTime local, ZoneId zone) {
        return new AtTime(local, zone);
    }

    /** The end of that day in that zone. */
    static Deadline of(LocalDate date, ZoneId zone) {
        return new OnDate(date, zone);
    }

    /** That point in time, read in UTC. */
    static Deadline of(Instant instant) {
        return new AtInstant(instant, ZoneOffset.UTC);
    }

    /** That point in time, read in that zone. */
    static Deadline of(Instant instant, ZoneId zone) {
        return new AtInstant(instant, zone);
    }

    /**
     * Reads {@code 2026-07-04T19:00[America/New_York]}, {@code 2026-07-04[Europe/Berlin]} or
     * {@code 2026-07-04T17:00:00Z[UTC]}.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    static Deadline parse(String text) {
        int bracket = text.indexOf('[');
        if (bracket < 0 || !text.endsWith("]")) {
            throw new IllegalArgumentException("deadline is \"" + Text.shown(text)
                    + "\"; write the zone behind it in brackets: 2026-07-04T19:00[Europe/Berlin]");
        }
        var when = text.substring(0, bracket);
        try {
            var zone = ZoneId.of(text.substring(bracket + 1, text.length() - 1));
            if (when.endsWith("Z")) {
                return of(Instant.parse(when), zone);
            }
            return when.contains("T") ? of(LocalDateTime.parse(when), zone) : of(LocalDate.parse(when), zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "deadline is \"" + Text.shown(text)
                            + "\"; write 2026-07-04T19:00[Europe/Berlin] or 2026-07-04[Europe/Berlin]",
                    e);
        }
    }

    /** The point in time; a local time in a gap moves forward by the gap, in an overlap the earlier offset counts (R5). */
    Instant instant();

    /** The zone it was said in. */
    ZoneId zone();

    /** The local date and time in its own zone; of a date, 00:00 of the next day. */
    LocalDateTime localDateTime();

    /** The local date that a time of day is counted from (R3); of a date, the date itself. */
    LocalDate date();

    private static LocalDateTime inRange(LocalDateTime local) {
        if (local.getYear() < 1900 || local.getYear() > 9000) {
            throw new IllegalArgumentException("deadline is in the year " + local.getYear() + "; use 1900 to 9000");
        }
        return local;
    }
}
