package org.lastmile.goal;

import java.time.Duration;
import java.util.Objects;

/**
 * The patience of a goal: what is too late, too close, or long enough.
 *
 * <p>Immutable and thread-safe. All durations are elapsed time, from zero to 366 days.
 *
 * @param late rungs that had passed before the follow-up began (rule R10); {@link LatePolicy#SKIP} unless told
 * @param minLead a rung in quiet hours is not deferred closer to the deadline than this (R8); 1 hour unless told
 * @param staleAfter after a silence, a missed rung older than this is not sent (R11); 2 days unless told
 * @param grace how long after the deadline a follow-up is missed (R13); zero unless told
 * @param openAfter how long it stays answerable after its last after-rung (R13); 2 days unless told
 */
public record TimePolicy(LatePolicy late, Duration minLead, Duration staleAfter, Duration grace, Duration openAfter) {
    /** What holds unless told otherwise. */
    public static final TimePolicy DEFAULT =
            new TimePolicy(LatePolicy.SKIP, Duration.ofHours(1), Duration.ofDays(2), Duration.ZERO, Duration.ofDays(2));

    /** @throws IllegalArgumentException if a duration is negative or over 366 days */
    public TimePolicy {
        Objects.requireNonNull(late, "late");
        bounded("minLead", minLead);
        bounded("staleAfter", staleAfter);
        bounded("grace", grace);
        bounded("openAfter", openAfter);
    }

    public TimePolicy withLate(LatePolicy newLate) {
        return new TimePolicy(newLate, minLead, staleAfter, grace, openAfter);
    }

    public TimePolicy withMinLead(Duration newMinLead) {
        return new TimePolicy(late, newMinLead, staleAfter, grace, openAfter);
    }

    public TimePolicy withStaleAfter(Duration newStaleAfter) {
        return new TimePolicy(late, minLead, newStaleAfter, grace, openAfter);
    }

    public TimePolicy withGrace(Duration newGrace) {
        return new TimePolicy(late, minLead, staleAfter, newGrace, openAfter);
    }

    public TimePolicy withOpenAfter(Duration newOpenAfter) {
        return new TimePolicy(late, minLead, staleAfter, grace, newOpenAfter);
    }

    private static void bounded(String argument, Duration value) {
        if (value.isNegative() || value.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException(argument + " is " + value + "; use zero to 366 days");
        }
    }
}
