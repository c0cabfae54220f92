package org.lastmile.goal;

/** How a follow-up ended. */
public enum Outcome {
    /** Completed in time. */
    DONE,
    /** The participant said no. */
    DECLINED,
    /** The deadline, its after-rungs and the time after them passed without an answer. */
    EXPIRED,
    /** The host, or a quorum, made it unnecessary. */
    CANCELLED,
    /** Completed after it had been missed. */
    RECOVERED
}
