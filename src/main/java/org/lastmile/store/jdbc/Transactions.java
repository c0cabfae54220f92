package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.lastmile.store.StoreException;

/**
 * Begins and ends transactions on connections of our own taking, and runs one again that met a conflict. Connections are given
 * back as they were.
 *
 * <p>Thread-safe.
 */
final class Transactions {
    /** What is done in a transaction; it may be done more than once. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private static final int MOST_TRIES = 10;

    private final Connections connections;
    private final Dialect dialect;
    private final Lanes lanes;

    Transactions(Connections connections, Dialect dialect, Lanes lanes) {
        this.connections = connections;
        this.dialect = dialect;
        this.lanes = lanes;
    }

    /** For the engine: waits for nobody. */
    <T> T engine(String what, Predicate<T> hasWritten, Work<T> work) {
        return run(what, false, hasWritten, work);
    }

    /** For the host: waits for whoever has locked a row. */
    <T> T host(String what, Work<T> work) {
        return run(what, true, result -> true, work);
    }

    /** Writes nothing. */
    <T> T reading(String what, Work<T> work) {
        return run(what, false, result -> false, work);
    }

    private <T> T run(String what, boolean patient, Predicate<T> hasWritten, Work<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return once(patient, hasWritten, work);
            } catch (Lanes.Missing missing) {
                create(missing, tries);
            } catch (SQLException e) {
                if (!dialect.isConflict(e) || tries >= MOST_TRIES) {
                    throw Failures.of(what, e, dialect);
                }
                pause(what, tries, e);
            }
        }
    }

    private void create(Lanes.Missing missing, int tries) {
        if (tries >= MOST_TRIES) {
            throw new StoreException("lane " + missing.lane + " gets no number", missing);
        }
        host("giving a lane its number", connection -> {
            lanes.create(connection, missing.lane);
            return missing;
        });
    }

    private <T> T once(boolean patient, Predicate<T> hasWritten, Work<T> work) throws SQLException {
        var connection = connections.take();
        try (var lent = new Lent(connection, patient)) {
            var result = work.on(connection);
            lent.commit();
            if (hasWritten.test(result)) {
                connections.harden(connection);
            }
            return result;
        }
    }

    /** A connection with a transaction under way. */
    private final class Lent implements AutoCloseable {
        private final Connection connection;
        private final boolean autoCommit;
        private final Dialect.Ending ending;
        private boolean open = true;

        Lent(Connection connection, boolean patient) throws SQLException {
            this.connection = connection;
            try {
                autoCommit = connection.getAutoCommit();
                if (autoCommit) {
                    connection.setAutoCommit(false);
                }
                ending = dialect.begin(connection, patient);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }

        void commit() throws SQLException {
            connection.commit();
            open = false;
        }

        @Override
        public void close() throws SQLException {
            try {
                if (open) {
                    connection.rollback();
                }
                ending.run();
                if (autoCommit) {
                    connection.setAutoCommit(true);
                }
            } catch (SQLException e) {
                // It is broken, and its pool will find that out; but what was committed stays committed.
                if (open) {
                    throw e;
                }
            } finally {
                connections.giveBack(connection);
            }
        }
    }

    private static void pause(String what, int tries, SQLException cause) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1L << Math.min(tries, 7)) + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(what + " was interrupted", cause, true);
        }
    }
}
