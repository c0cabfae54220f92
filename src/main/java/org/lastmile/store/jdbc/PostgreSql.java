package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Claim;
import org.lastmile.goal.FollowUp;
import org.lastmile.store.StoreException;
import org.lastmile.store.jdbc.People.Person;

/** PostgreSQL: whole batches in one statement, as arrays. */
final class PostgreSql extends Dialect {
    static final String NEEDED = "PostgreSQL 12 or later";

    private static final int PATIENCE_SECONDS = 30;
    /** Below this many rows, arrays cost more than they save. */
    private static final int FEW = 4;

    private static final List<String> PLANS =
            List.of("enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_hashjoin", "enable_mergejoin");
    private static final List<String> ONE_PLAN = Stream.concat(PLANS.stream(), Stream.of("jit"))
            .map(setting -> "'" + setting + "', 'off'")
            .toList();

    private static final String PATIENT = beginSql(true);
    private static final String IMPATIENT = beginSql(false);
    private static final String ALONE =
            settingSql(Stream.concat(ONE_PLAN.stream(), Stream.of("'lock_timeout', '" + PATIENCE_SECONDS + "s'")))
                    + "; ";

    private final GoalGathering smallGoals;

    PostgreSql() {
        this(PATIENCE_SECONDS);
    }

    /** @param patienceSeconds how long somebody with a small goal waits for others */
    PostgreSql(int patienceSeconds) {
        smallGoals = new GoalGathering(patienceSeconds);
    }

    static PostgreSql of(DatabaseMetaData metaData) throws SQLException {
        if (metaData.getDatabaseMajorVersion() < 12) {
            throw new StoreException(
                    "database is PostgreSQL " + metaData.getDatabaseProductVersion() + "; use " + NEEDED, null);
        }
        return new PostgreSql();
    }

    @Override
    String folder() {
        return "postgresql";
    }

    @Override
    String nowSql() {
        return "SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint";
    }

    /**
     * Time-outs, so that a node that is frozen in mid-transaction holds its locks for half a minute at most. And one plan for
     * each statement: a plan that was cached while a table was empty, or made from a guess about a limit or an array, would
     * read the whole table; ours always go by an index, row by row.
     */
    @Override
    Ending begin(Connection connection, boolean patient) throws SQLException {
        // Prepared, though nothing is bound: the server then parses it once for each connection.
        try (var statement = connection.prepareStatement(patient ? PATIENT : IMPATIENT)) {
            statement.execute();
        }
        return () -> {};
    }

    private static String beginSql(boolean patient) {
        var settings = new ArrayList<>(ONE_PLAN);
        settings.add("'idle_in_transaction_session_timeout', '30s'");
        settings.add("'lock_timeout', '" + (patient ? PATIENCE_SECONDS + "s" : "2s") + "'");
        if (!patient) {
            settings.add("'statement_timeout', '30s'");
        }
        return "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; " + settingSql(settings.stream());
    }

    private static String settingSql(Stream<String> settings) {
        return settings.map(setting -> "set_config(" + setting + ", true)").collect(joining(", ", "SELECT ", ""));
    }

    @Override
    void planFreely(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(PLANS.stream()
                    .map(setting -> "set_config('" + setting + "', 'on', true)")
                    .collect(joining(", ", "SELECT ", "")));
        }
    }

    @Override
    Ending lockSchema(Connection connection) throws SQLException {
        // The number is "lastmile" in ASCII: nobody else's by chance.
        Sql.list(connection, "SELECT pg_advisory_xact_lock(7809650172726176869)", row -> "");
        // It goes with the transaction.
        return () -> {};
    }

    @Override
    boolean editsSingly() {
        return true;
    }

    /** Such settings go when the trip ends, as they would with a transaction. */
    @Override
    String aloneSql() {
        return ALONE;
    }

    @Override
    @Nullable
    String warning(Connection connection) {
        return null;
    }

    @Override
    String insertAbsentSql(String table, List<Column> columns, List<Column> unique) {
        return "INSERT INTO " + table + " (" + Table.names(columns) + ") VALUES ("
                + columns.stream().map(column -> "?").collect(joining(", ")) + ") ON CONFLICT DO NOTHING";
    }

    @Override
    void insert(Connection connection, String table, List<Column> columns, List<@Nullable Object[]> rows)
            throws SQLException {
        if (rows.size() < FEW) {
            super.insert(connection, table, columns, rows);
        } else {
            insert(connection, table, columns, rows, "");
        }
    }

    @Override
    int insertAbsent(
            Connection connection,
            String table,
            List<Column> columns,
            List<Column> unique,
            List<@Nullable Object[]> rows)
            throws SQLException {
        return rows.size() < FEW
                ? super.insertAbsent(connection, table, columns, unique, rows)
                : insert(connection, table, columns, rows, " ON CONFLICT DO NOTHING");
    }

    private static int insert(
            Connection connection, String table, List<Column> columns, List<@Nullable Object[]> rows, String ending)
            throws SQLException {
        int count = 0;
        for (var batch : Unnested.batches(columns, rows, 0)) {
            count += execute(
                    connection,
                    batch,
                    "INSERT INTO " + table + " (" + Table.names(columns) + ") SELECT " + batch.values() + " FROM "
                            + batch.from() + ending);
        }
        return count;
    }

    private static int execute(Connection connection, Unnested batch, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            batch.bind(connection, statement);
            return statement.executeUpdate();
        }
    }

    @Override
    boolean addsGoalsAtOnce() {
        return true;
    }

    @Override
    boolean addGoal(Connection connection, Tables tables, NewGoal goal) throws SQLException {
        return goal.isSmall() ? smallGoals.add(connection, tables, goal) : super.addGoal(connection, tables, goal);
    }

    @Override
    void update(Connection connection, Table table, List<Column> set, List<@Nullable Object[]> rows)
            throws SQLException {
        if (rows.size() < FEW) {
            super.update(connection, table, set, rows);
            return;
        }
        for (var batch : Unnested.batches(
                Table.concat(set, table.key()), rows, table.key().size())) {
            var values = IntStream.range(0, set.size())
                    .mapToObj(i -> set.get(i).name() + " = " + batch.value(i))
                    .collect(joining(", "));
            execute(
                    connection,
                    batch,
                    "UPDATE " + table.name() + " AS t SET " + values + " FROM " + batch.from() + " WHERE "
                            + sameKey("n", table.key()));
        }
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
        for (var batch : Unnested.batches(table.key(), keys, table.key().size())) {
            var sql = "SELECT " + Table.list("t", columns) + " FROM " + batch.from() + " JOIN " + table.name()
                    + " AS t ON " + sameKey("n", table.key())
                    + (lock == Lock.NONE ? "" : " FOR UPDATE OF t SKIP LOCKED");
            found.addAll(read(connection, batch, sql, reader));
        }
        return found;
    }

    @Override
    <T> void firstOpen(Connection connection, Tables tables, List<@Nullable Object[]> starts, Sql.Reader<T> reader)
            throws SQLException {
        var start = Tables.columns("goal:l step:i member:i");
        for (var batch : Unnested.batches(start, starts, start.size())) {
            var sql = "SELECT n.goal, n.step, (" + firstOpenSql(tables, "n.goal", "n.step", "n.member", "f.member")
                    + ") FROM " + batch.from();
            read(connection, batch, sql, reader);
        }
    }

    private static <T> List<T> read(Connection connection, Unnested batch, String sql, Sql.Reader<T> reader)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            batch.bind(connection, statement);
            return Sql.read(statement, reader);
        }
    }

    @Override
    List<Taken> claim(Connection connection, FollowUpRows rows, Tables tables, Taking taking) throws SQLException {
        return Sql.list(
                connection,
                claimSql(tables),
                row -> taken(connection, rows, row),
                taking.lane(),
                taking.nowMillis(),
                taking.nowMillis(),
                taking.limit(),
                taking.leaseUntilMillis(),
                taking.nowMillis());
    }

    /** MATERIALIZED: inlined, the inner select would run again for each row, and claim far more than the limit. */
    static String claimSql(Tables tables) {
        var followUp = tables.followUp;
        return """
                WITH due AS MATERIALIZED (
                  SELECT goal, step, member, seat FROM %1$s
                  WHERE lane = ? AND due <= ? AND (lease_until IS NULL OR lease_until <= ?)
                  ORDER BY lane, due LIMIT ? FOR UPDATE SKIP LOCKED)
                UPDATE %1$s AS t
                SET lease_until = ?, claimed_at = ?, generation = t.generation + 1, attempts = t.attempts + 1
                FROM due AS n
                LEFT JOIN %2$s AS m ON m.goal = n.goal AND m.number = n.member
                LEFT JOIN %3$s AS g ON g.number = n.goal
                WHERE %4$s
                RETURNING g.version, %5$s, %6$s""".formatted(
                        followUp.name(),
                        tables.member.name(),
                        tables.goal.name(),
                        sameKey("n", followUp.key()),
                        followUp.list("t"),
                        Table.list("m", MemberRows.COLUMNS));
    }

    private static Taken taken(Connection connection, FollowUpRows rows, ResultSet row) throws SQLException {
        int version = row.getInt(1);
        var key = FollowUpRows.key(new Fields(row, 2));
        var recipient = People.known(Person.of(key), new Fields(row, 2 + FollowUpRows.WIDTH));
        FollowUp followUp;
        try {
            followUp = rows.read(connection, new Fields(row, 2));
        } catch (RuntimeException e) {
            return Taken.unreadable(key, recipient.id(), e);
        }
        if (recipient.failure() != null) {
            return Taken.ofNobody(key, recipient.failure());
        }
        boolean suspect = followUp.fence().attempts() > 1;
        return Taken.of(new Claim(followUp, recipient.orThrow(), version, suspect));
    }

    private static String sameKey(String other, List<Column> key) {
        return key.stream()
                .map(column -> "t." + column.name() + " = " + other + "." + column.name())
                .collect(joining(" AND "));
    }
}
