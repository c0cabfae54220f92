package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds a small goal with all that belongs to it by one statement, as PostgreSQL can: what is inserted first gives its number to the
 * rest. Thread-safe.
 */
final class SmallGoalInsert {
    private final int patienceSeconds;
    private final Map<Shape, String> statements = new ConcurrentHashMap<>();

    /** What the text of the statement depends on. */
    private record Shape(String goalTable, int steps, int members, int followUps) {}

    /** @param patienceSeconds how long it waits for whoever is adding a goal of the same id */
    SmallGoalInsert(int patienceSeconds) {
        this.patienceSeconds = patienceSeconds;
    }

    /** Whether there was none of its id, so that it was added. */
    boolean insert(Connection connection, Tables tables, NewGoal goal) throws SQLException {
        var shape = new Shape(
                tables.goal.name(),
                goal.steps().size(),
                goal.members().size(),
                goal.followUps().size());
        var sql = statements.computeIfAbsent(shape, any -> sql(tables, goal));
        try (var statement = connection.prepareStatement(sql)) {
            // Outside a transaction there is no other bound.
            statement.setQueryTimeout(patienceSeconds);
            int marks = Dialect.bind(statement, 0, GoalRows.COLUMNS, goal.goal());
            marks = bind(statement, marks, tables.step, goal.steps());
            marks = bind(statement, marks, tables.member, goal.members());
            bind(statement, marks, tables.followUp, goal.followUps());
            return !Sql.read(statement, row -> row.getLong(1)).isEmpty();
        }
    }

    private static String sql(Tables tables, NewGoal goal) {
        return "WITH g AS (INSERT INTO " + tables.goal.name() + " (" + Table.names(GoalRows.COLUMNS) + ") VALUES ("
                + GoalRows.COLUMNS.stream().map(column -> "?").collect(joining(", "))
                + ") ON CONFLICT DO NOTHING RETURNING number)" + sql("s", tables.step, goal.steps())
                + sql("m", tables.member, goal.members()) + sql("f", tables.followUp, goal.followUps())
                + " SELECT number FROM g";
    }

    /**
     * Inserts rows that belong to the goal, but for its number, which the statement has at hand. Not as arrays: to unfold one takes the
     * server tens of microseconds, however short it is.
     */
    private static String sql(String name, Table table, List<@Nullable Object[]> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        var marks = behindGoal(table).stream()
                .map(column -> "?::" + column.kind().arrayType)
                .collect(joining(", ", "(", ")"));
        return ", " + name + " AS (INSERT INTO " + table.name() + " (" + Table.names(table.columns())
                + ") SELECT g.number, n.* FROM g, (VALUES "
                + String.join(", ", Collections.nCopies(rows.size(), marks)) + ") AS n)";
    }

    private static int bind(PreparedStatement statement, int marks, Table table, List<@Nullable Object[]> rows)
            throws SQLException {
        int bound = marks;
        for (var row : rows) {
            bound = Dialect.bind(statement, bound, behindGoal(table), Arrays.copyOfRange(row, 1, row.length));
        }
        return bound;
    }

    private static List<Column> behindGoal(Table table) {
        return table.columns().subList(1, table.columns().size());
    }
}
