package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.store.Scene.EMAIL;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.due;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.lastmile.goal.Claim;
import org.lastmile.goal.FollowUp;
import org.lastmile.store.FollowUpEdit;
import org.lastmile.store.Scene;
import org.lastmile.store.Servers;
import org.lastmile.store.Target;
import org.lastmile.store.jdbc.Dialect.Taking;

/**
 * What the engine's statements touch on PostgreSQL beside 100,000 follow-ups that wait: about as many rows as they are about,
 * by the index that was made for them; also where the server has kept a plan from the time when the tables were empty.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlanTest {
    private static final int GOALS = 1_000;
    private static final int GUESTS = 100;
    private static final long START = NOON.toEpochMilli();
    /** When the first 300 are due, one a second. */
    private static final long NOW = START + 300_000;

    private static final int LIMIT = 50;

    private static HikariDataSource pool;
    private static final Tables TABLES = new Tables(null, "lm_");
    private static Dialect dialect;
    private static Lanes lanes;
    private static FollowUpRows rows;
    private static Goals goals;
    /** The one whose server-side plans are from the time when all was empty. */
    private static Connection old;

    @BeforeAll
    static void prepare() throws SQLException {
        pool = Servers.postgres();
        JdbcStore.of(pool).close();
        old = pool.getConnection();
        dialect = Dialect.of(old);
        lanes = new Lanes(TABLES.lane, dialect);
        rows = new FollowUpRows(lanes);
        goals = new Goals(TABLES, dialect, new GoalCache(1));
        lanes.create(old, EMAIL);
        old.setAutoCommit(false);
        // Over the threshold from which the driver has the server prepare, and the server stops to plan anew.
        for (int i = 0; i < 20; i++) {
            claim(old);
            next(old);
            old.rollback();
        }
        fill();
    }

    /** A goal that the store has written, a thousand times, with a hundred guests each. */
    private static void fill() throws SQLException {
        new Scene(JdbcStore.of(pool)).goal("template", due(0, NOON));
        copy(TABLES.goal, Map.of("number", "1000 + i", "id", "'goal-' || i"), "");
        copy(TABLES.step, Map.of("goal", "1000 + i"), "");
        // In the order in which the store writes them, whatever way the server would choose: a goal's rows lie
        // together.
        var guests = " CROSS JOIN generate_series(0, " + (GUESTS - 1) + ") n ORDER BY i, n";
        copy(TABLES.member, Map.of("goal", "1000 + i", "number", "n", "id", "'guest-' || n"), guests);
        copy(
                TABLES.followUp,
                Map.of("goal", "1000 + i", "member", "n", "due", START + " + 1000 * (i + n * " + GOALS + ")"),
                guests);
        // A channel that is paused, with a backlog.
        execute("INSERT INTO lm_lane (number, channel, urgent) VALUES (99, 'paused', FALSE)");
        execute("UPDATE lm_follow_up SET lane = 99, due = " + START + " WHERE member >= 90");
    }

    private static void copy(Table table, Map<String, String> changed, String more) throws SQLException {
        execute("INSERT INTO " + table.name() + " (" + Table.names(table.columns()) + ") SELECT "
                + table.columns().stream()
                        .map(column -> changed.getOrDefault(column.name(), "t." + column.name()))
                        .collect(joining(", "))
                + " FROM " + table.name() + " t CROSS JOIN generate_series(1, " + GOALS + ") i" + more);
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @AfterAll
    static void stop() throws SQLException {
        old.close();
        pool.close();
    }

    private static List<Taken> claim(Connection connection) throws SQLException {
        dialect.begin(connection, false);
        short lane = lanes.number(connection, EMAIL);
        return dialect.claim(connection, rows, TABLES, new Taking(lane, NOW, NOW + 60_000, LIMIT));
    }

    private static void next(Connection connection) throws SQLException {
        dialect.begin(connection, false);
        new Reading(TABLES, dialect, rows, lanes, row -> {}).heads(connection, NOW);
    }

    /** How many rows the transaction has read so far, by whatever way. */
    private static long touched(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT sum(seq_tup_read) + sum(idx_tup_fetch) FROM pg_stat_xact_user_tables"
                                + " WHERE relname LIKE 'lm\\_%' AND relname <> 'lm_lane'",
                        row -> row.getLong(1))
                .orElseThrow();
    }

    /** Of how many executions in this session the server took the plan that it keeps. */
    private static long kept(Connection connection, String beginning) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT sum(generic_plans) FROM pg_prepared_statements WHERE statement LIKE ?",
                        row -> row.getLong(1),
                        beginning + "%")
                .orElse(0L);
    }

    /** First of all, before the server looks at the tables by itself and drops the plans. */
    @Test
    @Order(1)
    void aPlanFromAnEmptyTableIsAsGood() throws SQLException {
        long before = touched(old);
        var claimed = claim(old);
        long touched = touched(old) - before;

        assertThat(claimed).hasSize(LIMIT);
        assertThat(touched).isLessThan(10 * LIMIT);
        assertThat(kept(old, "WITH due AS MATERIALIZED")).isPositive();
        old.rollback();

        before = touched(old);
        next(old);
        assertThat(touched(old) - before).isLessThan(10);
        old.rollback();
    }

    @Test
    void aClaimGoesByTheIndexOfItsLane() throws SQLException {
        execute("ANALYZE");
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            dialect.begin(connection, false);
            short lane = lanes.number(connection, EMAIL);
            var plan = Sql.list(
                            connection,
                            "EXPLAIN (ANALYZE, BUFFERS) " + PostgreSql.claimSql(TABLES),
                            row -> row.getString(1),
                            lane,
                            NOW,
                            NOW,
                            LIMIT,
                            NOW + 60_000,
                            NOW)
                    .stream()
                    .collect(joining("\n"));
            connection.rollback();

            assertThat(plan)
                    .contains("Index Scan using lm_follow_up_due")
                    .contains("Index Scan using lm_follow_up_pkey")
                    .contains("Index Scan using lm_member_pkey")
                    .contains("Index Scan using lm_goal_pkey")
                    .doesNotContain("Seq Scan")
                    .doesNotContain("Sort")
                    .doesNotContain("Hash")
                    .doesNotContain("Bitmap");
        }
    }

    @Test
    void whatIsClaimedIsAllThatIsTouched() throws SQLException {
        execute("ANALYZE");
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 10; i++) {
                long before = touched(connection);
                assertThat(claim(connection)).hasSize(LIMIT);
                assertThat(touched(connection) - before).isLessThan(10 * LIMIT);
                connection.rollback();
            }
        }
    }

    @Test
    void aClaimWritesNoIndex() throws SQLException {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            var before = updates(connection);
            assertThat(claim(connection)).hasSize(LIMIT);
            var after = updates(connection);
            connection.rollback();
            assertThat(after.get(0) - before.get(0)).isEqualTo(LIMIT);
            assertThat(after.get(1) - before.get(1))
                    .as("updates that wrote no index")
                    .isGreaterThanOrEqualTo(LIMIT * 4 / 5);
        }
    }

    /** All updates of follow-ups so far, and those that found room on the row's own page. */
    private static List<Long> updates(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_xact_user_tables WHERE relname = 'lm_follow_up'",
                        row -> List.of(row.getLong(1), row.getLong(2)))
                .orElseThrow();
    }

    @Test
    void aBatchIsLookedAtAndSettledRowByRow() throws SQLException {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            var settling = new Settling(TABLES, dialect, rows);
            for (int i = 0; i < 10; i++) {
                var claimed = claim(connection).stream()
                        .map(Taken::claim)
                        .map(Claim::followUp)
                        .toList();
                long before = touched(connection);
                assertThat(settling.look(connection, claimed, NOW + 90_000)).hasSize(LIMIT);
                settling.settle(connection, claimed.stream().map(Scene::sent).toList());
                assertThat(touched(connection) - before).isLessThan(10 * LIMIT);
                connection.rollback();
            }
        }
    }

    @Test
    void anAnswerTouchesItsOwnRow() throws SQLException {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            var editing = new Editing(TABLES, dialect, rows, goals, (what, why) -> {});
            for (int i = 1; i < 20; i++) {
                dialect.begin(connection, true);
                long before = touched(connection);
                var edited = editing.edit(
                                connection,
                                Target.participants("goal-" + i, "rsvp", "guest-" + i),
                                null,
                                (goal, row, recipient) -> Scene.closed(row))
                        .orElseThrow();
                assertThat(edited.rows()).hasSize(1);
                assertThat(touched(connection) - before).isLessThan(30);
                connection.rollback();
            }
        }
    }

    @Test
    void aMoveTouchesItsOwnGoal() throws SQLException {
        FollowUpEdit later = (goal, row, recipient) -> Scene.waitingUntil(row, NOON.plusSeconds(9));
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            var editing = new Editing(TABLES, dialect, rows, goals, (what, why) -> {});
            for (int i = 1; i < 10; i++) {
                dialect.begin(connection, true);
                long before = touched(connection);
                var edited = editing.edit(
                                connection, Target.everybody("goal-" + i), facts -> facts.label("moved"), later)
                        .orElseThrow();
                assertThat(edited.rows()).hasSize(GUESTS);
                assertThat(touched(connection) - before).isLessThan(10 * GUESTS);
                connection.rollback();
            }
        }
    }

    @Test
    void theHeadsAreTwoStepsDownTheIndexEach() throws SQLException {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 10; i++) {
                long before = touched(connection);
                next(connection);
                assertThat(touched(connection) - before).isLessThan(10);
                connection.rollback();
            }
        }
    }

    @Test
    void aGoalsPagesAreReadOneAtATime() throws SQLException {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            dialect.begin(connection, false);
            var reading = new Reading(TABLES, dialect, rows, lanes, row -> {});
            for (int i = 0; i < 10; i++) {
                long before = touched(connection);
                assertThat(reading.followUps(connection, 1_500, new FollowUp.Key(1_500, 0, 40, 0), 10))
                        .hasSize(10);
                assertThat(touched(connection) - before).isLessThan(60);
                before = touched(connection);
                // Of a guest of a thousand goals.
                assertThat(reading.followUpsOf(connection, "guest-40", new FollowUp.Key(1_500, 0, -1, 0), 10))
                        .hasSize(10);
                assertThat(touched(connection) - before).isLessThan(200);
                before = touched(connection);
                assertThat(reading.waiting(connection, EMAIL, NOW, null, 20)).hasSize(20);
                assertThat(touched(connection) - before).isLessThan(60);
            }
            connection.rollback();
        }
    }
}
