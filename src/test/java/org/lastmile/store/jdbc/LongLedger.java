package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.line;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Scope;
import org.lastmile.goal.Standing.State;
import org.lastmile.store.Account;
import org.lastmile.store.Account.Answered;
import org.lastmile.store.Account.Goals;
import org.lastmile.store.Account.Line;
import org.lastmile.store.Account.Place;
import org.lastmile.store.Account.Stand;
import org.lastmile.store.Scene;
import org.lastmile.store.Settlement;
import org.lastmile.store.Store;

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

    /** The path of a file for H2, and how many goals; says "as expected" if its report is. */
    public static void main(String[] args) throws SQLException {
        int goals = Integer.parseInt(args[1]);
        var file = Path.of(args[0]);
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:async:" + file);
        database.setUser("lastmile");
        database.setPassword("");
        try (var store = JdbcStore.h2(file)) {
            var ledger = new LongLedger(store, database);
            ledger.fill(goals);
            var account = store.account(Scope.label("many"), 9);
            System.out.println(differences(account, goals).isEmpty() ? "as expected" : account);
        }
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

    /** What of an account of that many goals is not as it should be. */
    static List<Object> differences(Account account, int goals) {
        long guests = (long) goals * GUESTS;
        var expected = List.<List<?>>of(
                List.of(new Goals(goals, 0, 0)),
                List.of(new Place("rsvp", "Reply", false)),
                List.of(
                        new Stand("rsvp", State.OPEN, null, guests / 2),
                        new Stand("rsvp", State.CLOSED, Outcome.DONE, guests / 2)),
                List.of(new Answered("rsvp", Outcome.DONE, RUNGS - 1, Channel.EMAIL, 0, guests / 2)),
                LongStream.range(0, RUNGS)
                        .mapToObj(
                                rung -> new Line("rsvp", (int) rung, false, Channel.EMAIL, ReminderState.SENT, guests))
                        .toList());
        var found = List.<List<?>>of(
                List.of(account.goals()), account.steps(), account.stands(), account.answers(), account.lines());
        return IntStream.range(0, expected.size())
                .filter(i -> !Set.copyOf(expected.get(i)).equals(Set.copyOf(found.get(i))))
                .<Object>mapToObj(found::get)
                .toList();
    }
}
