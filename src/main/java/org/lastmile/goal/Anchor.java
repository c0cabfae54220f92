package org.lastmile.goal;

/** The moment that a rung's offset counts from (rule R6). */
public enum Anchor {
    /** Backwards from the deadline. */
    BEFORE("before"),
    /** Forwards from the deadline; the only rungs that speak at or after it. */
    AFTER("after"),
    /** Forwards from the follow-up's activation. */
    AFTER_START("after-start"),
    /** Forwards from the last activity; an activity arms the rung again. */
    WHEN_IDLE("when-idle"),
    /** The last opening of the step before the deadline, in the goal's zone. */
    AT_OPENING("at-opening");

    private final String word;

    Anchor(String word) {
        this.word = word;
    }

    /** The word of the ladder's text form. */
    public String word() {
        return word;
    }

    /** Whether a move of the deadline moves the rung (and, with it, raises it again). */
    public boolean countsFromDeadline() {
        return this == BEFORE || this == AFTER || this == AT_OPENING;
    }
}
