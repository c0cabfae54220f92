package org.lastmile.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Outcome;
import org.lastmile.store.FollowUpEdit;
import org.lastmile.store.Scene;
import org.lastmile.store.Servers;
import org.lastmile.store.StoreException;
import org.lastmile.store.Target;
import org.lastmile.store.Together;
import org.lastmile.store.jdbc.JdbcStore.SchemaMode;
import org.postgresql.ds.PGSimpleDataSource;

class SchemaTest {
    static Stream<DataSource> emptyDatabases() {
        return Stream.of(h2(), Servers.postgres());
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
                        + " table lm_follow_up, table lm_ledger")
                .hasMessageContaining("SchemaMode.CREATE");

        open(database, SchemaMode.CREATE).close();
        open(database, SchemaMode.VALIDATE).close();
        execute(database, "ALTER TABLE lm_follow_up DROP COLUMN hold_until");
        execute(database, "DROP TABLE lm_step");

        assertThatThrownBy(() -> open(database, SchemaMode.VALIDATE))
                .hasMessageContaining("lacks table lm_step, column lm_follow_up.hold_until;");
        assertThatThrownBy(() -> open(database, SchemaMode.CREATE)).hasMessageContaining("lm_follow_up.hold_until");
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

        execute(database, "UPDATE lm_schema SET version = version + 1 WHERE version = 3");
        open(database, SchemaMode.VALIDATE).close();
        open(database, SchemaMode.CREATE).close();
        execute(database, "UPDATE lm_schema SET version = version + 1 WHERE version = 4");

        assertThatThrownBy(() -> open(database, SchemaMode.VALIDATE))
                .isInstanceOf(StoreException.class)
                .hasMessage("the tables \"lm_\" have version 5; this release runs on 3 and 4");
        execute(database, "DELETE FROM lm_schema");
        assertThatThrownBy(() -> open(database, SchemaMode.VALIDATE)).hasMessageContaining("version 0");
    }

    @ParameterizedTest
    @MethodSource("emptyDatabases")
    void theTablesOfTheFirstVersionAreBroughtUpToDateWithAllThatIsInThem(DataSource database) throws SQLException {
        var goal = new Scene(JdbcStore.of(database)).goal("party", 3);
        for (var column : List.of("reason", "nudge", "silenced")) {
            execute(database, "ALTER TABLE lm_follow_up DROP COLUMN " + column);
        }
        execute(database, "DROP TABLE lm_note");
        execute(database, "DELETE FROM lm_schema WHERE version > 1");
        assertThatThrownBy(() -> open(database, SchemaMode.VALIDATE)).hasMessageContaining("lm_follow_up.reason");

        try (var store = JdbcStore.of(database)) {
            var scene = new Scene(store);
            assertThat(scene.claimAll()).hasSize(3);
            store.edit(
                    Target.participants("party", "rsvp", "guest-1"),
                    null,
                    (g, row, r) -> new FollowUpEdit.Change(
                            row.standing().closed(Outcome.DECLINED, Scene.NOON, "no time"), Cursor.NONE, true));
            assertThat(scene.all(goal))
                    .extracting(seated -> seated.followUp().standing().remarks().reason())
                    .containsExactly(null, "no time", null);
        }
        open(database, SchemaMode.VALIDATE).close();
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
