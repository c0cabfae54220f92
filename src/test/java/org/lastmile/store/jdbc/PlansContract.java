package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.store.Scene.EMAIL;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.due;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.lastmile.goal.Claim;
import org.lastmile.goal.FollowUp;
import org.lastmile.store.FollowUpEdit;
import org.lastmile.store.Scene;
import org.lastmile.store.Target;
import org.lastmile.store.jdbc.Dialect.Taking;

/**
 * What the engine and the host ask, beside 100,000 follow-ups that wait (or as many as {@code -Dlastmile.plans=…} says) and a tenth as
 * many that are overdue: each by the index it was given, over about as many rows as it is about.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PlansContract {
    private static final int WAITING = Integer.getInteger("lastmile.plans", 100_000);
    private static final int GUESTS = 110;
    /** Of each goal's guests so many are overdue. */
    private static final int OVERDUE = 10;

    private static final int GOALS = WAITING / (GUESTS - OVERDUE);
    private static final int LIMIT = 50;
    private static final long NOW = NOON.toEpochMilli();

    private final Explained.Way way;
    private HikariDataSource pool;
    private JdbcStore store;
    private Connection connection;

    PlansContract(Explained.Way way) {
        this.way = way;
    }

    abstract HikariDataSource database();

    /** Lets the database count what it has. */
    abstract String analyze();

    @BeforeAll
    void fill() throws SQLException {
        pool = database();
        store = JdbcStore.of(pool);
        new Scene(store).goal("template", due(0, NOON.plusSeconds(1)));
        connection = pool.getConnection();
        execute("CREATE TABLE numbers (n integer PRIMARY KEY)");
        execute("INSERT INTO numbers VALUES (0)");
        for (int count = 1; count < Math.max(GOALS, GUESTS); count *= 2) {
            execute("INSERT INTO numbers SELECT n + " + count + " FROM numbers");
        }
        var tables = store.rooms.tables;
        copy(tables.goal, Map.of("number", "1000 + i.n", "id", "CONCAT('goal-', i.n)"), "");
        copy(tables.step, Map.of("goal", "1000 + i.n"), "");
        var guests = " CROSS JOIN numbers g WHERE g.n < " + GUESTS + " AND";
        copy(tables.member, Map.of("goal", "1000 + i.n", "number", "g.n", "id", "CONCAT('guest-', g.n)"), guests);
        // The overdue ones of one goal lie far apart in the queue, as they do where goals are many.
        var due = "CASE WHEN g.n < " + OVERDUE + " THEN " + NOW + " - 1000 * (1 + i.n + g.n * " + GOALS + ") ELSE "
                + NOW + " + 1000 * (1 + i.n + g.n * " + GOALS + ") END";
        copy(tables.followUp, Map.of("goal", "1000 + i.n", "member", "g.n", "due", due), guests);
        execute(analyze());
        connection.setAutoCommit(false);
    }

    private void copy(Table table, Map<String, String> changed, String more) throws SQLException {
        execute("INSERT INTO " + table.name() + " (" + Table.names(table.columns()) + ") SELECT "
                + table.columns().stream()
                        .map(column -> changed.getOrDefault(column.name(), "t." + column.name()))
                        .collect(joining(", "))
                + " FROM " + table.name() + " t CROSS JOIN numbers i" + (more.isEmpty() ? " WHERE" : more) + " i.n < "
                + GOALS);
    }

    private void execute(String sql) throws SQLException {
        Sql.execute(connection, sql);
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
        store.close();
        pool.close();
    }

    private Explained explained(boolean patient, Explained.Operation operation) throws SQLException {
        return Explained.of(way, connection, store.rooms.dialect, patient, operation);
    }

    /** Sees that about as many rows were read as the operation is about, and says how many. */
    private void assertReads(String what, Explained operation, double least, double most) {
        System.out.printf(
                "on %s, beside %d that wait and %d that are overdue: %s reads %.0f rows%n",
                way, GOALS * (GUESTS - OVERDUE), GOALS * OVERDUE, what, operation.rows());
        assertThat(operation.rows()).as("%s", operation).isBetween(least, most);
    }

    private List<FollowUp> claim(Connection connection) throws SQLException {
        var rooms = store.rooms;
        short lane = rooms.lanes.number(connection, EMAIL);
        return rooms
                .dialect
                .claim(connection, rooms.rows, rooms.tables, new Taking(lane, NOW, NOW + 60_000, LIMIT))
                .stream()
                .map(Taken::claim)
                .map(Claim::followUp)
                .toList();
    }

    @Test
    void aClaimReadsWhatItTakes() throws SQLException {
        var claim = explained(false, c -> assertThat(claim(c)).hasSize(LIMIT));
        assertThat(claim.plans()).contains("lm_follow_up_due");
        assertReads("a claim of " + LIMIT, claim, LIMIT, 20.0 * LIMIT);
    }

    @Test
    void straysAreLookedForBesideTheLanes() throws SQLException {
        var taking = new Taking(Taking.STRAY_LANE, NOW, NOW + 60_000, LIMIT);
        var search = explained(
                false,
                c -> assertThat(store.rooms.claiming.strays(c, NOW, taking)).isEmpty());
        assertThat(search.plans()).contains("lm_follow_up_due");
        assertReads("a search for strays", search, 0, 10);
    }

    @Test
    void aBatchIsLookedAtAndSettledByItsKeys() throws SQLException {
        var claimed = new ArrayList<FollowUp>();
        explained(false, c -> claimed.addAll(claim(c)));
        var settle = explained(false, c -> {
            store.rooms.settling.look(c, claimed, NOW + 90_000);
            store.rooms.settling.settle(c, claimed.stream().map(Scene::sent).toList());
        });
        assertReads("a look at " + LIMIT + " and their settle", settle, LIMIT, 20.0 * LIMIT);
    }

    @Test
    void anAnswerReadsItsOwnRow() throws SQLException {
        FollowUpEdit done = (goal, row, recipient) -> Scene.closed(row);
        var target = Target.participants("goal-7", "rsvp", "guest-40");
        var answer = explained(
                true,
                c -> assertThat(store.rooms
                                .editing
                                .edit(c, target, null, done)
                                .orElseThrow()
                                .rows())
                        .hasSize(1));
        assertReads("an answer", answer, 1, 40);
    }

    @Test
    void aMoveReadsItsOwnGoal() throws SQLException {
        FollowUpEdit later = (goal, row, recipient) -> Scene.waitingUntil(row, NOON.plusSeconds(9));
        var move = explained(
                true,
                c -> assertThat(store.rooms
                                .editing
                                .edit(c, Target.everybody("goal-7"), facts -> facts.label("moved"), later)
                                .orElseThrow()
                                .rows())
                        .hasSize(GUESTS));
        assertReads("a move of " + GUESTS, move, GUESTS, 20.0 * GUESTS);
    }

    @Test
    void theHeadsAreTwoStepsDownTheIndexEach() throws SQLException {
        var heads = explained(
                false, c -> assertThat(store.rooms.reading.heads(c, NOW)).hasSize(2));
        assertThat(heads.plans()).contains("lm_follow_up_due");
        assertReads("the heads of two lanes", heads, 2, 30);
    }
}
