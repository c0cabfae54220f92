package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Lane;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.store.Claims.Head;
import org.lastmile.store.Seated;
import org.lastmile.store.jdbc.Dialect.Lock;
import org.lastmile.store.jdbc.People.Person;

/** What is read without a lock. */
final class Reading {
    private final Tables tables;
    private final Dialect dialect;
    private final FollowUpRows rows;
    private final Lanes lanes;
    private final Consumer<Taken> unreadable;

    /** @param unreadable is told what cannot be read */
    Reading(Tables tables, Dialect dialect, FollowUpRows rows, Lanes lanes, Consumer<Taken> unreadable) {
        this.unreadable = unreadable;
        this.tables = tables;
        this.dialect = dialect;
        this.rows = rows;
        this.lanes = lanes;
    }

    List<Seated> followUps(Connection connection, long goal, FollowUp.@Nullable Key after, int limit)
            throws SQLException {
        // The last condition says it all: PostgreSQL finds the place in the index by it, the others by the two before
        // it.
        // The page comes first, by itself: where PostgreSQL knows of small goals only, it would look for each person
        // among all of the goal.
        var order = " ORDER BY t.goal, t.step, t.member, t.seat";
        var page = "SELECT " + tables.followUp.list("t") + " FROM " + tables.followUp.name()
                + " t WHERE t.goal = ? AND t.step >= ? AND (t.goal, t.step, t.member, t.seat) > (?, ?, ?, ?)" + order
                + " LIMIT ?";
        var sql = "SELECT " + tables.followUp.list("t") + ", " + Table.list("m", MemberRows.COLUMNS) + " FROM (" + page
                + ") t LEFT JOIN " + tables.member.name() + " m ON m.goal = t.goal AND m.number = t.member" + order;
        var first = after == null ? new FollowUp.Key(goal, -1, -1, -2) : after;
        return filled(
                first,
                limit,
                (from, most) -> Sql.list(
                        connection,
                        sql,
                        row -> found(connection, row),
                        goal,
                        from.step(),
                        goal,
                        from.step(),
                        from.member(),
                        from.seat(),
                        most));
    }

    List<Seated> followUpsOf(Connection connection, String recipientId, FollowUp.@Nullable Key after, int limit)
            throws SQLException {
        var first = after == null ? new FollowUp.Key(0, -1, -1, -2) : after;
        return filled(
                first,
                limit,
                (from, most) -> Sql.list(
                        connection,
                        followUpsOfSql(tables),
                        row -> found(connection, row),
                        recipientId,
                        from.goal(),
                        from.goal(),
                        from.step(),
                        from.member(),
                        from.seat(),
                        most));
    }

    /** By way of the steps, so that the follow-ups are found by the beginning of their key. */
    static String followUpsOfSql(Tables tables) {
        return "SELECT " + tables.followUp.list("t") + ", " + Table.list("m", MemberRows.COLUMNS) + " FROM "
                + tables.member.name() + " m JOIN " + tables.step.name() + " s ON s.goal = m.goal JOIN "
                + tables.followUp.name() + " t ON t.goal = m.goal AND t.step = s.position AND t.member = m.number"
                + " WHERE m.id = ? AND m.goal >= ? AND (t.goal, t.step, t.member, t.seat) > (?, ?, ?, ?)"
                + " ORDER BY t.goal, t.step, t.member, t.seat LIMIT ?";
    }

    /** A follow-up with its recipient; without them, if it cannot be read. */
    private record Found(FollowUp.Key key, @Nullable Seated seated) {}

    private Found found(Connection connection, ResultSet row) throws SQLException {
        var key = FollowUpRows.key(new Fields(row, 1));
        var recipient = People.known(Person.of(key), new Fields(row, 1 + FollowUpRows.WIDTH));
        try {
            var followUp = rows.read(connection, new Fields(row, 1));
            if (recipient.failure() == null) {
                return new Found(key, new Seated(followUp, recipient.orThrow()));
            }
            unreadable.accept(Taken.ofNobody(key, recipient.failure()));
        } catch (RuntimeException e) {
            unreadable.accept(Taken.unreadable(key, recipient.id(), e));
        }
        return new Found(key, null);
    }

    /** Reads at most so many follow-ups behind a key. */
    private interface Source {
        List<Found> behind(FollowUp.Key key, int most) throws SQLException;
    }

    /** What cannot be read is left out, and others come in its place: so a page that is not full is the last one. */
    private static List<Seated> filled(FollowUp.Key after, int limit, Source source) throws SQLException {
        var page = new ArrayList<Seated>();
        var from = after;
        boolean more = true;
        while (more) {
            int most = limit - page.size();
            var found = source.behind(from, most);
            found.stream().map(Found::seated).filter(Objects::nonNull).forEach(page::add);
            from = found.isEmpty() ? from : found.get(found.size() - 1).key();
            more = found.size() == most && page.size() < limit;
        }
        return page;
    }

    /** Rows that cannot be read are told of, and left out. */
    List<FollowUp> read(Connection connection, Collection<FollowUp.Key> keys) throws SQLException {
        return dialect
                .select(
                        connection,
                        tables.followUp,
                        tables.followUp.columns(),
                        keys.stream().distinct().map(FollowUpRows::key).toList(),
                        Lock.NONE,
                        row -> {
                            var key = FollowUpRows.key(new Fields(row, 1));
                            try {
                                return Optional.of(rows.read(connection, new Fields(row, 1)));
                            } catch (RuntimeException e) {
                                unreadable.accept(Taken.unreadable(key, null, e));
                                return Optional.<FollowUp>empty();
                            }
                        })
                .stream()
                .flatMap(Optional::stream)
                .toList();
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

    /** Rows that cannot be read are told of, and others come in their place: a page that is not full is the last one. */
    List<Seated> waiting(Connection connection, Lane lane, long dueUntilMillis, @Nullable FollowUp after, int limit)
            throws SQLException {
        var number = lanes.find(connection, lane);
        if (number == null) {
            return List.of();
        }
        var page = new ArrayList<Seated>();
        var due = after == null ? null : after.cursor().due();
        var from = after == null || due == null ? null : new Waiting(due.toEpochMilli(), found(after.key()));
        boolean more = true;
        while (more) {
            int most = limit - page.size();
            var waiting = waiting(connection, number, dueUntilMillis, from, most);
            waiting.stream()
                    .map(row -> row.found().seated())
                    .filter(Objects::nonNull)
                    .forEach(page::add);
            from = waiting.isEmpty() ? from : waiting.get(waiting.size() - 1);
            more = waiting.size() == most && page.size() < limit;
        }
        return page;
    }

    /** What waits in a lane, and since when. */
    private record Waiting(long dueMillis, Found found) {}

    private static Found found(FollowUp.Key key) {
        return new Found(key, null);
    }

    private List<Waiting> waiting(
            Connection connection, short lane, long dueUntilMillis, @Nullable Waiting after, int limit)
            throws SQLException {
        var parameters = new ArrayList<Object>(List.of(lane, dueUntilMillis));
        if (after != null) {
            var key = after.found().key();
            parameters.addAll(List.of(after.dueMillis(), after.dueMillis()));
            parameters.addAll(List.of(key.goal(), key.step(), key.member(), key.seat()));
        }
        parameters.add(limit);
        int due = 1 + 4 + FollowUpRows.FENCE.size();
        return Sql.list(
                connection,
                waitingSql(after != null),
                row -> new Waiting(row.getLong(due), found(connection, row)),
                parameters.toArray());
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
