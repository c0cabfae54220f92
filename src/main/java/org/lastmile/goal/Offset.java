package org.lastmile.goal;

import java.time.Duration;
import java.time.LocalTime;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A distance from an anchor (rules R1 to R3): calendar time ({@link Period}), elapsed time ({@link Duration}) or
 * {@link BusinessDays}; the first and the last may name the time of day they land on.
 *
 * <p>Immutable and thread-safe. {@code Offset.parse(offset.toString())} equals the offset.
 */
public sealed interface Offset {
    /** Calendar time: computed on the local date-time and resolved once in the zone (R2). */
    record Calendar(Period period, @Nullable LocalTime at) implements Offset {
        public Calendar {
            Objects.requireNonNull(period, "period");
            if (Reach.isTooFar(Reach.days(period))) {
                throw new IllegalArgumentException("period is " + period + "; use at most 100 years");
            }
        }

        @Override
        public Calendar at(LocalTime time) {
            return new Calendar(period, Offset.wholeMillis(time));
        }

        @Override
        public boolean isNegative() {
            return period.isNegative();
        }

        @Override
        public String toString() {
            return period + Offset.atText(at);
        }
    }

    /** Elapsed time: so many hours, minutes and seconds, whatever the clocks do (R2). */
    record Elapsed(Duration duration) implements Offset {
        public Elapsed {
            Objects.requireNonNull(duration, "duration");
            if (Reach.isTooFar(Reach.days(duration))) {
                throw new IllegalArgumentException("duration is " + duration + "; use at most 100 years");
            }
            if (duration.getNano() % 1_000_000 != 0) {
                throw new IllegalArgumentException("duration is " + duration + "; use whole milliseconds");
            }
        }

        /** Always refused: elapsed time does not land on a time of day. */
        @Override
        public Offset at(LocalTime time) {
            throw new IllegalArgumentException("at(" + time + ") does not go with the elapsed time " + duration
                    + "; use a Period, for example Period.ofDays("
                    + Math.max(1, Reach.days(duration)) + ")");
        }

        @Override
        public @Nullable LocalTime at() {
            return null;
        }

        @Override
        public boolean isNegative() {
            return duration.isNegative();
        }

        @Override
        public String toString() {
            return duration.toString();
        }
    }

    /** Business days by the goal's calendar (R7). */
    record Business(BusinessDays days, @Nullable LocalTime at) implements Offset {
        public Business {
            Objects.requireNonNull(days, "days");
        }

        @Override
        public Business at(LocalTime time) {
            return new Business(days, Offset.wholeMillis(time));
        }

        @Override
        public boolean isNegative() {
            return days.count() < 0;
        }

        @Override
        public String toString() {
            return days + Offset.atText(at);
        }
    }

    /** Calendar time. */
    static Calendar of(Period period) {
        return new Calendar(period, null);
    }

    /** Elapsed time. */
    static Elapsed of(Duration duration) {
        return new Elapsed(duration);
    }

    /** Business days. */
    static Business of(BusinessDays days) {
        return new Business(days, null);
    }

    /**
     * The same offset, landing on that time of day (R3).
     *
     * @throws IllegalArgumentException on elapsed time, or if the time has parts of a millisecond
     */
    Offset at(LocalTime time);

    /** The time of day it lands on, if it names one. */
    @Nullable
    LocalTime at();

    /** Whether any part of it counts backwards. */
    boolean isNegative();

    /** Whether it is no distance at all, and names no time of day. */
    default boolean isZero() {
        return equals(of(Period.ZERO)) || equals(of(Duration.ZERO));
    }

    /**
     * Reads {@code P14D}, {@code PT2H}, {@code 3 business days}, the first and last with {@code at 09:00} behind.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    static Offset parse(String text) {
        var parts = text.trim().split("\\s+at\\s+", 2);
        var amount = amount(parts[0].trim(), text);
        if (parts.length == 1) {
            return amount;
        }
        try {
            return amount.at(LocalTime.parse(parts[1].trim()));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "time of day is \"" + Text.shown(parts[1]) + "\"; write it as 09:00 or 09:00:30", e);
        }
    }

    private static Offset amount(String amount, String whole) {
        try {
            if (amount.endsWith(" business days") || amount.endsWith(" business day")) {
                return of(BusinessDays.of(Integer.parseInt(amount.substring(0, amount.indexOf(' ')))));
            }
            return amount.contains("T") ? of(Duration.parse(amount)) : of(Period.parse(amount));
        } catch (DateTimeParseException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "offset is \"" + Text.shown(whole) + "\"; write P14D, P1M, PT2H or 3 business days", e);
        }
    }

    private static LocalTime wholeMillis(LocalTime time) {
        if (time.getNano() % 1_000_000 != 0) {
            throw new IllegalArgumentException("at is " + time + "; use whole milliseconds");
        }
        return time;
    }

    private static String atText(@Nullable LocalTime at) {
        return at == null ? "" : " at " + at;
    }
}
