package org.lastmile.plan;

/** Why a rung is not at the instant that its offset says. */
public enum Shift {
    /** Its local time does not exist on that day; moved forward by the gap (rule R5). */
    GAP("clocks go forward"),
    /** Rolled to a business day (R7). */
    ROLLED("rolled to a business day"),
    /** Deferred to the end of the quiet hours (R8). */
    DEFERRED("deferred to the end of quiet hours"),
    /** Advanced to before the quiet hours, since their end is too close to the deadline (R8). */
    ADVANCED("advanced to before quiet hours"),
    /** Held back until the miss (R6). */
    AT_MISS("at the miss"),
    /** Its moment had passed; it fires at once (R10). */
    AT_ONCE("late, at once");

    private final String words;

    Shift(String words) {
        this.words = words;
    }

    /** In a few words, for people. */
    public String words() {
        return words;
    }
}
