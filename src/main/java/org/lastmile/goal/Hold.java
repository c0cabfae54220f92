package org.lastmile.goal;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which nothing fires, since the follow-up was acknowledged or snoozed (rule R14).
 *
 * <p>Immutable and thread-safe.
 *
 * @param from when it was said
 * @param until when it runs out
 */
public record Hold(Instant from, Instant until) {
    /** @throws IllegalArgumentException if it ends before it begins */
    public Hold {
        if (until.isBefore(from)) {
            throw new IllegalArgumentException("hold ends at " + until + ", before it begins at " + from);
        }
    }

    /** Whether it begins before an earlier one has run out. */
    boolean goesOnWith(Hold earlier) {
        return !earlier.until().isBefore(from) && earlier.from().isBefore(from);
    }

    /** Whether that instant lies in it. */
    public boolean covers(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }

    /** How much of the time between the two instants it covers. */
    public Duration within(Instant start, Instant end) {
        var first = from.isAfter(start) ? from : start;
        var last = until.isBefore(end) ? until : end;
        return last.isAfter(first) ? Duration.between(first, last) : Duration.ZERO;
    }
}
