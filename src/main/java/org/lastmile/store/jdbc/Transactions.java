package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** How work gets its transaction: one of the store's own, or one of the host's. Failures are store exceptions. */
sealed interface Transactions permits OwnTransactions, HostedTransactions {
    /** What is done in a transaction; it may be done more than once. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** For the engine: waits for nobody, and never in a transaction of the host's. */
    <T> T engine(String what, Predicate<T> hasWritten, Work<T> work);

    /**
     * For the host: waits for whoever has locked a row.
     *
     * @param committed gets the result if it is committed now; in a transaction of the host's it is not
     */
    <T> T host(String what, Work<T> work, Consumer<T> committed);

    /**
     * For the host, by work whose statements can be transactions by themselves: where the connection is in auto-commit, they are.
     *
     * @param committed gets the result if it is committed now; in a transaction of the host's it is not
     */
    <T> T alone(String what, Work<T> work, Consumer<T> committed);

    /**
     * Writes nothing.
     *
     * @param committed gets the result if everybody would see the same
     */
    <T> T reading(String what, Work<T> work, Consumer<T> committed);

    /** Writes nothing, reads many rows, and may take its time. */
    <T> T asking(String what, Work<T> work);

    /** Runs it when what was done before is committed. */
    void afterCommit(Runnable task);

    default <T> T host(String what, Work<T> work) {
        return host(what, work, result -> {});
    }

    default <T> T alone(String what, Work<T> work) {
        return alone(what, work, result -> {});
    }

    default <T> T reading(String what, Work<T> work) {
        return reading(what, work, result -> {});
    }
}
