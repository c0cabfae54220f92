package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.function.Consumer;
import org.lastmile.goal.Lane;
import org.lastmile.store.jdbc.Transactions.Work;

/**
 * Works in transactions of the host's: never commits one, rolls none back but to where the work began, changes no setting. A
 * conflict is told, since only the host can run its transaction again; but for those that touch our part of it alone.
 *
 * <p>Thread-safe.
 */
final class Guest {
    static final String AUTO_COMMIT =
            "connection is in auto-commit; call setAutoCommit(false) first, and commit when your own work is done";

    private static final int MOST_TRIES = 10;

    private final Dialect dialect;
    private final Consumer<Lane> laneMaker;

    /** @param laneMaker gives a lane its number, in another transaction */
    Guest(Dialect dialect, Consumer<Lane> laneMaker) {
        this.dialect = dialect;
        this.laneMaker = laneMaker;
    }

    /** Does it wholly, or not at all: what a failure leaves behind is taken back. */
    <T> T write(String what, Connection connection, Work<T> work) {
        try {
            if (connection.getAutoCommit()) {
                throw new IllegalStateException(AUTO_COMMIT);
            }
            dialect.checkHosts(connection);
            var before = connection.setSavepoint();
            for (int tries = 1; ; tries++) {
                try {
                    var result = workWithLanes(connection, before, work);
                    connection.releaseSavepoint(before);
                    return result;
                } catch (SQLException | RuntimeException e) {
                    takeBack(connection, before, e);
                    boolean again = e instanceof SQLException failure && dialect.isPassedBySavepoint(failure);
                    if (!again || tries >= MOST_TRIES) {
                        throw e;
                    }
                }
            }
        } catch (SQLException e) {
            throw Failures.of(what, e, dialect);
        }
    }

    private <T> T workWithLanes(Connection connection, Savepoint before, Work<T> work) throws SQLException {
        Lanes.Missing last = null;
        while (true) {
            try {
                return work.on(connection);
            } catch (Lanes.Missing missing) {
                if (last != null && last.lane.equals(missing.lane)) {
                    throw missing;
                }
                last = missing;
                connection.rollback(before);
                laneMaker.accept(missing.lane);
            }
        }
    }

    /** A conflict may have ended the whole transaction, and a lost connection everything; then there is nothing to take back. */
    private static void takeBack(Connection connection, Savepoint before, Exception failure) {
        try {
            connection.rollback(before);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    <T> T read(String what, Connection connection, Work<T> work) {
        try {
            return work.on(connection);
        } catch (SQLException e) {
            throw Failures.of(what, e, dialect);
        }
    }
}
