package org.lastmile.goal;

import java.time.LocalTime;
import java.time.format.DateTimeParseException;

/**
 * The hours of each day in which a step can be done, in the goal's zone (rule R6); they may span midnight.
 *
 * <p>Immutable and thread-safe. {@code OpeningHours.parse(hours.toString())} equals the value.
 *
 * @param opens when it opens
 * @param closesInclusive when it closes; that instant still counts as open
 */
public record OpeningHours(LocalTime opens, LocalTime closesInclusive) {
    /** @throws IllegalArgumentException if both are the same */
    public OpeningHours {
        if (opens.equals(closesInclusive)) {
            throw new IllegalArgumentException(
                    "opening hours open and close at " + opens + "; leave them out for a step that is always open");
        }
        if (opens.getNano() % 1_000_000 != 0 || closesInclusive.getNano() % 1_000_000 != 0) {
            throw new IllegalArgumentException(
                    "opening hours are " + opens + "-" + closesInclusive + "; use whole milliseconds");
        }
    }

    /** Open from the one to the other. */
    public static OpeningHours of(LocalTime opens, LocalTime closesInclusive) {
        return new OpeningHours(opens, closesInclusive);
    }

    /** Reads {@code 06:00-11:00}. */
    public static OpeningHours parse(String text) {
        int dash = text.indexOf('-');
        try {
            return of(LocalTime.parse(text.substring(0, Math.max(0, dash))), LocalTime.parse(text.substring(dash + 1)));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "opening hours are \"" + Text.shown(text) + "\"; write them as 06:00-11:00", e);
        }
    }

    /** Whether it is open at that time of day. */
    public boolean contains(LocalTime time) {
        boolean opened = !time.isBefore(opens);
        boolean notClosed = !time.isAfter(closesInclusive);
        return closesInclusive.isBefore(opens) ? opened || notClosed : opened && notClosed;
    }

    /** For example {@code 06:00-11:00}. */
    @Override
    public String toString() {
        return opens + "-" + closesInclusive;
    }
}
