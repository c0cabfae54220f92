package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lastmile.store.Claims.Head;
import org.lastmile.store.StoreException;

/**
 * MariaDB, and MySQL with it. A locking read locks every row it passes on its way along an index, and frees those that do not
 * match only when it has judged them: a claim that locked what it reads would hide, for a moment, rows that other nodes have
 * claimed, from those who come to settle them. So rows are chosen without a lock, then locked by their keys, then judged again;
 * all at READ COMMITTED, since the level that is the default here locks the gaps between rows too, and thereby stops inserts.
 */
final class MariaDb extends Dialect {
    static final String NEEDED = "MariaDB 10.6 or later";

    private static final Version LEAST = new Version(10, 6, 0);
    private static final Version LEAST_MYSQL = new Version(8, 0, 19);

    /** Keys in one select. Each has marks of its own, so the statement grows with them. */
    private static final int KEYS = 100;

    private static final int DUPLICATE_KEY = 1062;
    /** A lock was waited for too long, a deadlock, a row that has changed since the transaction's snapshot. */
    private static final Set<Integer> CONFLICTS = Set.of(1205, 1213, 1020);
    /** Want of room or of connections, a server that is read-only or goes down, a statement or connection that was ended. */
    private static final Set<Integer> PASSING = Set.of(1021, 1040, 1053, 1114, 1290, 1317, 1836, 1927, 1969, 3024);

    private final boolean isMySql;
    /** Whether it is a server of a cluster that replicates with Galera; {@code null} until that is asked. */
    private volatile @Nullable Boolean isGalera;

    MariaDb(boolean isMySql) {
        this.isMySql = isMySql;
    }

    static MariaDb of(DatabaseMetaData metaData) throws SQLException {
        var version = metaData.getDatabaseProductVersion();
        // A driver for MySQL calls MariaDB by that name too, and puts "5.5.5-" before its version.
        var own = version.startsWith("5.5.5-") ? version.substring(6) : version;
        boolean isMySql = metaData.getDatabaseProductName().equals("MySQL") && !version.contains("MariaDB");
        if (!(isMySql ? LEAST_MYSQL : LEAST).isReachedBy(own)) {
            throw new StoreException(
                    "database is " + metaData.getDatabaseProductName() + " " + version + "; use "
                            + (isMySql ? "MySQL 8.0.19 or later, or " : "") + NEEDED,
                    null);
        }
        return new MariaDb(isMySql);
    }

    @Override
    String folder() {
        return "mariadb";
    }

    @Override
    String ddl(String file) {
        return isMySql
                // It knows no condition there, so that such a file cannot be run twice.
                ? file.replace("${collation}", "utf8mb4_0900_bin").replace("ADD COLUMN IF NOT EXISTS", "ADD COLUMN")
                : file.replace("${collation}", "utf8mb4_nopad_bin");
    }

    /** From one UTC time to another: by way of the session's zone, an hour comes twice in autumn. */
    @Override
    String nowSql() {
        return "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000";
    }

    /** The level is set for the next transaction alone; the time-outs are the session's, and put back. */
    @Override
    Ending begin(Connection connection, boolean patient) throws SQLException {
        var kept = "SET @lastmile_lock_wait = @@innodb_lock_wait_timeout, innodb_lock_wait_timeout = "
                + (patient ? 30 : 2);
        var back = "SET innodb_lock_wait_timeout = @lastmile_lock_wait, @lastmile_lock_wait = NULL";
        if (!isMySql) {
            kept += ", @lastmile_idle = @@idle_transaction_timeout, idle_transaction_timeout = 30";
            back += ", idle_transaction_timeout = @lastmile_idle, @lastmile_idle = NULL";
        }
        Sql.execute(connection, kept);
        Sql.execute(connection, "SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
        var restoring = back;
        return () -> Sql.execute(connection, restoring);
    }

    /** Above that level, a row that is locked is read as it is, and all others as they were when the transaction began. */
    @Override
    void checkHosts(Connection connection) throws SQLException {
        if (connection.getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED) {
            throw new IllegalStateException(
                    "connection is above READ COMMITTED, where MariaDB mixes what is with what was; call"
                            + " setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED) before the transaction begins");
        }
    }

    /** DDL commits, and with it goes every lock but one by name, which is the session's. */
    @Override
    Ending lockSchema(Connection connection) throws SQLException {
        var name = "CONCAT('lastmile.', LEFT(SHA1(DATABASE()), 20))";
        boolean locked = Sql.first(connection, "SELECT GET_LOCK(" + name + ", 60)", row -> row.getInt(1) == 1)
                .orElse(false);
        if (!locked) {
            throw new SQLException("another node changes the tables for a minute already", "HYT00");
        }
        return () -> Sql.list(connection, "SELECT RELEASE_LOCK(" + name + ")", row -> "");
    }

    @Override
    @Nullable
    String warning(Connection connection) throws SQLException {
        if (isMySql) {
            return "this database is MySQL; it is spoken to like MariaDB, and not tested";
        }
        int flush = Sql.first(connection, "SELECT @@innodb_flush_log_at_trx_commit", row -> row.getInt(1))
                .orElse(1);
        return flush == 1
                ? null
                : "this MariaDB writes behind: a commit may be lost in a power cut."
                        + " Set innodb_flush_log_at_trx_commit = 1";
    }

    @Override
    boolean isConflict(SQLException failure) {
        return super.isConflict(failure) || CONFLICTS.contains(failure.getErrorCode());
    }

    @Override
    boolean mayPass(SQLException failure) {
        return super.mayPass(failure) || PASSING.contains(failure.getErrorCode());
    }

    /** Such an insert says nothing of other mistakes either: for those, its warnings are read. */
    @Override
    String insertAbsentSql(String table, List<Column> columns, List<Column> unique) {
        return "INSERT IGNORE INTO " + table + " (" + Table.names(columns) + ") VALUES ("
                + columns.stream().map(column -> "?").collect(joining(", ")) + ")";
    }

    @Override
    void check(Statement statement) throws SQLException {
        for (var warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            if (warning.getErrorCode() != DUPLICATE_KEY) {
                throw new SQLException(warning.getMessage(), warning.getSQLState(), warning.getErrorCode());
            }
        }
    }

    @Override
    void insert(Connection connection, String table, List<Column> columns, List<@Nullable Object[]> rows)
            throws SQLException {
        super.insert(connection, table, columns, rows);
        checkBatch(connection, rows.size());
    }

    @Override
    int insertAbsent(
            Connection connection,
            String table,
            List<Column> columns,
            List<Column> unique,
            List<@Nullable Object[]> rows)
            throws SQLException {
        int count = super.insertAbsent(connection, table, columns, unique, rows);
        checkBatch(connection, rows.size());
        return count;
    }

    @Override
    void update(Connection connection, Table table, List<Column> set, List<@Nullable Object[]> rows)
            throws SQLException {
        super.update(connection, table, set, rows);
        checkBatch(connection, rows.size());
    }

    /**
     * Sees that the transaction is still there. Galera ends one that stands in the way of what another server has committed; if that
     * happens in the midst of a batch that the driver sends as one command, the command succeeds all the same, and so does the commit,
     * of nothing (seen with MariaDB 10.11.19 and driver 4.0.0).
     */
    private void checkBatch(Connection connection, int rows) throws SQLException {
        if (rows > 1 && isGalera(connection)) {
            boolean isThere = Sql.first(connection, "SELECT @@in_transaction", row -> row.getBoolean(1))
                    .orElse(false);
            if (!isThere) {
                throw new SQLException("another server of the cluster has ended the transaction", "40001", 1213);
            }
        }
    }

    private boolean isGalera(Connection connection) throws SQLException {
        var known = isGalera;
        if (known == null) {
            known = !isMySql
                    && Sql.first(
                                    connection,
                                    "SHOW GLOBAL VARIABLES LIKE 'wsrep_on'",
                                    row -> row.getString(2).equals("ON"))
                            .orElse(false);
            isGalera = known;
        }
        return known;
    }

    @Override
    <T> List<T> select(
            Connection connection,
            Table table,
            List<Column> columns,
            List<@Nullable Object[]> keys,
            Lock lock,
            Sql.Reader<T> reader)
            throws SQLException {
        var found = new ArrayList<T>();
        for (int from = 0; from < keys.size(); from += KEYS) {
            var some = keys.subList(from, Math.min(keys.size(), from + KEYS));
            // Few lengths, so that there are few statements to prepare; a key may be asked for twice.
            int length = some.size() == 1 ? 1 : some.size() <= KEYS / 10 ? KEYS / 10 : KEYS;
            var padded = new ArrayList<>(some);
            padded.addAll(Collections.nCopies(length - some.size(), some.get(0)));
            var any = String.join(" OR ", Collections.nCopies(length, "(" + equalsKey("t.", table.key()) + ")"));
            // By the key and no other way: what is read on the way is locked.
            var way = lock == Lock.NONE ? "" : " FORCE INDEX (PRIMARY)";
            var sql = "SELECT " + Table.list("t", columns) + " FROM " + table.name() + " t" + way + " WHERE " + any
                    + lock.clause;
            try (var statement = connection.prepareStatement(sql)) {
                int marks = 0;
                for (var key : padded) {
                    marks = bind(statement, marks, table.key(), key);
                }
                found.addAll(Sql.read(statement, reader));
            }
        }
        return found;
    }

    /** Each lane is named by its number: where that comes from another table, all that is overdue in the lane is read. */
    @Override
    List<Head> heads(Connection connection, Tables tables, Lanes lanes, long nowMillis) throws SQLException {
        var numbers = lanes.numbers(connection);
        var sql = numbers.stream()
                .map(number -> headsSql(tables, number.toString()) + " WHERE t.number = " + number)
                .collect(joining(" UNION ALL "));
        var parameters = numbers.stream()
                .flatMap(number -> Stream.of(Long.MIN_VALUE, nowMillis))
                .toArray();
        return Sql.list(connection, sql, row -> head(lanes, row), parameters).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    List<Taken> claim(Connection connection, FollowUpRows rows, Tables tables, Taking taking) throws SQLException {
        return new LockedClaim(connection, this, tables, rows, taking).chooseAndTake(candidateSql(tables));
    }

    static String candidateSql(Tables tables) {
        return """
                SELECT goal, step, member, seat FROM %s FORCE INDEX (%sfollow_up_due)
                WHERE lane = ? AND due <= ? AND (lease_until IS NULL OR lease_until <= ?)
                ORDER BY lane, due LIMIT ? OFFSET ?""".formatted(tables.followUp.name(), tables.prefix());
    }
}
