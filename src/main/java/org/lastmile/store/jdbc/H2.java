package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.lastmile.store.StoreException;

/**
 * H2. Its {@code ORDER BY … LIMIT … FOR UPDATE SKIP LOCKED} locks every row that matches: so the rows are chosen first,
 * then locked one by one, then judged again.
 */
final class H2 extends Dialect {
    static final String NEEDED = "H2 2.2.220 or later";

    private static final Version LEAST = new Version(2, 2, 220);
    /** Causes may go in a circle. */
    private static final int DEEPEST = 10;

    /** One claim at a time in this store: two would choose the same rows, and one of them get nothing. */
    private final ReentrantLock claiming = new ReentrantLock();

    H2() {}

    static H2 of(DatabaseMetaData metaData) throws SQLException {
        var version = metaData.getDatabaseProductVersion();
        if (!LEAST.isReachedBy(version)) {
            throw new StoreException("database is H2 " + version + "; use " + NEEDED, null);
        }
        return new H2();
    }

    @Override
    String folder() {
        return "h2";
    }

    @Override
    String nowSql() {
        return "SELECT CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(9)) * 1000) AS BIGINT)";
    }

    /** It has no settings that end with a transaction, and those of a host's session are not ours to change. */
    @Override
    Ending begin(Connection connection, boolean patient) throws SQLException {
        int before = connection.getTransactionIsolation();
        if (before == Connection.TRANSACTION_READ_COMMITTED) {
            return () -> {};
        }
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        return () -> connection.setTransactionIsolation(before);
    }

    @Override
    Ending lockSchema(Connection connection) {
        // Each DDL statement commits, and with it goes any lock. Schema's own lock orders the stores of this process;
        // for
        // those of others on a server, the files can be run twice, and together.
        return () -> {};
    }

    @Override
    @Nullable
    String warning(Connection connection) throws SQLException {
        boolean inMemory = connection.getMetaData().getURL().startsWith("jdbc:h2:mem:");
        return inMemory || writeDelay(connection) == 0
                ? null
                : "this H2 database writes behind: a commit may be lost when the process is killed. SET WRITE_DELAY 0,"
                        + " or let JdbcStore.h2(path) open the file";
    }

    /** For how many milliseconds a commit may stay unwritten. */
    static int writeDelay(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'WRITE_DELAY'",
                        row -> row.getInt(1))
                .orElse(-1);
    }

    /** A key that was inserted meanwhile counts too: run again, the transaction sees it. */
    @Override
    boolean isConflict(SQLException failure) {
        return super.isConflict(failure) || isPassedBySavepoint(failure) || "90131".equals(failure.getSQLState());
    }

    /** A file that could not be written or read closes the database; what comes next opens it anew, when it can. */
    @Override
    boolean mayPass(SQLException failure) {
        if (super.mayPass(failure)) {
            return true;
        }
        var cause = failure.getCause();
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof IOException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    @Override
    boolean isPassedBySavepoint(SQLException failure) {
        return "23505".equals(failure.getSQLState());
    }

    @Override
    String insertAbsentSql(String table, List<Column> columns, List<Column> unique) {
        var given = columns.stream()
                .map(column -> "CAST(? AS " + column.kind().castType + ")")
                .collect(joining(", "));
        var same =
                unique.stream().map(c -> "t." + c.name() + " = n." + c.name()).collect(joining(" AND "));
        return "MERGE INTO " + table + " t USING (VALUES (" + given + ")) n(" + Table.names(columns) + ") ON " + same
                + " WHEN NOT MATCHED THEN INSERT (" + Table.names(columns) + ") VALUES (" + Table.list("n", columns)
                + ")";
    }

    @Override
    List<Taken> claim(Connection connection, FollowUpRows rows, Tables tables, Taking taking) throws SQLException {
        claiming.lock();
        try {
            return new LockedClaim(connection, this, tables, rows, taking).chooseAndTake(candidateSql(tables));
        } finally {
            claiming.unlock();
        }
    }

    static String candidateSql(Tables tables) {
        return """
                SELECT goal, step, member, seat FROM %s
                WHERE lane = ? AND due <= ? AND (lease_until IS NULL OR lease_until <= ?)
                ORDER BY lane, due LIMIT ? OFFSET ?""".formatted(tables.followUp.name());
    }
}
