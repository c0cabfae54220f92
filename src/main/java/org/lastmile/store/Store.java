package org.lastmile.store;

import java.time.Instant;

/**
 * Where goals, follow-ups and the ledger are kept.
 *
 * <p>Implementations are thread-safe. Every method is one transaction: it has happened wholly, or not at all. All failures
 * are {@link StoreException}s. Instants are in whole milliseconds.
 */
public interface Store extends Register, Claims, Answers, Ledger, Queries, Retention, Accounts, Notes, AutoCloseable {
    /** The store's own time, which all nodes share. */
    Instant now();

    /**
     * Runs a task when what was done before is committed: at once, save in a transaction of the host's. If that is rolled back, it
     * is never run.
     */
    void afterCommit(Runnable task);

    /** Gives up what the store opened itself; what was lent to it stays open. */
    @Override
    void close();
}
