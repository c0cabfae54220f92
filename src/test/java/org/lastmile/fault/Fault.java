package org.lastmile.fault;

/** What goes wrong in a round, once, at a moment of its own. */
enum Fault {
    /** A process is ended as by {@code kill -9}, and another one takes its place. */
    KILL("killed"),
    /** A process stands still for longer than its lease ({@code SIGSTOP}), and goes on ({@code SIGCONT}). */
    FREEZE("frozen"),
    /** The database is ended as by {@code kill -9}, and started again. */
    DATABASE("database killed"),
    /** Everything takes longer on its way to the database and back. */
    DELAY("delayed"),
    /** All connections are reset, and new ones for a while. */
    CUT("cut"),
    /** Connections stay open, and nothing comes through any more. */
    HALF_OPEN("half-open"),
    /** Connections are reset when the database says that it has committed, and before anybody hears it. */
    COMMITTED("cut after the commit"),
    /** The clock of one node's machine is set an hour ahead of the other's, and back, again and again. */
    CLOCKS("clocks an hour apart");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    /** Whether a file can suffer it, which one process holds and no wire leads to. */
    boolean befallsFiles() {
        return this == KILL || this == FREEZE;
    }

    @Override
    public String toString() {
        return words;
    }
}
