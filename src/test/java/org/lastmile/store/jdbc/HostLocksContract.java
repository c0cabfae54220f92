package org.lastmile.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.closed;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.facts;
import static org.lastmile.store.Scene.minute;
import static org.lastmile.store.Scene.sent;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lastmile.crash.Patience;
import org.lastmile.goal.FollowUp;
import org.lastmile.store.Register.Added;
import org.lastmile.store.Scene;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Target;

/** What the host's calls lock, in which order, and what of that its own transaction feels. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostLocksContract {
    /** Long enough for a call that need not wait; who waits for a lock does so for seconds. */
    private static final int MILLIS = 150;

    HikariDataSource pool;
    JdbcStore store;
    private Scene scene;

    abstract HikariDataSource database();

    @BeforeAll
    void open() {
        pool = database();
        store = JdbcStore.of(pool);
        scene = new Scene(store);
    }

    @BeforeEach
    void empty() throws SQLException {
        for (var table : List.of("goal", "step", "member", "follow_up", "ledger")) {
            execute("DELETE FROM lm_" + table);
        }
    }

    @AfterAll
    void close() {
        store.close();
        pool.close();
    }

    final Connection begun() throws SQLException {
        var connection = pool.getConnection();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
        return connection;
    }

    private static <T> Future<T> waiting(Supplier<T> call) {
        var future = CompletableFuture.supplyAsync(call, HostLocksContract::beside);
        assertThatExceptionOfType(TimeoutException.class)
                .as("it waits")
                .isThrownBy(() -> future.get(MILLIS, TimeUnit.MILLISECONDS));
        return future;
    }

    private static <T> T ended(Future<T> call) throws Exception {
        return call.get(20, TimeUnit.SECONDS);
    }

    private static int closeAll(Store store, @Nullable String step) {
        return store.edit(new Target("party", step, null, Target.Seats.ALL), null, (g, row, r) -> closed(row))
                .orElseThrow()
                .rows()
                .size();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "rsvp")
    void whoJoinsWaitsForTheCloseOfAWholeStepOrGoal(@Nullable String step) throws Exception {
        var goal = scene.goal("party", due(0, NOON));
        try (var host = begun()) {
            assertThat(closeAll(store.on(host), step)).isOne();

            var joining = waiting(() -> store.join("party", kept -> {
                // What is decided about those who join is decided on the goal as the close has left it.
                assertThat(scene.only(goal).standing().isLive()).isFalse();
                return List.of(due(1, NOON));
            }));

            host.commit();
            assertThat(ended(joining)).contains(1);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "rsvp")
    void theCloseOfAWholeStepOrGoalWaitsForWhoJoins(@Nullable String step) throws Exception {
        var goal = scene.goal("party", due(0, NOON));
        try (var host = begun()) {
            assertThat(store.on(host).join("party", kept -> List.of(due(1, NOON))))
                    .contains(1);

            var closing = waiting(() -> closeAll(store, step));

            host.commit();
            assertThat(ended(closing)).isEqualTo(2);
            assertThat(scene.all(goal))
                    .noneMatch(row -> row.followUp().standing().isLive());
        }
    }

    /** By its key: on the way to it, another row that is locked would be waited for. */
    private static List<Integer> lock(Connection connection, StoredGoal goal, int member, String how)
            throws SQLException {
        return Sql.list(
                connection,
                "SELECT member FROM lm_follow_up WHERE goal = ? AND step = 0 AND member = ? AND seat = 0 FOR UPDATE"
                        + how,
                row -> row.getInt(1),
                goal.number(),
                member);
    }

    private static void lock(Connection connection, StoredGoal goal, int member) throws SQLException {
        assertThat(lock(connection, goal, member, "")).hasSize(1);
    }

    /** Those of the first four rows that nobody has locked. */
    private static List<Integer> lockable(Connection connection, StoredGoal goal) {
        try {
            var free = new ArrayList<Integer>();
            for (int member = 0; member < 4; member++) {
                free.addAll(lock(connection, goal, member, " SKIP LOCKED"));
                connection.rollback();
            }
            return free;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void rowsAreLockedInAscendingOrder() throws Exception {
        var goal = scene.goal("party", due(0, NOON), due(1, minute(-1)), due(2, minute(1)), due(3, minute(-2)));
        try (var host = begun();
                var other = begun()) {
            lock(host, goal, 2);
            var closing = waiting(() -> closeAll(store, null));

            Patience.until(
                    "it has locked those before", () -> lockable(other, goal).equals(List.of(3)));

            host.rollback();
            assertThat(ended(closing)).isEqualTo(4);
        }
    }

    /** The rows of a table in the order in which they were written; {@code null} where the database does not know. */
    @Nullable
    abstract String inOrderOfWriting(String table);

    @Test
    void theLedgerIsWrittenInAscendingOrder() throws SQLException {
        scene.goal("party", 20);
        var order = inOrderOfWriting("lm_ledger");
        var claimed = new ArrayList<FollowUp>();
        scene.claimAll().forEach(claim -> claimed.add(0, claim.followUp()));
        var first = claimed.subList(0, 10);
        store.settle(first.stream().map(Scene::sent).toList());
        // Of the others only the lines are written: they were closed meanwhile.
        closeAll(store, "rsvp");
        var second = claimed.subList(10, 20);
        store.settle(second.stream().map(Scene::sent).toList());

        try (var connection = pool.getConnection()) {
            var members =
                    Sql.list(connection, order == null ? "SELECT member FROM lm_ledger" : order, row -> row.getInt(1));
            assertThat(members).hasSize(20);
            assertThat(members.subList(0, 10)).isSorted();
            assertThat(members.subList(10, 20)).isSorted();
        }
    }

    @Test
    void whatIsThereAlreadyDoesNotHarmTheHostsTransaction() throws Exception {
        var claimed = scene.goal("kept", due(0, NOON));
        var settled = scene.claimOne();
        store.settle(List.of(sent(settled)));
        try (var host = begun();
                var other = begun()) {
            Sql.execute(other, "CREATE TABLE deal (id integer PRIMARY KEY)");
            other.commit();
            Sql.execute(host, "INSERT INTO deal VALUES (1)");
            var bound = store.on(host);
            for (int guests : new int[] {1, 60}) {
                var rows = new ArrayList<>(scene.goal("many-" + guests, guests).facts().steps().stream()
                        .map(step -> due(0, NOON))
                        .limit(1)
                        .toList());
                assertThat(bound.add(facts("many-" + guests), "other", rows, NOON))
                        .isEqualTo(Added.DIFFERENT);
            }
            assertThat(bound.add(facts("mine"), "print", List.of(due(0, NOON)), NOON))
                    .isEqualTo(Added.NEW);
            assertThat(bound.add(facts("mine"), "print", List.of(due(0, NOON)), NOON))
                    .isEqualTo(Added.SAME);
            assertThat(bound.join("mine", kept -> List.of(due(0, NOON)))).contains(0);
            bound.note("zones", "2026a");
            bound.note("zones", "2026b");
            // Somebody else is about to keep the same goal: it is waited for, and then it is there.
            assertThat(store.on(other).add(facts("theirs"), "print", List.of(due(0, NOON)), NOON))
                    .isEqualTo(Added.NEW);
            var adding = waiting(() -> bound.add(facts("theirs"), "print", List.of(due(0, NOON)), NOON));
            other.commit();
            assertThat(ended(adding)).isEqualTo(Added.SAME);

            Sql.execute(host, "INSERT INTO deal VALUES (2)");
            host.commit();
            assertThat(Sql.list(other, "SELECT id FROM deal", row -> row.getInt(1)))
                    .hasSize(2);
            other.rollback();
        }
        assertThat(store.goal("mine")).isPresent();
        assertThat(store.note("zones")).contains("2026b");
        assertThat(scene.ledger(claimed)).hasSize(1);
    }

    final void execute(String sql) throws SQLException {
        try (var connection = pool.getConnection()) {
            Sql.execute(connection, sql);
        }
    }

    /** What a host does in its transaction before anything else. */
    @FunctionalInterface
    interface Beginning {
        void on(Connection host) throws SQLException;
    }

    /** Counts the transactions in this database that wait for a lock; {@code null} where the database does not say. */
    @Nullable
    abstract String waitersSql();

    /**
     * A host and an edit of ours wait for each other. It is the edit that the server ends, and that begins anew.
     *
     * @param beginning sees to that
     */
    final void deadlock(Beginning beginning) throws Exception {
        var goal = scene.goal("party", 2);
        var counting = new Faulty(pool);
        try (var again = JdbcStore.of(counting);
                var first = begun();
                var host = begun();
                var other = begun()) {
            beginning.on(host);
            lock(first, goal, 0);
            lock(host, goal, 1);
            int before = counting.taken();
            var closing = waiting(() -> closeAll(again, null));
            Patience.until("it has locked the goal, and waits", () -> isGoalLocked(other) && waiters(other) == 1);
            var hosts = CompletableFuture.runAsync(() -> lockGoal(host), HostLocksContract::beside);
            Patience.until("the host waits for the goal", () -> waiters(other) == 2);
            // Now the edit goes on to the row that the host has locked.
            first.rollback();
            ended(hosts);
            host.commit();

            assertThat(ended(closing)).isEqualTo(2);
            assertThat(counting.taken() - before).as("times it was begun").isGreaterThan(1);
        }
        assertThat(scene.all(goal))
                .allSatisfy(
                        row -> assertThat(row.followUp().fence().generation()).isOne());
    }

    /** In a thread of its own: the common pool may have a single one, and two who wait for each other need two. */
    private static void beside(Runnable task) {
        new Thread(task, "beside").start();
    }

    private static boolean isGoalLocked(Connection connection) {
        try {
            var free = Sql.list(connection, "SELECT number FROM lm_goal FOR UPDATE SKIP LOCKED", row -> "");
            connection.rollback();
            return free.isEmpty();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private int waiters(Connection connection) {
        try {
            int waiters = Sql.first(connection, Objects.requireNonNull(waitersSql()), row -> row.getInt(1))
                    .orElseThrow();
            connection.rollback();
            return waiters;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void lockGoal(Connection connection) {
        try {
            Sql.list(connection, "SELECT number FROM lm_goal FOR UPDATE", row -> "");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
