package org.lastmile;

/** What an acknowledgement, a snooze or a touch did. */
public enum Held {
    /** It holds for at least one follow-up. */
    DONE,
    /** All it could have been about has ended, or has not begun. */
    ALREADY_CLOSED,
    /** What is kept of it cannot be read; it was left as it is, and listeners are told. */
    UNREADABLE,
    /** There is no such goal, step or recipient. */
    UNKNOWN
}
