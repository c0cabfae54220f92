package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What is not to be kept any longer. */
final class Erasing {
    private final Tables tables;
    private final Dialect dialect;

    Erasing(Tables tables, Dialect dialect) {
        this.tables = tables;
        this.dialect = dialect;
    }

    /** Makes nobody of a person, and counts the goals that knew them. */
    int forget(Connection connection, String recipientId) throws SQLException {
        var goals = Sql.list(
                connection,
                "SELECT goal FROM " + tables.member.name() + " WHERE id = ? ORDER BY id, goal",
                row -> row.getLong(1),
                recipientId);
        for (long goal : goals) {
            // The goal first, as everybody does: so nobody writes the recipient back meanwhile.
            Sql.update(
                    connection, "UPDATE " + tables.goal.name() + " SET version = version + 1 WHERE number = ?", goal);
            // By way of the steps, so that the follow-ups are found by the beginning of their key.
            Sql.update(
                    connection,
                    "UPDATE " + tables.followUp.name()
                            + " SET reason = NULL WHERE goal = ? AND step IN (SELECT position FROM "
                            + tables.step.name() + " WHERE goal = ?) AND member = (SELECT number FROM "
                            + tables.member.name() + " WHERE goal = ? AND id = ?) AND reason IS NOT NULL",
                    goal,
                    goal,
                    goal,
                    recipientId);
            Sql.update(
                    connection,
                    "UPDATE " + tables.member.name()
                            + " SET id = CONCAT('forgotten-', number), name = 'forgotten', zone = NULL,"
                            + " locale = NULL, quiet_hours = NULL, addresses = ?, opted_out = ?"
                            + " WHERE goal = ? AND id = ?",
                    TextMap.write(Map.of()),
                    TextMap.writeList(List.of()),
                    goal,
                    recipientId);
        }
        return goals.size();
    }

    /** Deletes goals of which everything has ended before, and gives their numbers. */
    List<Long> purge(Connection connection, long beforeMillis, int limit) throws SQLException {
        var goals = dialect.select(
                connection,
                tables.goal,
                tables.goal.key(),
                over(connection, beforeMillis, limit).stream()
                        .map(number -> new Object[] {number})
                        .toList(),
                Dialect.Lock.SKIPPING,
                row -> row.getLong(1));
        if (goals.isEmpty()) {
            return goals;
        }
        var among = goals.stream().map(Object::toString).collect(joining(", ", " WHERE goal IN (", ")"));
        Sql.update(connection, "DELETE FROM " + tables.followUp.name() + among + " AND closed_at < ?", beforeMillis);
        if (Sql.first(
                        connection,
                        "SELECT goal FROM " + tables.followUp.name() + among + " LIMIT 1",
                        row -> row.getLong(1))
                .isPresent()) {
            // Somebody joined, or was asked again, between the look and the lock; the next look will see it.
            throw new SQLException("a goal is open again", "40001");
        }
        for (var table : List.of(tables.ledger, tables.step, tables.member)) {
            Sql.update(connection, "DELETE FROM " + table.name() + among);
        }
        Sql.update(
                connection,
                "DELETE FROM " + tables.goal.name()
                        + goals.stream().map(Object::toString).collect(joining(", ", " WHERE number IN (", ")")));
        return goals;
    }

    private List<Long> over(Connection connection, long beforeMillis, int limit) throws SQLException {
        var left = "SELECT 1 FROM " + tables.followUp.name()
                + " f WHERE f.goal = g.number AND (f.closed_at IS NULL OR f.closed_at >= ?)";
        return Sql.list(
                connection,
                "SELECT g.number FROM " + tables.goal.name() + " g WHERE g.scheduled_at < ? AND NOT EXISTS (" + left
                        + ") ORDER BY g.number LIMIT ?",
                row -> row.getLong(1),
                beforeMillis,
                beforeMillis,
                limit);
    }
}
