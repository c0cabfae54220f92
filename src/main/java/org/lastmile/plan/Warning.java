package org.lastmile.plan;

/**
 * Something in a plan that its author may not have meant.
 *
 * <p>Immutable and thread-safe.
 *
 * @param kind what it is
 * @param stepId in which step
 * @param rung at which rung of its ladder, from 1; 0 if it is about none
 * @param recipients how many recipients it is about
 * @param text a sentence for people
 */
public record Warning(Kind kind, String stepId, int rung, int recipients, String text) {
    /** What a warning is about. */
    public enum Kind {
        /** A rung's final instant is not before the deadline; it will not speak (rule R6). */
        PAST_DEADLINE,
        /** A rung has no room outside the quiet hours; it will not speak (R8). */
        NO_ROOM_IN_QUIET_HOURS,
        /** The last rung before the deadline is more than 24 hours ahead of it: the campaign stops calling. */
        SILENT_LAST_DAY,
        /** Nobody holds the role that a rung speaks to (R19). */
        NO_RECIPIENT,
        /** A recipient has no address on any channel of a rung (R19). */
        NO_ADDRESS,
        /** The deadline lies outside the opening hours (R6). */
        DEADLINE_WHEN_CLOSED
    }
}
