package org.lastmile.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.closed;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.minute;
import static org.lastmile.store.Scene.sent;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lastmile.store.Claims.Settled;
import org.lastmile.store.Scene;
import org.lastmile.store.Servers;
import org.lastmile.store.StoreException;
import org.lastmile.store.Target;
import org.lastmile.store.Together;

/** How the store behaves towards connections that are not its own, and that fail. */
class JdbcStoreTest {
    private static com.zaxxer.hikari.HikariDataSource postgres;

    @BeforeAll
    static void start() {
        postgres = Servers.postgres();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    private static DataSource h2() {
        var source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return source;
    }

    static Stream<DataSource> databases() {
        return Stream.of(h2(), postgres);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void connectionsAreGivenBackAsTheyCame(DataSource database) throws SQLException {
        try (var connection = database.getConnection()) {
            for (int isolation : new int[] {
                Connection.TRANSACTION_SERIALIZABLE,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_READ_COMMITTED
            }) {
                for (boolean autoCommit : new boolean[] {true, false}) {
                    connection.setTransactionIsolation(isolation);
                    connection.setAutoCommit(autoCommit);
                    useAll(new Faulty(connection));
                    assertThat(connection.getTransactionIsolation()).isEqualTo(isolation);
                    assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
                    assertThat(timeout(connection)).isNotEqualTo("30s");
                    connection.setAutoCommit(true);
                }
            }
        }
    }

    /** PostgreSQL's time-out for locks, which the store sets for its transactions. */
    private static String timeout(Connection connection) throws SQLException {
        if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            return "";
        }
        return Sql.first(connection, "SHOW lock_timeout", row -> row.getString(1))
                .orElseThrow();
    }

    private static void useAll(Faulty connections) {
        var store = JdbcStore.of(connections);
        var id = "goal " + UUID.randomUUID();
        var scene = new Scene(store);
        var goal = scene.goal(id, due(1, NOON));
        var claimed = scene.claimOne();
        store.look(List.of(claimed), minute(70));
        store.settle(List.of(sent(claimed)));
        store.edit(Target.everybody(id), facts -> facts.label("x"), (g, row, r) -> closed(row));
        assertThatThrownBy(() -> store.edit(Target.everybody(id), null, (g, row, r) -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        store.heads(NOON);
        assertThat(scene.ledger(goal)).hasSize(1);
        assertThat(connections.taken()).isPositive();
        assertThat(connections.open()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void aConflictIsMetByRunningTheTransactionAgain(String state) {
        var faulty = new Faulty(h2());
        var store = JdbcStore.of(faulty);
        var scene = new Scene(store);
        var goal = scene.goal("party", due(1, NOON));
        var claimed = scene.claimOne();

        faulty.failCommits(3, state);
        assertThat(store.settle(List.of(sent(claimed)))).containsExactly(Settled.SETTLED);
        faulty.failStatements(3, state);
        store.edit(Target.everybody("party"), null, (g, row, r) -> closed(row));

        assertThat(faulty.failures()).isEqualTo(6);
        assertThat(scene.ledger(goal)).hasSize(1);
        assertThat(scene.only(goal).fence().generation()).isEqualTo(2);
        assertThat(faulty.open()).isZero();
    }

    @Test
    void aConflictThatDoesNotPassIsTold() {
        var faulty = new Faulty(h2());
        var store = JdbcStore.of(faulty);
        var goal = new Scene(store).goal("party", due(1, NOON));
        faulty.failCommits(1_000, "40001");

        assertThatThrownBy(() -> store.edit(Target.everybody("party"), null, (g, row, r) -> closed(row)))
                .asInstanceOf(type(StoreException.class))
                .matches(StoreException::isRetryable)
                .satisfies(e -> assertThat(e).hasMessageContaining("editing failed on h2 with SQL state 40001"));

        assertThat(faulty.failures()).isEqualTo(10);
        faulty.failCommits(0, "");
        assertThat(new Scene(store).only(goal).standing().isLive()).isTrue();
    }

    @Test
    void anAnswerThatGotLostIsNotGuessed() {
        var faulty = new Faulty(h2());
        var store = JdbcStore.of(faulty);
        var scene = new Scene(store);
        var goal = scene.goal("party", due(1, NOON));
        var claimed = scene.claimOne();
        faulty.loseAnswers(1);

        assertThatThrownBy(() -> store.settle(List.of(sent(claimed))))
                .asInstanceOf(type(StoreException.class))
                .matches(StoreException::isRetryable);

        // It was committed all the same; and may be settled again.
        assertThat(scene.ledger(goal)).hasSize(1);
        store.settle(List.of(sent(claimed)));
        assertThat(scene.ledger(goal)).hasSize(1);
        assertThat(faulty.open()).isZero();
    }

    @Test
    void noConnectionIsAFailureThatMayPass() {
        var faulty = new Faulty(h2());
        var store = JdbcStore.of(faulty);
        faulty.refuse(true);

        assertThatThrownBy(() -> store.goal("party"))
                .asInstanceOf(type(StoreException.class))
                .matches(StoreException::isRetryable);
        assertThatThrownBy(() -> JdbcStore.of(faulty))
                .hasMessageContaining("cannot be reached")
                .asInstanceOf(type(StoreException.class))
                .matches(StoreException::isRetryable);
        faulty.refuse(false);
        assertThat(store.goal("party")).isEmpty();
    }

    @Test
    void aDatabaseThatComesUpLaterIsWaitedForIfTold() {
        var late = new Faulty(h2());
        late.refuse(2);
        try (var store =
                JdbcStore.builder(late).waitUpTo(Duration.ofSeconds(30)).build()) {
            assertThat(store.goal("party")).isEmpty();
        }
        late.refuse(1_000);
        assertThatThrownBy(() ->
                        JdbcStore.builder(late).waitUpTo(Duration.ofSeconds(1)).build())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the database cannot be reached, SQL state 08001: connection refused");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcStore.builder(late).waitUpTo(Duration.ofSeconds(-1)));
    }

    @Test
    void aMistakeDoesNotPassByItself() throws SQLException {
        var database = h2();
        var store = JdbcStore.of(database);
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("DROP TABLE lm_goal");
        }

        assertThatThrownBy(() -> store.goal("party"))
                .asInstanceOf(type(StoreException.class))
                .matches(e -> !e.isRetryable());
    }

    @Test
    void whoIsInterruptedWhileHeWaitsForAConflictStaysInterrupted() {
        var faulty = new Faulty(h2());
        var store = JdbcStore.of(faulty);
        faulty.failCommits(1_000, "40001");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> store.goal("party")).isInstanceOf(StoreException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void twoMovesThatMeetDoNotLoseEachOther(DataSource database) throws Exception {
        var store = JdbcStore.of(database);
        var scene = new Scene(store);
        var goal = scene.goal("moved " + UUID.randomUUID(), 50);
        var id = goal.facts().id();
        var moving = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 4; i++) {
            var label = "move " + i;
            moving.add(() -> store.edit(Target.everybody(id), facts -> facts.label(label), (g, row, r) -> closed(row))
                    .orElseThrow()
                    .goal()
                    .version());
        }

        assertThat(Together.run(moving)).containsExactlyInAnyOrder(2, 3, 4, 5);
        assertThat(scene.all(goal))
                .allSatisfy(s -> assertThat(s.followUp().fence().generation()).isEqualTo(4));
    }

    @Test
    void aHostsH2ThatWritesBehindIsWarnedOf(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder)
            throws SQLException {
        var source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + folder.resolve("host"));
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            var dialect = Dialect.of(connection);
            assertThat(dialect.warning(connection)).contains("SET WRITE_DELAY 0");
            statement.execute("SET WRITE_DELAY 0");
            assertThat(dialect.warning(connection)).isNull();
        }
        try (var connection = h2().getConnection()) {
            assertThat(Dialect.of(connection).warning(connection)).isNull();
        }
    }

    @Test
    void aFrozenTransactionIsEndedByTheServer() throws Exception {
        try (var connection = postgres.getConnection()) {
            connection.setAutoCommit(false);
            Dialect.of(connection).begin(connection, false);
            assertThat(Sql.first(connection, "SHOW idle_in_transaction_session_timeout", row -> row.getString(1)))
                    .contains("30s");
            assertThat(Sql.first(connection, "SHOW statement_timeout", row -> row.getString(1)))
                    .contains("30s");
            connection.rollback();
            assertThat(Sql.first(connection, "SHOW idle_in_transaction_session_timeout", row -> row.getString(1)))
                    .contains("0");
            connection.rollback();
        }
    }
}
