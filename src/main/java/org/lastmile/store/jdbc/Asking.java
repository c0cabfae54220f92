package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Lane;
import org.lastmile.goal.ReminderState;

/** Questions over many goals, and what is not to be kept any longer. */
final class Asking {
    private final Tables tables;
    private final Lanes lanes;

    Asking(Tables tables, Lanes lanes) {
        this.tables = tables;
        this.lanes = lanes;
    }

    List<Long> goals(Connection connection, @Nullable String label, long after, int limit) throws SQLException {
        var sql = "SELECT number FROM " + tables.goal.name() + " WHERE number > ?"
                + (label == null ? "" : " AND label = ?") + " ORDER BY number LIMIT ?";
        return label == null
                ? Sql.list(connection, sql, row -> row.getLong(1), after, limit)
                : Sql.list(connection, sql, row -> row.getLong(1), after, label, limit);
    }

    List<Long> goalsOf(Connection connection, String recipientId, long after, int limit) throws SQLException {
        var sql = "SELECT goal FROM " + tables.member.name() + " WHERE id = ? AND goal > ? ORDER BY id, goal LIMIT ?";
        return Sql.list(connection, sql, row -> row.getLong(1), recipientId, after, limit);
    }

    int sentSince(Connection connection, String recipientId, long afterMillis, int most) throws SQLException {
        var sql = "SELECT COUNT(*) FROM (SELECT 1 FROM " + tables.member.name() + " m JOIN " + tables.ledger.name()
                + " l ON l.goal = m.goal AND l.member = m.number WHERE m.id = ? AND l.state = ? AND l.known_at > ? LIMIT ?) n";
        return Sql.first(
                        connection,
                        sql,
                        row -> row.getInt(1),
                        recipientId,
                        LedgerRows.STATES.code(ReminderState.SENT),
                        afterMillis,
                        most)
                .orElse(0);
    }

    Map<Lane, Long> load(Connection connection, long startMillis, long endMillis) throws SQLException {
        var load = new HashMap<Lane, Long>();
        for (var lane : lanes.all(connection)) {
            var number = lanes.find(connection, lane);
            if (number != null) {
                var sql = "SELECT COUNT(*) FROM " + tables.followUp.name() + " WHERE lane = ? AND due >= ? AND due < ?";
                long count = Sql.first(connection, sql, row -> row.getLong(1), number, startMillis, endMillis)
                        .orElse(0L);
                if (count > 0) {
                    load.put(lane, count);
                }
            }
        }
        return load;
    }

    int forget(Connection connection, String recipientId) throws SQLException {
        var goals = Sql.list(
                connection,
                "SELECT goal FROM " + tables.member.name() + " WHERE id = ? ORDER BY id, goal",
                row -> row.getLong(1),
                recipientId);
        for (long goal : goals) {
            Sql.update(
                    connection, "UPDATE " + tables.goal.name() + " SET version = version + 1 WHERE number = ?", goal);
        }
        var nothing = TextMap.write(Map.of());
        Sql.update(
                connection,
                "UPDATE " + tables.member.name()
                        + " SET id = CONCAT('forgotten-', number), name = 'forgotten', zone = NULL,"
                        + " locale = NULL, quiet_hours = NULL, addresses = ?, opted_out = ? WHERE id = ?",
                nothing,
                TextMap.writeList(List.of()),
                recipientId);
        return goals.size();
    }

    int purge(Connection connection, long beforeMillis, int limit) throws SQLException {
        var followUp = tables.followUp.name();
        var open = "SELECT 1 FROM " + followUp
                + " f WHERE f.goal = g.number AND (f.closed_at IS NULL OR f.closed_at >= ?)";
        var goals = Sql.list(
                connection,
                "SELECT g.number FROM " + tables.goal.name() + " g WHERE g.scheduled_at < ? AND NOT EXISTS (" + open
                        + ") ORDER BY g.number LIMIT ?",
                row -> row.getLong(1),
                beforeMillis,
                beforeMillis,
                limit);
        if (!goals.isEmpty()) {
            var numbers = goals.stream().map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
            for (var table : List.of(tables.ledger, tables.followUp, tables.step, tables.member)) {
                Sql.update(connection, "DELETE FROM " + table.name() + " WHERE goal IN " + numbers);
            }
            Sql.update(connection, "DELETE FROM " + tables.goal.name() + " WHERE number IN " + numbers);
        }
        return goals.size();
    }
}
