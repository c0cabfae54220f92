package org.lastmile.watch;

/**
 * Is told of what happens. One that throws, blocks or is slow harms no send: events wait for it, and are dropped beyond a bound.
 *
 * <p>It is called in one thread, after the fact has been written; after a crash an event may come twice or not at all. What must
 * not be lost is in the ledger.
 */
@FunctionalInterface
public interface Listener {
    /** Something happened. */
    void on(Event event);
}
