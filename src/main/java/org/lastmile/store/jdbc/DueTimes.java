package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Deadline;

/**
 * The instants of goals' deadlines, by which goals are chosen for a report. They are written with the deadline; where a release that
 * does not know them has scheduled or moved a goal, or the tables are of an older version, they are made up for.
 */
final class DueTimes {
    private static final int PAGE = 500;
    private static final List<Column> WRITTEN = Tables.columns("due_at:l due_at_of:t number:l due:t");

    private final Tables tables;

    DueTimes(Tables tables) {
        this.tables = tables;
    }

    /** A goal whose instant is missing, or of a deadline that it has no more. */
    private record Behind(long number, String due) {}

    /** Makes up for what is missing, a few goals at a time, each in a short transaction. */
    void makeUp(Transactions transactions) {
        long reached = 0;
        while (true) {
            long after = reached;
            var page = transactions.asking("reading deadlines", c -> behind(c, after));
            if (page.isEmpty()) {
                return;
            }
            transactions.host("writing instants of deadlines", c -> write(c, page));
            reached = page.get(page.size() - 1).number();
        }
    }

    private List<Behind> behind(Connection connection, long after) throws SQLException {
        return Sql.list(
                connection,
                "SELECT number, due FROM " + tables.goal.name() + " WHERE number > ? AND due IS NOT NULL"
                        + " AND (due_at IS NULL OR due_at_of IS NULL OR due_at_of <> due) ORDER BY number LIMIT ?",
                row -> new Behind(row.getLong(1), row.getString(2)),
                after,
                PAGE);
    }

    /** If it was moved once more in the meantime, it is left as it is: whoever did that has written the instant, or it is behind again. */
    private int write(Connection connection, List<Behind> page) throws SQLException {
        var rows = new ArrayList<@Nullable Object[]>();
        for (var goal : page) {
            var at = instant(goal.due());
            if (at != null) {
                rows.add(new @Nullable Object[] {at, goal.due(), goal.number(), goal.due()});
            }
        }
        var sql = "UPDATE " + tables.goal.name() + " SET due_at = ?, due_at_of = ? WHERE number = ? AND due = ?";
        return Dialect.batch(connection, sql, WRITTEN, rows);
    }

    /** {@code null} if it cannot be read: then nor can the goal, of which the engine tells. */
    private static @Nullable Long instant(String due) {
        try {
            return Deadline.parse(due).instant().toEpochMilli();
        } catch (RuntimeException e) {
            return null;
        }
    }
}
