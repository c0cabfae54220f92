package org.lastmile.ical;

import java.util.Objects;

/**
 * Something in a calendar file that was left out, and why.
 *
 * <p>Immutable and thread-safe.
 *
 * @param what for example {@code attendee "Garden room"}; never with an address
 * @param why in words a person can act on
 */
public record Skipped(String what, String why) {
    public Skipped {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(why, "why");
    }

    /** The two in one line. */
    @Override
    public String toString() {
        return what + ": " + why;
    }
}
