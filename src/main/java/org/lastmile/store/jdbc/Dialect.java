package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Standing;
import org.lastmile.store.Claims.Head;
import org.lastmile.store.StoreException;

/**
 * All that differs from database to database. What is written here is plain JDBC, a row or a batch at a time; a database
 * that can do better overrides it.
 *
 * <p>Thread-safe.
 */
abstract sealed class Dialect permits PostgreSql, H2, MariaDb {
    /** Whether rows that somebody else has locked are to be left out, and the others locked. */
    enum Lock {
        NONE(""),
        SKIPPING(" FOR UPDATE SKIP LOCKED");

        final String clause;

        Lock(String clause) {
            this.clause = clause;
        }
    }

    /** SQL states at which the same transaction, run again, may go through: conflicts and deadlocks. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    /** The dialect of the database behind the connection. */
    static Dialect of(Connection connection) throws SQLException {
        var metaData = connection.getMetaData();
        var product = metaData.getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> PostgreSql.of(metaData);
            case "H2" -> H2.of(metaData);
            case "MariaDB", "MySQL" -> MariaDb.of(metaData);
            default ->
                throw new StoreException(
                        "database is " + product + " " + metaData.getDatabaseProductVersion() + "; use "
                                + PostgreSql.NEEDED + ", " + MariaDb.NEEDED + " or " + H2.NEEDED,
                        null);
        };
    }

    /** The dialect whose files are to be printed. */
    static Dialect named(String database) {
        return switch (database) {
            case "postgresql" -> new PostgreSql();
            case "h2" -> new H2();
            default -> new MariaDb(database.equals("mysql"));
        };
    }

    /** The name of the folder with its schema files. */
    abstract String folder();

    /** A schema file as this database takes it, but for the names of the tables. */
    String ddl(String file) {
        return file;
    }

    /** Epoch milliseconds of the database's own clock, never ahead of it. */
    abstract String nowSql();

    /**
     * Begins a transaction of our own, at READ COMMITTED: at other levels, locking a row that has changed is a conflict.
     *
     * @param patient whether it waits for rows that somebody has locked, as the host's do and the engine's never
     * @return what is to be done to the connection afterwards
     */
    abstract Ending begin(Connection connection, boolean patient) throws SQLException;

    /** What is to be done to a connection after a transaction, so that it is as it was before. */
    @FunctionalInterface
    interface Ending {
        void run() throws SQLException;
    }

    /** Lets the database plan as it likes, for the rest of the transaction: it is going to read many rows. */
    void planFreely(Connection connection) throws SQLException {}

    /**
     * Sees that a transaction of the host's is one in which ours would be right.
     *
     * @throws IllegalStateException if it is not; the message says what to do
     */
    void checkHosts(Connection connection) throws SQLException {}

    /**
     * Lets one node at a time change the schema.
     *
     * @return what unlocks it
     * @throws SQLException if another node has it for too long
     */
    abstract Ending lockSchema(Connection connection) throws SQLException;

    /** What the host should know about how its database is set up; {@code null} if nothing. */
    abstract @Nullable String warning(Connection connection) throws SQLException;

    /** Claims as {@link org.lastmile.store.Claims#claim} says, in one lane. */
    abstract List<Taken> claim(Connection connection, FollowUpRows rows, Tables tables, Taking taking)
            throws SQLException;

    /**
     * What is to be claimed.
     *
     * @param lane the lane's number, or {@link #ANY_LANE}, or {@link #STRAY_LANE}
     */
    record Taking(short lane, long nowMillis, long leaseUntilMillis, int limit) {
        static final short ANY_LANE = -1;
        /** Any that nobody here knows. */
        static final short STRAY_LANE = -2;
    }

    /** What waits at the head of each lane: two steps down the index for each. */
    List<Head> heads(Connection connection, Tables tables, Lanes lanes, long nowMillis) throws SQLException {
        var heads =
                Sql.list(connection, headsSql(tables, "t.number"), row -> head(lanes, row), Long.MIN_VALUE, nowMillis);
        return heads.stream().flatMap(Optional::stream).toList();
    }

    /** Both have a lower bound, since rows that wait for no time may be in the index too. */
    static String headsSql(Tables tables, String lane) {
        var head = "(SELECT f.due FROM " + tables.followUp.name() + " f WHERE f.lane = " + lane
                + " AND f.due > ? ORDER BY f.lane, f.due LIMIT 1)";
        return "SELECT " + tables.lane.list("t") + ", " + head + ", " + head + " FROM " + tables.lane.name() + " t";
    }

    /** The head of the lane in the row; nothing if the lane cannot be read. */
    static Optional<Head> head(Lanes lanes, ResultSet row) throws SQLException {
        var lane = lanes.read(row);
        var fields = new Fields(row, 4);
        return lane == null
                ? Optional.empty()
                : Optional.of(new Head(lane, fields.instantOrNull(), fields.instantOrNull()));
    }

    /**
     * Of steps, given by goal, step and a number, the first participant from that number on who has not ended; nothing, or an empty number,
     * where there is none.
     */
    <T> void firstOpen(Connection connection, Tables tables, List<@Nullable Object[]> starts, Sql.Reader<T> reader)
            throws SQLException {
        for (var start : starts) {
            Sql.list(connection, firstOpenSql(tables, "?", "?", "?", "f.goal, f.step, f.member"), reader, start);
        }
    }

    static String firstOpenSql(Tables tables, String goal, String step, String member, String columns) {
        return "SELECT " + columns + " FROM " + tables.followUp.name() + " f WHERE f.goal = " + goal + " AND f.step = "
                + step + " AND f.member >= " + member + " AND f.seat = " + FollowUp.PARTICIPANT + " AND f.state <> "
                + FollowUpRows.STATES.code(Standing.State.CLOSED) + " ORDER BY f.goal, f.step, f.member LIMIT 1";
    }

    /** The statement that inserts the columns of one row, unless one with the same unique columns is there. */
    abstract String insertAbsentSql(String table, List<Column> columns, List<Column> unique);

    /** Whether single follow-ups are changed by a {@link SingleEdit}. */
    boolean editsSingly() {
        return false;
    }

    /** What goes before a statement that is a transaction by itself, in the same trip, so that it runs as in one of ours. */
    String aloneSql() {
        return "";
    }

    /** Whether the transaction may go through if it is run again. */
    boolean isConflict(SQLException failure) {
        return failure.getSQLState() != null && CONFLICTS.contains(failure.getSQLState());
    }

    /** Whether work that met with it may go through if that alone is run again, in the same transaction. */
    boolean isPassedBySavepoint(SQLException failure) {
        return false;
    }

    /** Whether the same call may succeed later. */
    boolean mayPass(SQLException failure) {
        return Failures.mayPass(failure);
    }

    /** Sees that an insert of what was absent has met with nothing else. */
    void check(Statement statement) throws SQLException {}

    final long now(Connection connection) throws SQLException {
        return Sql.first(connection, nowSql(), row -> row.getLong(1)).orElseThrow();
    }

    void insert(Connection connection, String table, List<Column> columns, List<@Nullable Object[]> rows)
            throws SQLException {
        var marks = columns.stream().map(column -> "?").collect(joining(", "));
        batch(
                connection,
                "INSERT INTO " + table + " (" + Table.names(columns) + ") VALUES (" + marks + ")",
                columns,
                rows);
    }

    /** Adds a goal with all that belongs to it, unless there is one with its id; whether it did. */
    boolean addGoal(Connection connection, Tables tables, NewGoal goal) throws SQLException {
        List<@Nullable Object[]> row = List.<@Nullable Object[]>of(goal.goal());
        if (insertAbsent(connection, tables.goal.name(), GoalRows.COLUMNS, Tables.columns("id:t"), row) == 0) {
            return false;
        }
        var number = Sql.first(
                connection,
                "SELECT number FROM " + tables.goal.name() + " WHERE id = ?",
                found -> found.getLong(1),
                goal.goal()[0]);
        goal.number(number.orElseThrow());
        insert(connection, tables.step.name(), tables.step.columns(), goal.steps());
        insert(connection, tables.member.name(), tables.member.columns(), goal.members());
        insert(connection, tables.followUp.name(), tables.followUp.columns(), goal.followUps());
        return true;
    }

    /** Whether a {@linkplain NewGoal#isSmall small} goal is added by one statement, which needs no transaction around it. */
    boolean addsGoalsAtOnce() {
        return false;
    }

    /** Inserts the rows whose unique columns are not there yet, and counts them. */
    int insertAbsent(
            Connection connection,
            String table,
            List<Column> columns,
            List<Column> unique,
            List<@Nullable Object[]> rows)
            throws SQLException {
        if (rows.size() != 1) {
            return batch(connection, insertAbsentSql(table, columns, unique), columns, rows);
        }
        try (var statement = connection.prepareStatement(insertAbsentSql(table, columns, unique))) {
            bind(statement, 0, columns, rows.get(0));
            int count = statement.executeUpdate();
            check(statement);
            return count;
        }
    }

    /** Sets columns of rows found by their key; each row has the values to set, then the key. */
    void update(Connection connection, Table table, List<Column> set, List<@Nullable Object[]> rows)
            throws SQLException {
        var sql = "UPDATE " + table.name() + " SET "
                + set.stream().map(column -> column.name() + " = ?").collect(joining(", ")) + " WHERE "
                + equalsKey("", table.key());
        batch(connection, sql, Table.concat(set, table.key()), rows);
    }

    /** Reads columns of rows found by their key; those that are not there, or are locked, are left out. */
    <T> List<T> select(
            Connection connection,
            Table table,
            List<Column> columns,
            List<@Nullable Object[]> keys,
            Lock lock,
            Sql.Reader<T> reader)
            throws SQLException {
        var sql = "SELECT " + Table.list("t", columns) + " FROM " + table.name() + " t WHERE "
                + equalsKey("t.", table.key()) + lock.clause;
        var found = new ArrayList<T>();
        try (var statement = connection.prepareStatement(sql)) {
            for (var key : keys) {
                bind(statement, 0, table.key(), key);
                found.addAll(Sql.read(statement, reader));
            }
        }
        return found;
    }

    static int batch(Connection connection, String sql, List<Column> columns, List<@Nullable Object[]> rows)
            throws SQLException {
        if (rows.isEmpty()) {
            return 0;
        }
        try (var statement = connection.prepareStatement(sql)) {
            if (rows.size() == 1) {
                bind(statement, 0, columns, rows.get(0));
                return statement.executeUpdate();
            }
            for (var row : rows) {
                bind(statement, 0, columns, row);
                statement.addBatch();
            }
            return Arrays.stream(statement.executeBatch())
                    .map(count -> Math.max(0, count))
                    .sum();
        }
    }

    /** Binds the values behind so many marks, and counts the marks that are bound then. */
    static int bind(PreparedStatement statement, int marks, List<Column> columns, @Nullable Object[] values)
            throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            int type = columns.get(i).kind().jdbcType;
            if (values[i] == null) {
                statement.setNull(marks + i + 1, type);
            } else {
                statement.setObject(marks + i + 1, values[i], type);
            }
        }
        return marks + columns.size();
    }

    static String equalsKey(String alias, List<Column> key) {
        return key.stream().map(column -> alias + column.name() + " = ?").collect(joining(" AND "));
    }
}
