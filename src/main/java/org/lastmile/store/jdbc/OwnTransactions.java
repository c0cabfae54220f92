package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.lastmile.goal.Lane;
import org.lastmile.store.StoreException;

/**
 * Begins and ends transactions on connections of our own taking, and runs one again that met a conflict. Connections are given
 * back as they were. Where a connection comes in the midst of a transaction of the host's, the work becomes part of that one.
 *
 * <p>Thread-safe.
 */
final class OwnTransactions implements Transactions {
    private static final int MOST_TRIES = 10;

    private final Connections connections;
    private final Database database;
    private final Dialect dialect;
    private final Lanes lanes;
    private final Guest guest;
    private final Consumer<Runnable> afterCommit;

    /** @param afterCommit runs a task after the commit of the transaction that the thread is in, or at once if it is in none */
    OwnTransactions(Connections connections, Database database, Lanes lanes, Consumer<Runnable> afterCommit) {
        this.connections = connections;
        this.database = database;
        this.dialect = database.dialect();
        this.lanes = lanes;
        this.afterCommit = afterCommit;
        this.guest = new Guest(dialect, this::makeLane);
    }

    /** What the work is for. */
    private enum Purpose {
        ENGINE,
        HOST,
        ALONE,
        READING,
        ASKING
    }

    @Override
    public <T> T engine(String what, Predicate<T> hasWritten, Work<T> work) {
        return run(what, Purpose.ENGINE, hasWritten, work, result -> {});
    }

    @Override
    public <T> T host(String what, Work<T> work, Consumer<T> committed) {
        return run(what, Purpose.HOST, result -> true, work, committed);
    }

    @Override
    public <T> T alone(String what, Work<T> work, Consumer<T> committed) {
        return run(what, Purpose.ALONE, result -> true, work, committed);
    }

    @Override
    public <T> T reading(String what, Work<T> work, Consumer<T> committed) {
        return run(what, Purpose.READING, result -> false, work, committed);
    }

    @Override
    public <T> T asking(String what, Work<T> work) {
        return run(what, Purpose.ASKING, result -> false, work, result -> {});
    }

    @Override
    public void afterCommit(Runnable task) {
        afterCommit.accept(task);
    }

    private <T> T run(String what, Purpose purpose, Predicate<T> hasWritten, Work<T> work, Consumer<T> committed) {
        for (int tries = 1; ; tries++) {
            try {
                return once(what, purpose, hasWritten, work, committed);
            } catch (Lanes.Missing missing) {
                if (tries >= MOST_TRIES) {
                    throw new StoreException("lane " + missing.lane + " gets no number", missing);
                }
                makeLane(missing.lane);
            } catch (SQLException e) {
                if (!dialect.isConflict(e) || tries >= MOST_TRIES) {
                    throw Failures.of(what, e, dialect);
                }
                pause(what, tries, e);
            }
        }
    }

    /**
     * Gives a lane its number, in a transaction of its own whatever the caller is in: other nodes must not wait for that one, nor
     * may the number go with it.
     */
    void makeLane(Lane lane) {
        Aside.call(() -> host("giving a lane its number", connection -> {
            lanes.create(connection, lane);
            return lane;
        }));
        Aside.call(() -> reading("reading the lanes", lanes::all));
    }

    private <T> T once(String what, Purpose purpose, Predicate<T> hasWritten, Work<T> work, Consumer<T> committed)
            throws SQLException {
        var connection = connections.take();
        if (isHosts(connection)) {
            try {
                return join(what, purpose, connection, work);
            } finally {
                connections.giveBack(connection);
            }
        }
        T result;
        if (purpose == Purpose.ALONE && database.autoCommits()) {
            try {
                result = work.on(connection);
            } finally {
                connections.giveBack(connection);
            }
            committed.accept(result);
            return result;
        }
        try (var lent = new Lent(connection, purpose)) {
            result = work.on(connection);
            lent.commit();
            if (hasWritten.test(result)) {
                connections.harden(connection);
            }
        }
        committed.accept(result);
        return result;
    }

    /** Connections that come in auto-commit, as most do, come without it only in the midst of a transaction. */
    private boolean isHosts(Connection connection) throws SQLException {
        try {
            return database.autoCommits() && !connection.getAutoCommit();
        } catch (SQLException e) {
            connections.giveBack(connection);
            throw e;
        }
    }

    private <T> T join(String what, Purpose purpose, Connection connection, Work<T> work) {
        return switch (purpose) {
            case ENGINE ->
                throw new IllegalStateException(what
                        + " in a transaction of the host's; call runDue() outside of one, since a claim that is not"
                        + " committed holds nobody off");
            case HOST, ALONE -> guest.write(what, connection, work);
            case READING, ASKING -> guest.read(what, connection, work);
        };
    }

    /** A connection with a transaction under way. */
    private final class Lent implements AutoCloseable {
        private final Connection connection;
        private final boolean autoCommit;
        private final Dialect.Ending ending;
        private boolean open = true;

        Lent(Connection connection, Purpose purpose) throws SQLException {
            this.connection = connection;
            try {
                autoCommit = connection.getAutoCommit();
                if (autoCommit) {
                    connection.setAutoCommit(false);
                }
                ending = dialect.begin(connection, purpose != Purpose.ENGINE && purpose != Purpose.READING);
                if (purpose == Purpose.ASKING) {
                    dialect.planFreely(connection);
                }
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
