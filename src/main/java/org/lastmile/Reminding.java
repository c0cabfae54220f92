package org.lastmile;

import java.util.List;

/**
 * What a nudge did.
 *
 * <p>Immutable and thread-safe.
 *
 * @param kind what it did; of several people, the first of these constants that is true of somebody
 * @param reminders the ids of the reminders that are on their way, or were asked for before with the same token
 */
public record Reminding(Kind kind, List<String> reminders) {
    /** What a nudge did. */
    public enum Kind {
        /** At least one reminder is on its way: it is kept, and is sent even if the process ends now. */
        COMING,
        /** Whoever could be nudged was nudged with this token before, or has another nudge waiting. */
        ALREADY,
        /** Acknowledged or snoozed: nothing fires until that runs out (rule R14). */
        HELD,
        /** The quiet hours last until the deadline; {@link Nudge#ignoringQuietHours()} would be heard. */
        QUIET,
        /** It has ended, or has not begun. */
        CLOSED,
        /** What is kept cannot be read; it was left as it is. */
        UNREADABLE,
        /** There is no such goal, step or recipient. */
        UNKNOWN
    }

    static final Reminding UNKNOWN = new Reminding(Kind.UNKNOWN, List.of());

    public Reminding {
        reminders = List.copyOf(reminders);
    }
}
