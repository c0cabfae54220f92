package org.lastmile.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lastmile.goal.Scope;
import org.lastmile.store.Scene;
import org.lastmile.store.Servers;
import org.lastmile.store.StoreException;
import org.lastmile.store.Target;
import org.lastmile.store.Together;
import org.lastmile.store.jdbc.JdbcStore.SchemaMode;
import org.postgresql.ds.PGSimpleDataSource;

@Tag("each-database")
class SchemaTest {
    static Stream<DataSource> emptyDatabases() {
        // On MariaDB in the build that brings one.
        return Boolean.getBoolean("lastmile.mariadb")
                ? Stream.of(Servers.mariaDb())
                : Stream.of(h2(), Servers.postgres());
    }

    private static JdbcDataSource h2() {
        var source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return source;
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static JdbcStore open(DataSource database, SchemaMode mode) {
        return JdbcStore.builder(database).schema(mode).build();
    }

    @ParameterizedTest
    @MethodSource("emptyDatabases")
    void tenNodesStartOnAnEmptyDatabaseTogether(DataSource database) throws Exception {
        var starting = new ArrayList<Callable<JdbcStore>>();
        for (int i = 0; i < 10; i++) {
            starting.add(() -> JdbcStore.of(database));
        }

        var stores = Together.run(starting);

        new Scene(stores.get(0)).goal("party", 3);
        assertThat(stores).allSatisfy(store -> assertThat(store.goal("party")).isPresent());
        assertThat(stores.get(9).lanes()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("emptyDatabases")
    void validationNamesWhatIsMissing(DataSource database) throws SQLException {
        assertThatThrownBy(() -> open(database, SchemaMode.VALIDATE))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("table lm_schema, table lm_lane, table lm_goal, table lm_step, table lm_member,"
                        + " table lm_follow_up, table lm_ledger, table lm_note")
                .hasMessageContaining("SchemaMode.MIGRATE");

        open(database, SchemaMode.MIGRATE).close();
        open(database, SchemaMode.VALIDATE).close();
        execute(database, "ALTER TABLE lm_follow_up DROP COLUMN hold_until");
        execute(database, "DROP TABLE lm_step");

        assertThatThrownBy(() -> open(database, SchemaMode.VALIDATE))
                .hasMessageContaining("lacks table lm_step, column lm_follow_up.hold_until;");
        assertThatThrownBy(() -> open(database, SchemaMode.MIGRATE)).hasMessageContaining("lm_follow_up.hold_until");
        open(database, SchemaMode.NONE).close();
    }

    @ParameterizedTest
    @MethodSource("emptyDatabases")
    void openingAgainChangesNothing(DataSource database) throws SQLException {
        new Scene(JdbcStore.of(database)).goal("party", 3);

        try (var again = JdbcStore.of(database)) {
            assertThat(again.goal("party")).isPresent();
        }
        // Nor does a file that is run twice.
        execute(database, "DELETE FROM lm_schema");
        try (var again = JdbcStore.of(database)) {
            assertThat(new Scene(again).claimAll()).hasSize(3);
        }
    }

    @ParameterizedTest
    @MethodSource("emptyDatabases")
    void theTablesOfTheNextReleaseWillDoAndOthersWillNot(DataSource database) throws SQLException {
        JdbcStore.of(database).close();
        var latest = SchemaFiles.of("h2").version();

        execute(database, "INSERT INTO lm_schema VALUES (" + (latest + 1) + ", 'V.sql', 0)");
        open(database, SchemaMode.VALIDATE).close();
        open(database, SchemaMode.MIGRATE).close();
        execute(database, "INSERT INTO lm_schema VALUES (" + (latest + 3) + ", 'V.sql', 0)");

        assertThatThrownBy(() -> open(database, SchemaMode.VALIDATE))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the tables \"lm_\" have version " + (latest + 3) + "; this release runs on "
                        + latest + " and " + (latest + 1));
        execute(database, "DELETE FROM lm_schema");
        assertThatThrownBy(() -> open(database, SchemaMode.VALIDATE)).hasMessageContaining("version 0");
    }

    /** Makes the tables as that release had them. */
    private static void makeVersion(DataSource database, int last) throws SQLException {
        try (var connection = database.getConnection()) {
            var dialect = Dialect.of(connection);
            var files = SchemaFiles.of(dialect.folder());
            var tables = new Tables(null, "lm_");
            Sql.execute(connection, SchemaFiles.versionTable(tables));
            for (int version = 1; version <= last; version++) {
                for (var statement : SchemaFiles.statements(dialect.ddl(files.read(version)), tables)) {
                    Sql.execute(connection, statement);
                }
                Sql.execute(
                        connection, "INSERT INTO lm_schema VALUES (" + version + ", '" + files.name(version) + "', 0)");
            }
        }
    }

    /** As a release writes it that knows no instants of deadlines. */
    private static void insertGoal(DataSource database, int number, String id, String due) throws SQLException {
        execute(
                database,
                "INSERT INTO lm_goal (number, scheduled_at, version, format, id, fingerprint, title, due, late, min_lead,"
                        + " stale_after, grace, open_after, roles, data) VALUES (" + number + ", 0, 1, 1, '" + id
                        + "', 'f', 'Old', '" + due
                        + "', 'LATEST_IF_NONE_LEFT', 'PT1H', 'PT48H', 'PT0S', 'PT48H', '', '')");
    }

    /** How many goals are due in that hour. */
    private static long dueIn(JdbcStore store, String hour) {
        var start = Instant.parse(hour);
        return store.account(Scope.due(start, start.plus(Duration.ofHours(1))), 9)
                .goals()
                .all();
    }

    @ParameterizedTest
    @MethodSource("emptyDatabases")
    void theThirdVersionGetsTheInstantsOfItsDeadlines(DataSource database) throws SQLException {
        makeVersion(database, 3);
        // More than are read at a time, in July of New York and of Berlin, and one that cannot be read.
        for (int i = 1; i <= 520; i++) {
            insertGoal(
                    database,
                    i,
                    "old-" + i,
                    i % 2 == 0 ? "2026-07-04T19:00[America/New_York]" : "2026-07-04[Europe/Berlin]");
        }
        insertGoal(database, 521, "broken", "tomorrow");

        var store = JdbcStore.of(database);

        try (var connection = database.getConnection()) {
            assertThat(Sql.list(connection, "SELECT id FROM lm_goal WHERE due_at IS NULL", row -> row.getString(1)))
                    .containsExactly("broken");
        }
        assertThat(dueIn(store, "2026-07-04T23:00:00Z")).isEqualTo(260);
        assertThat(dueIn(store, "2026-07-04T22:00:00Z")).isEqualTo(260);

        // The release before runs beside this one: it moves a goal, and schedules another.
        execute(database, "UPDATE lm_goal SET due = '2026-08-01[Europe/Berlin]', version = 2 WHERE number = 1");
        insertGoal(database, 600, "new", "2026-08-01[Europe/Berlin]");
        assertThat(dueIn(store, "2026-08-01T22:00:00Z")).isEqualTo(2);
        assertThat(dueIn(store, "2026-07-04T22:00:00Z")).isEqualTo(259);
        assertThat(dueIn(store, "2026-07-04T23:00:00Z")).isEqualTo(260);
    }

    @ParameterizedTest
    @MethodSource("emptyDatabases")
    void theFirstVersionIsUpgradedWithWhatIsInIt(DataSource database) throws Exception {
        makeVersion(database, 1);
        insertGoal(database, 7, "old", "2026-07-04T19:00[America/New_York]");
        execute(
                database,
                "INSERT INTO lm_step (goal, position, ladder_format, is_final, id, title, completion, due, after_steps,"
                        + " ladder, data) VALUES (7, 0, 1, TRUE, 'rsvp', 'Reply', 'all', 'with-goal', '',"
                        + " 'before P1D by email', '')");
        execute(
                database,
                "INSERT INTO lm_member (goal, number, id, name, addresses, opted_out) VALUES (7, 0, 'ana', 'Ana',"
                        + " 'email=ana@example.org', '')");
        execute(
                database,
                "INSERT INTO lm_follow_up (goal, step, member, seat, due, activated_at, armed_at, idle_since, generation,"
                        + " revision, attempts, failures, epoch, activity, lane, rung, repetition, channel, state) VALUES"
                        + " (7, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1)");
        assertThatThrownBy(() -> open(database, SchemaMode.VALIDATE)).hasMessageContaining("lacks");

        var starting = new ArrayList<Callable<JdbcStore>>();
        for (int i = 0; i < 10; i++) {
            starting.add(() -> JdbcStore.of(database));
        }
        var store = Together.run(starting).get(0);

        var goal = store.goal("old").orElseThrow();
        assertThat(goal.facts().title()).isEqualTo("Old");
        assertThat(store.followUps(goal.number(), null, 9))
                .singleElement()
                .satisfies(seated -> assertThat(seated.recipient().id()).isEqualTo("ana"));
        assertThat(store.edit(Target.everybody("old"), null, (g, row, r) -> Scene.closed(row))
                        .orElseThrow()
                        .rows())
                .hasSize(1);
        // The release before knows the columns of its own version alone, and may still write such rows.
        execute(
                database,
                "INSERT INTO lm_follow_up (goal, step, member, seat, due, activated_at, armed_at, idle_since, generation,"
                        + " revision, attempts, failures, epoch, activity, lane, rung, repetition, channel, state) VALUES"
                        + " (7, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1)");
        assertThat(store.followUps(goal.number(), null, 9)).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("emptyDatabases")
    void validationNamesAnIndexThatIsMissing(DataSource database) throws SQLException {
        open(database, SchemaMode.MIGRATE).close();
        var isMariaDb = isMariaDb(database);
        execute(database, "DROP INDEX lm_follow_up_due" + (isMariaDb ? " ON lm_follow_up" : ""));

        assertThatThrownBy(() -> open(database, SchemaMode.VALIDATE))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("lacks index lm_follow_up_due on lm_follow_up;");
    }

    private static boolean isMariaDb(DataSource database) throws SQLException {
        try (var connection = database.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().equals("MariaDB");
        }
    }

    @ParameterizedTest
    @MethodSource("emptyDatabases")
    void theTablesMayBeInASchemaOfTheirOwn(DataSource database) throws SQLException {
        var name = "apart_" + UUID.randomUUID().toString().substring(0, 8);
        assertThatThrownBy(() -> JdbcStore.builder(database).schemaName(name).build())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("CREATE SCHEMA " + name);
        execute(database, "CREATE SCHEMA " + name);

        var apart = JdbcStore.builder(database).schemaName(name).prefix("x_").build();
        new Scene(apart).goal("party", 3);

        assertThat(new Scene(apart).claimAll()).hasSize(3);
        JdbcStore.builder(database)
                .schemaName(name)
                .prefix("x_")
                .schema(SchemaMode.VALIDATE)
                .build()
                .close();
        assertThatThrownBy(() -> execute(database, "SELECT * FROM x_goal")).isInstanceOf(SQLException.class);
        execute(database, "SELECT * FROM " + name + ".x_goal");
    }

    @ParameterizedTest
    @MethodSource("emptyDatabases")
    void whatIsPrintedMakesTheTables(DataSource database) throws SQLException {
        String folder;
        try (var connection = database.getConnection()) {
            folder = Dialect.of(connection).folder();
        }
        var printed = printed(folder, "mine_");
        for (var statement : SchemaFiles.statements(printed, new Tables(null, "unused_"))) {
            execute(database, statement);
        }

        try (var store = JdbcStore.builder(database)
                .prefix("mine_")
                .schema(SchemaMode.VALIDATE)
                .build()) {
            new Scene(store).goal("party", 3);
            assertThat(new Scene(store).claimAll()).hasSize(3);
        }
    }

    @Test
    void whatCannotBePrintedIsExplained() {
        assertThat(printed()).isEmpty();
        assertThat(printed("oracle")).isEmpty();
        assertThat(printed("mysql")).contains("utf8mb4_0900_bin").doesNotContain("${");
        assertThat(printed("postgresql", "lm_", "own"))
                .contains("CREATE TABLE IF NOT EXISTS own.lm_goal", "INDEX IF NOT EXISTS lm_goal_label ON own.lm_goal");
    }

    private static String printed(String... arguments) {
        var before = System.out;
        var bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, UTF_8));
        try {
            Schema.main(arguments);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(UTF_8);
    }

    @ParameterizedTest
    @MethodSource("emptyDatabases")
    void twoStoresLiveSideBySideUnderTwoPrefixes(DataSource database) {
        var one = JdbcStore.builder(database).prefix("one_").build();
        var two = JdbcStore.builder(database).prefix("two_").build();

        new Scene(one).goal("party", 3);

        assertThat(two.goal("party")).isEmpty();
        assertThat(new Scene(two).claimAll()).isEmpty();
        assertThat(new Scene(one).claimAll()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1x", "A_", "x y", "x;", "x\"", "abcdefghijklmnopqrstu", "_x"})
    void aPrefixIsAPlainWord(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcStore.builder(h2()).prefix(prefix))
                .withMessageContaining("prefix is \"" + prefix + "\"");
    }

    @Test
    void aNodeWithoutTheRightToMakeTablesStartsOnTheTablesThatAreThere() throws SQLException {
        var database = Servers.postgres();
        JdbcStore.of(database).close();
        execute(database, "DROP ROLE IF EXISTS modest");
        execute(database, "CREATE ROLE modest LOGIN");
        execute(database, "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        execute(database, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO modest");
        var modest = new PGSimpleDataSource();
        modest.setUrl(database.getJdbcUrl());
        modest.setUser("modest");

        try (var store = JdbcStore.of(modest)) {
            new Scene(store).goal("party", 1);
            assertThat(store.goal("party")).isPresent();
        }
        assertThatThrownBy(() -> execute(modest, "CREATE TABLE more (a int)")).isInstanceOf(SQLException.class);
        database.close();
    }
}
