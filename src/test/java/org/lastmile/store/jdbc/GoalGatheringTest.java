package org.lastmile.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.facts;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lastmile.crash.Patience;
import org.lastmile.goal.Goal;
import org.lastmile.store.Register.Added;
import org.lastmile.store.Servers;

/** Goals that many threads add at once: together where they can be, and none harms another. */
class GoalGatheringTest {
    private final HikariDataSource pool = Servers.postgres();
    private final Faulty connections = new Faulty(pool);
    private final JdbcStore store = JdbcStore.of(connections);
    private final List<Connection> hosts = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Future<Added>> calls = new LinkedHashMap<>();

    /** Two calls that wait for others: while they do, whoever comes waits for them. */
    @BeforeEach
    void holdUp() throws SQLException {
        assertThat(store.add(facts("first"), "print", List.of(due(0, NOON)), NOON))
                .isEqualTo(Added.NEW);
        for (var id : List.of("held-1", "held-2")) {
            hold(id);
            call(id, facts(id), "print");
        }
        Patience.until("both wait in the database", () -> waitingInDatabase() == 2);
    }

    private void hold(String id) throws SQLException {
        var host = pool.getConnection();
        host.setAutoCommit(false);
        hosts.add(host);
        assertThat(store.on(host).add(facts(id), "print", List.of(due(0, NOON)), NOON))
                .isEqualTo(Added.NEW);
    }

    @AfterEach
    void close() throws SQLException {
        for (var host : hosts) {
            host.rollback();
            host.close();
        }
        store.close();
        pool.close();
    }

    private void call(String name, Goal goal, String fingerprint) {
        var call = new FutureTask<>(() -> store.add(goal, fingerprint, List.of(due(0, NOON)), NOON));
        calls.put(name, call);
        var thread = new Thread(call, name);
        threads.add(thread);
        thread.start();
    }

    private void come(String... ids) {
        for (var id : ids) {
            call(id, facts(id), "print");
        }
        theyWait();
    }

    private void theyWait() {
        Patience.until(
                "they wait for their turn",
                () -> threads.stream()
                        .skip(2)
                        .allMatch(thread -> Arrays.stream(thread.getStackTrace())
                                .anyMatch(frame -> frame.getClassName().equals(GoalGathering.class.getName())
                                        && frame.getMethodName().equals("await"))));
    }

    private Added answer(String name) throws Exception {
        return calls.get(name).get(20, TimeUnit.SECONDS);
    }

    private void release() throws SQLException {
        hosts.get(0).rollback();
        hosts.get(1).rollback();
    }

    private int waitingInDatabase() {
        return count("SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()"
                + " AND wait_event_type = 'Lock'");
    }

    private int transactions(String like) {
        return count("SELECT count(DISTINCT xmin::text)::int FROM lm_goal WHERE id LIKE '" + like + "'");
    }

    private int count(String sql) {
        try (var connection = pool.getConnection()) {
            return Sql.first(connection, sql, row -> row.getInt(1)).orElseThrow();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoeverHasWaitedIsAddedInOneTransaction() throws Exception {
        come("b", "a", "d", "c");
        release();
        for (var name : calls.keySet()) {
            assertThat(answer(name)).as(name).isEqualTo(Added.NEW);
        }
        assertThat(transactions("_")).isOne();
        assertThat(count("SELECT count(*)::int FROM lm_follow_up f JOIN lm_goal g ON g.number = f.goal"
                        + " JOIN lm_step s ON s.goal = g.number AND s.position = f.step JOIN lm_member m ON m.goal = g.number AND m.number = f.member"
                        + " WHERE g.id LIKE '_'"))
                .isEqualTo(4);
        assertThat(connections.open()).as("all connections were given back").isZero();
    }

    @Test
    void ofTheSameGoalTwiceOneIsNew() throws Exception {
        come("a", "b");
        call("a again", facts("a"), "print");
        call("another a", facts("a"), "other");
        theyWait();
        release();
        boolean other = answer("another a") == Added.NEW;
        assertThat(List.of(answer("a"), answer("a again")))
                .containsExactlyInAnyOrder(other ? Added.DIFFERENT : Added.NEW, other ? Added.DIFFERENT : Added.SAME);
        assertThat(answer("another a")).isEqualTo(other ? Added.NEW : Added.DIFFERENT);
        assertThat(answer("b")).isEqualTo(Added.NEW);
    }

    /** Somebody's open transaction has it: whoever came with it waits, the others do not. */
    @Test
    void whoHasToWaitHoldsUpNobody() throws Exception {
        hold("c");
        come("a", "b", "c", "d");
        release();
        for (var name : List.of("a", "b", "d", "held-1", "held-2")) {
            assertThat(answer(name)).as(name).isEqualTo(Added.NEW);
        }
        assertThat(calls.get("c").isDone()).isFalse();
        hosts.get(2).commit();
        assertThat(answer("c")).isEqualTo(Added.SAME);
    }

    @Test
    void whatFailsTogetherIsAddedAlone() throws Exception {
        come("a", "b", "c");
        connections.failCommits(1, "57P01");
        release();
        for (var name : List.of("a", "b", "c")) {
            assertThat(answer(name)).as(name).isEqualTo(Added.NEW);
        }
        assertThat(connections.failures()).isOne();
        assertThat(transactions("_")).isEqualTo(3);
    }

    /** Nobody knows whether the commit came to be until they ask again, as after any lost answer. */
    @Test
    void whatWasAddedTogetherIsNotAddedTwice() throws Exception {
        come("a", "b", "c");
        connections.loseAnswers(1);
        release();
        for (var name : List.of("a", "b", "c")) {
            assertThat(answer(name)).as(name).isEqualTo(Added.SAME);
        }
        assertThat(transactions("_")).isOne();
    }

    /** In a transaction of the host's it is that one's part, and waits for no turn. */
    @Test
    void theHostsTransactionsTakeNoPart() throws Exception {
        hold("mine");
        assertThat(count("SELECT count(*)::int FROM lm_goal WHERE id = 'mine'")).isZero();
        hosts.get(2).commit();
        assertThat(count("SELECT count(*)::int FROM lm_goal WHERE id = 'mine'")).isOne();
    }

    /** Whoever was to take them along hangs: they help themselves in the end. */
    @Test
    void whoseTurnDoesNotComeGoesAlone() throws Exception {
        release();
        var rooms = new Rooms(new PostgreSql(1), new Tables(null, "lm_"));
        var release = new Semaphore(0);
        var hangs = Set.of("hangs-1", "hangs-2");
        connections.whenPreparing(sql -> {
            if (hangs.contains(Thread.currentThread().getName()) && sql.contains("lm_follow_up")) {
                release.acquireUninterruptibly();
            }
        });
        for (var id : List.of("hangs-1", "hangs-2", "a", "b")) {
            var call = new FutureTask<>(() -> {
                try (var connection = connections.getConnection()) {
                    return new Enrolment(facts(id), "print", List.of(due(0, NOON)), NOON)
                            .write(connection, rooms.dialect, rooms.tables, rooms.rows);
                }
            });
            calls.put(id, call);
            var thread = new Thread(call, id);
            thread.start();
            if (hangs.contains(id)) {
                Patience.until("it hangs", () -> thread.getState() == Thread.State.WAITING);
            }
        }
        assertThat(answer("a")).isEqualTo(Added.NEW);
        assertThat(answer("b")).isEqualTo(Added.NEW);
        release.release(2);
        assertThat(answer("hangs-1")).isEqualTo(Added.NEW);
        assertThat(answer("hangs-2")).isEqualTo(Added.NEW);
    }
}
