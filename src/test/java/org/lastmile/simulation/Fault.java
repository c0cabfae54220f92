package org.lastmile.simulation;

/** What goes wrong, or happens, in a world. A run in which one of them never occurs has proved nothing about it. */
enum Fault {
    CRASH("crashes"),
    RESTART("restarts"),
    JOIN("nodes that joined"),
    SHUTDOWN("nodes that shut down"),
    FREEZE("freezes"),
    SUSPENSION("suspensions (nanoTime stands still)"),
    CLOCK_STEP("clock steps"),
    INTERLEAVING("interleavings"),
    STORE_REFUSED("store errors before the commit"),
    STORE_IN_DOUBT("store errors after the commit"),
    ROW_LOCKED("locked rows"),
    THROWN("notifiers that threw before the send"),
    THROWN_AFTER("notifiers that threw after it"),
    TEMPORARY("temporary failures"),
    PERMANENT("permanent failures"),
    UNKNOWN("unknown results"),
    LATE("late results"),
    HUNG("hung notifiers");

    private final String plural;

    Fault(String plural) {
        this.plural = plural;
    }

    String plural() {
        return plural;
    }
}
