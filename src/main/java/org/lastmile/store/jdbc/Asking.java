package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Lane;
import org.lastmile.goal.ReminderState;

/** Questions over many goals. */
final class Asking {
    private final Tables tables;
    private final Lanes lanes;

    Asking(Tables tables, Lanes lanes) {
        this.tables = tables;
        this.lanes = lanes;
    }

    Optional<String> goalId(Connection connection, long number) throws SQLException {
        var sql = "SELECT id FROM " + tables.goal.name() + " WHERE number = ?";
        return Sql.first(connection, sql, row -> row.getString(1), number);
    }

    List<Long> goals(Connection connection, @Nullable String label, long after, int limit) throws SQLException {
        var select = "SELECT number FROM " + tables.goal.name() + " WHERE number > ?";
        return label == null
                ? Sql.list(connection, select + " ORDER BY number LIMIT ?", row -> row.getLong(1), after, limit)
                : Sql.list(
                        connection,
                        select + " AND label = ? ORDER BY label, number LIMIT ?",
                        row -> row.getLong(1),
                        after,
                        label,
                        limit);
    }

    List<Long> goalsOf(Connection connection, String recipientId, long after, int limit) throws SQLException {
        var sql = "SELECT goal FROM " + tables.member.name() + " WHERE id = ? AND goal > ? ORDER BY id, goal LIMIT ?";
        return Sql.list(connection, sql, row -> row.getLong(1), recipientId, after, limit);
    }

    /** By way of the steps, so that the ledger is entered by the beginning of its key. */
    int sentSince(Connection connection, String recipientId, long afterMillis, int most) throws SQLException {
        var sql = "SELECT COUNT(*) FROM (SELECT 1 FROM " + tables.member.name() + " m JOIN " + tables.step.name()
                + " s ON s.goal = m.goal JOIN " + tables.ledger.name()
                + " l ON l.goal = m.goal AND l.step = s.position AND l.member = m.number"
                + " WHERE m.id = ? AND l.state = ? AND l.known_at > ? LIMIT ?) n";
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
}
