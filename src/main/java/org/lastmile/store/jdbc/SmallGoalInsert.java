package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
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
    private final Map<Shape, String> statements = new ConcurrentHashMap<>();

    /** What the text of the statement depends on. */
    private record Shape(String goalTable, int steps, int members, int followUps) {}

    /** The statement for goals with as many rows as this one has; for all of them it is the same object. */
    String sql(Tables tables, NewGoal goal) {
        var shape = new Shape(
                tables.goal.name(),
                goal.steps().size(),
                goal.members().size(),
                goal.followUps().size());
        return statements.computeIfAbsent(shape, any -> makeSql(tables, goal));
    }

    /**
     * Adds goals of one statement.
     *
     * @param patienceSeconds how long it waits for whoever is adding a goal of the same id: outside a transaction there is no
     *     other bound
     * @return whether there was none of its id, for each in their order
     */
    boolean[] insert(Connection connection, Tables tables, String sql, List<NewGoal> goals, int patienceSeconds)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(patienceSeconds);
            if (goals.size() == 1) {
                bind(statement, tables, goals.get(0));
                return new boolean[] {statement.executeUpdate() != 0};
            }
            for (var goal : goals) {
                bind(statement, tables, goal);
                statement.addBatch();
            }
            var counts = statement.executeBatch();
            var added = new boolean[counts.length];
            for (int i = 0; i < added.length; i++) {
                added[i] = counts[i] != 0;
            }
            return added;
        }
    }

    /** The rows of the last table are the statement's own, so that their count tells whether the goal was added. */
    private static String makeSql(Tables tables, NewGoal goal) {
        var parts = new ArrayList<String>();
        parts.add("INSERT INTO " + tables.goal.name() + " (" + Table.names(GoalRows.COLUMNS) + ") VALUES ("
                + GoalRows.COLUMNS.stream().map(column -> "?").collect(joining(", "))
                + ") ON CONFLICT DO NOTHING RETURNING number");
        addSql(parts, tables.step, goal.steps());
        addSql(parts, tables.member, goal.members());
        addSql(parts, tables.followUp, goal.followUps());
        var sql = new StringBuilder("WITH g AS (" + parts.get(0) + ")");
        for (int i = 1; i < parts.size() - 1; i++) {
            sql.append(", p").append(i).append(" AS (").append(parts.get(i)).append(")");
        }
        return sql.append(" ").append(parts.get(parts.size() - 1)).toString();
    }

    /**
     * Inserts rows that belong to the goal, but for its number, which the statement has at hand. Not as arrays: to unfold one takes the
     * server tens of microseconds, however short it is.
     */
    private static void addSql(List<String> parts, Table table, List<@Nullable Object[]> rows) {
        if (!rows.isEmpty()) {
            var marks = behindGoal(table).stream()
                    .map(column -> "?::" + column.kind().arrayType)
                    .collect(joining(", ", "(", ")"));
            parts.add("INSERT INTO " + table.name() + " (" + Table.names(table.columns())
                    + ") SELECT g.number, n.* FROM g, (VALUES "
                    + String.join(", ", Collections.nCopies(rows.size(), marks)) + ") AS n");
        }
    }

    private static void bind(PreparedStatement statement, Tables tables, NewGoal goal) throws SQLException {
        int marks = Dialect.bind(statement, 0, GoalRows.COLUMNS, goal.goal());
        marks = bind(statement, marks, tables.step, goal.steps());
        marks = bind(statement, marks, tables.member, goal.members());
        bind(statement, marks, tables.followUp, goal.followUps());
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
