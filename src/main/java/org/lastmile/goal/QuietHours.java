package org.lastmile.goal;

import java.time.LocalTime;
import java.time.format.DateTimeParseException;

/**
 * The hours in which a recipient is left alone (rule R8), in the rung's zone; they may span midnight.
 *
 * <p>Immutable and thread-safe. {@code QuietHours.parse(quiet.toString())} equals the value.
 *
 * @param startInclusive when they begin
 * @param endExclusive when they end
 */
public record QuietHours(LocalTime startInclusive, LocalTime endExclusive) {
    /** @throws IllegalArgumentException if both are the same, which would be 24 hours */
    public QuietHours {
        if (startInclusive.equals(endExclusive)) {
            throw new IllegalArgumentException("quiet hours begin and end at " + startInclusive
                    + ", which is all day; opt the recipient out of the channel instead");
        }
        if (startInclusive.getNano() % 1_000_000 != 0 || endExclusive.getNano() % 1_000_000 != 0) {
            throw new IllegalArgumentException(
                    "quiet hours are " + startInclusive + "-" + endExclusive + "; use whole milliseconds");
        }
    }

    /** Quiet from the one (inclusive) to the other (exclusive). */
    public static QuietHours of(LocalTime startInclusive, LocalTime endExclusive) {
        return new QuietHours(startInclusive, endExclusive);
    }

    /** Reads {@code 22:00-08:00}. */
    public static QuietHours parse(String text) {
        int dash = text.indexOf('-');
        try {
            return of(LocalTime.parse(text.substring(0, Math.max(0, dash))), LocalTime.parse(text.substring(dash + 1)));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "quiet hours are \"" + Text.shown(text) + "\"; write them as 22:00-08:00", e);
        }
    }

    /** Whether they go past midnight. */
    public boolean spansMidnight() {
        return endExclusive.isBefore(startInclusive);
    }

    /** Whether that time of day is quiet. */
    public boolean contains(LocalTime time) {
        boolean started = !time.isBefore(startInclusive);
        boolean notEnded = time.isBefore(endExclusive);
        return spansMidnight() ? started || notEnded : started && notEnded;
    }

    /** For example {@code 22:00-08:00}. */
    @Override
    public String toString() {
        return startInclusive + "-" + endExclusive;
    }
}
