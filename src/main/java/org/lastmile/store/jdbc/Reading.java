package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Lane;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.store.Claims.Head;
import org.lastmile.store.Seated;
import org.lastmile.store.StoreException;
import org.lastmile.store.jdbc.Dialect.Lock;
import org.lastmile.store.jdbc.People.Person;

/** What is read without a lock. */
final class Reading {
    private final Tables tables;
    private final Dialect dialect;
    private final FollowUpRows rows;
    private final Lanes lanes;
    private final BiConsumer<String, RuntimeException> unreadable;

    /** @param unreadable is told what cannot be read, and why */
    Reading(
            Tables tables,
            Dialect dialect,
            FollowUpRows rows,
            Lanes lanes,
            BiConsumer<String, RuntimeException> unreadable) {
        this.unreadable = unreadable;
        this.tables = tables;
        this.dialect = dialect;
        this.rows = rows;
        this.lanes = lanes;
    }

    List<Seated> followUps(Connection connection, long goal, FollowUp.@Nullable Key after, int limit)
            throws SQLException {
        var from = after == null
                ? new FollowUp.Key(goal, -1, -1, -1)
                : new FollowUp.Key(goal, after.step(), after.member(), after.seat());
        // The second condition says less than the third, and is what an index can use everywhere.
        var sql = "SELECT " + tables.followUp.list("t") + ", " + Table.list("m", MemberRows.COLUMNS) + " FROM "
                + tables.followUp.name() + " t JOIN " + tables.member.name()
                + " m ON m.goal = t.goal AND m.number = t.member"
                + " WHERE t.goal = ? AND t.step >= ? AND (t.step, t.member, t.seat) > (?, ?, ?)"
                + " ORDER BY t.goal, t.step, t.member, t.seat LIMIT ?";
        return Sql.list(
                connection,
                sql,
                row -> {
                    var followUp = followUp(connection, new Fields(row, 1));
                    var recipient = People.known(Person.of(followUp.key()), new Fields(row, 1 + FollowUpRows.WIDTH));
                    return new Seated(followUp, recipient.orThrow());
                },
                goal,
                from.step(),
                from.step(),
                from.member(),
                from.seat(),
                limit);
    }

    List<FollowUp> read(Connection connection, Collection<FollowUp.Key> keys) throws SQLException {
        return dialect.select(
                connection,
                tables.followUp,
                tables.followUp.columns(),
                keys.stream().distinct().map(FollowUpRows::key).toList(),
                Lock.NONE,
                row -> followUp(connection, new Fields(row, 1)));
    }

    private FollowUp followUp(Connection connection, Fields fields) throws SQLException {
        var key = FollowUpRows.key(fields);
        try {
            return rows.read(connection, key, fields);
        } catch (RuntimeException e) {
            throw new StoreException("follow-up " + key + " cannot be read", e);
        }
    }

    List<LedgerEntry> ledger(Connection connection, long goal, @Nullable LedgerEntry after, int limit)
            throws SQLException {
        var ledger = tables.ledger;
        var sql = "SELECT " + ledger.list("t") + " FROM " + ledger.name() + " t WHERE t.goal = ?"
                + (after == null
                        ? ""
                        : " AND t.step >= ? AND (" + Table.list("t", ledger.key()) + ") > ("
                                + ledger.key().stream().map(c -> "?").collect(joining(", ")) + ")")
                + " ORDER BY " + Table.list("t", ledger.key()) + " LIMIT ?";
        var parameters = new ArrayList<Object>(List.of(goal));
        if (after != null) {
            var key = after.key();
            parameters.addAll(List.of(key.step(), goal, key.step(), key.member(), key.seat()));
            parameters.addAll(
                    List.of(after.epoch(), after.activity(), after.rung(), after.repetition(), after.generation()));
        }
        parameters.add(limit);
        return Sql.list(connection, sql, row -> LedgerRows.read(new Fields(row, 1)), parameters.toArray());
    }

    /** Rows that cannot be read are told of, and left out. */
    List<Seated> waiting(Connection connection, Lane lane, long dueUntilMillis, @Nullable FollowUp after, int limit)
            throws SQLException {
        var number = lanes.find(connection, lane);
        if (number == null) {
            return List.of();
        }
        var parameters = new ArrayList<Object>(List.of(number, dueUntilMillis));
        var afterDue = after == null ? null : after.cursor().due();
        if (after != null && afterDue != null) {
            long millis = afterDue.toEpochMilli();
            var key = after.key();
            parameters.addAll(List.of(millis, millis, key.goal(), key.step(), key.member(), key.seat()));
        }
        parameters.add(limit);
        var found = Sql.list(
                connection,
                waitingSql(afterDue != null),
                row -> {
                    var key = FollowUpRows.key(new Fields(row, 1));
                    try {
                        var followUp = rows.read(connection, new Fields(row, 1));
                        var recipient = MemberRows.read(new Fields(row, 1 + FollowUpRows.WIDTH));
                        return Optional.of(new Seated(followUp, recipient));
                    } catch (RuntimeException e) {
                        unreadable.accept("follow-up " + key, e);
                        return Optional.<Seated>empty();
                    }
                },
                parameters.toArray());
        return found.stream().flatMap(Optional::stream).toList();
    }

    private String waitingSql(boolean after) {
        // An outer join, so that a row without its recipient is told of like one that cannot be read.
        return "SELECT " + tables.followUp.list("t") + ", " + Table.list("m", MemberRows.COLUMNS) + " FROM "
                + tables.followUp.name() + " t LEFT JOIN " + tables.member.name()
                + " m ON m.goal = t.goal AND m.number = t.member WHERE t.lane = ? AND t.due <= ?"
                + (after ? " AND t.due >= ? AND (t.due > ? OR (t.goal, t.step, t.member, t.seat) > (?, ?, ?, ?))" : "")
                + " ORDER BY t.lane, t.due, t.goal, t.step, t.member, t.seat LIMIT ?";
    }

    List<Head> heads(Connection connection, long nowMillis) throws SQLException {
        return dialect.heads(connection, tables, lanes, nowMillis);
    }
}
