package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.line;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.lastmile.Lastmile;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Delays;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Scope;
import org.lastmile.goal.Standing.State;
import org.lastmile.report.Answers;
import org.lastmile.report.Report;
import org.lastmile.report.RungReport;
import org.lastmile.report.StepReport;
import org.lastmile.store.Scene;
import org.lastmile.store.Settlement;
import org.lastmile.store.Store;
import org.postgresql.ds.PGSimpleDataSource;

/** Many goals of ten guests who were each sent ten reminders, one a minute; every other guest said yes half a minute after the last. */
final class LongLedger {
    private static final int GUESTS = 10;
    private static final int RUNGS = 10;
    private static final Tables TABLES = new Tables(null, "lm_");

    private final Store store;
    private final DataSource database;

    LongLedger(Store store, DataSource database) {
        this.store = store;
        this.database = database;
    }

    /**
     * The path of a file for H2, or the URL of a database, and how many goals; says "as expected" and how long it took if the report
     * is.
     */
    public static void main(String[] args) throws SQLException {
        int goals = Integer.parseInt(args[1]);
        var database = args[0].startsWith("jdbc:") ? postgres(args[0]) : h2("jdbc:h2:async:" + args[0]);
        try (var store = args[0].startsWith("jdbc:") ? JdbcStore.of(database) : JdbcStore.h2(Path.of(args[0]));
                var lastmile = Lastmile.builder().store(store).build()) {
            var ledger = new LongLedger(store, database);
            ledger.fill(goals);
            long begun = System.nanoTime();
            var report = lastmile.report(Scope.label("many"));
            var took = Duration.ofNanos(System.nanoTime() - begun);
            var heap = Runtime.getRuntime().maxMemory() >> 20;
            System.out.println(
                    isAsExpected(report, goals)
                            ? "as expected: " + goals * GUESTS * RUNGS + " lines in " + took.toMillis()
                                    + " ms, heap of " + heap + " MB"
                            : report);
        }
    }

    private static DataSource h2(String url) {
        var database = new JdbcDataSource();
        database.setURL(url);
        database.setUser("lastmile");
        database.setPassword("");
        return database;
    }

    private static DataSource postgres(String url) {
        var database = new PGSimpleDataSource();
        database.setUrl(url);
        return database;
    }

    /** What the store has written once, as many times as that; a few at a time, so that no transaction is long. */
    void fill(int goals) throws SQLException {
        var scene = new Scene(store);
        scene.goal(Scene.facts("template").label("template"), due(0, NOON));
        var row = scene.claimOne();
        store.settle(List.of(new Settlement(row, row.standing(), Cursor.NONE, List.of(line(row)))));
        int width = Math.min(goals, 500);
        for (int from = 1; from <= goals; from += width) {
            var i = numbers("i", from, Math.min(goals, from + width - 1));
            copy(TABLES.goal, Map.of("number", "1000 + i.n", "id", "'goal-' || i.n", "label", "'many'"), i);
            copy(TABLES.step, Map.of("goal", "1000 + i.n"), i);
            var guest = i + numbers("m", 0, GUESTS - 1);
            copy(TABLES.member, Map.of("goal", "1000 + i.n", "number", "m.n", "id", "'guest-' || m.n"), guest);
            var ended = "CASE WHEN MOD(m.n, 2) = 0 THEN %s ELSE %s END";
            var start = Long.toString(NOON.toEpochMilli());
            copy(
                    TABLES.followUp,
                    Map.of(
                            "goal",
                            "1000 + i.n",
                            "member",
                            "m.n",
                            "due",
                            "NULL",
                            "state",
                            ended.formatted(
                                    FollowUpRows.STATES.code(State.CLOSED), FollowUpRows.STATES.code(State.OPEN)),
                            "outcome",
                            ended.formatted(FollowUpRows.OUTCOMES.code(Outcome.DONE), "NULL"),
                            "closed_at",
                            ended.formatted(start + " + " + (RUNGS * 60_000 - 30_000), "NULL")),
                    guest);
            copy(
                    TABLES.ledger,
                    Map.of("goal", "1000 + i.n", "member", "m.n", "rung", "r.n", "known_at", start + " + r.n * 60000"),
                    guest + numbers("r", 0, RUNGS - 1));
        }
    }

    private static String numbers(String alias, int first, int last) {
        return " CROSS JOIN (SELECT a.n + 10 * b.n + 100 * c.n + " + first + " AS n FROM " + digits("a") + ", "
                + digits("b") + ", " + digits("c") + " WHERE a.n + 10 * b.n + 100 * c.n <= " + (last - first) + ") "
                + alias;
    }

    private static String digits(String alias) {
        return IntStream.range(0, 10)
                .mapToObj(n -> "SELECT " + n + " AS n")
                .collect(joining(" UNION ALL ", "(", ") " + alias));
    }

    private void copy(Table table, Map<String, String> changed, String times) throws SQLException {
        var sql = "INSERT INTO " + table.name() + " (" + Table.names(table.columns()) + ") SELECT "
                + table.columns().stream()
                        .map(column -> changed.getOrDefault(column.name(), "t." + column.name()))
                        .collect(joining(", "))
                + " FROM " + table.name() + " t" + times + " WHERE t." + (table == TABLES.goal ? "number" : "goal")
                + " = (SELECT MIN(number) FROM " + TABLES.goal.name() + ")";
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Whether it is the report of that many goals. */
    private static boolean isAsExpected(Report report, int goals) {
        long guests = (long) goals * GUESTS;
        var rungs = LongStream.rangeClosed(1, RUNGS)
                .mapToObj(rung -> new RungReport(
                        (int) rung,
                        Channel.EMAIL,
                        false,
                        Map.of(ReminderState.SENT, guests),
                        rung < RUNGS ? Answers.NONE : new Answers(guests / 2, 0, 0, Delays.NONE.plus(0, guests / 2))))
                .toList();
        var step = new StepReport(
                "rsvp",
                "Reply",
                false,
                new StepReport.People(0, guests / 2, 0, guests / 2, 0, 0, 0, 0),
                Answers.NONE,
                rungs);
        return report.goals().equals(new Report.GoalCount(goals, 0, 0))
                && report.steps().equals(List.of(step))
                && report.stillOpen() == guests / 2
                && report.open().size() == 20;
    }
}
