package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Delays;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recurrence;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Scope;
import org.lastmile.goal.Standing.State;
import org.lastmile.store.Account;
import org.lastmile.store.Accounts.Open;
import org.lastmile.store.Seated;

/** What came of goals, counted by the database. */
final class Accounting {
    private static final String ENDED_BY_AN_ANSWER = codes(Outcome.DONE, Outcome.DECLINED, Outcome.RECOVERED);
    private static final String SUCCEEDED = codes(Outcome.DONE, Outcome.RECOVERED);
    private static final String OVERSEERS = "CASE WHEN l.seat = " + FollowUp.PARTICIPANT + " THEN 0 ELSE 1 END";
    private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final short SENT = LedgerRows.STATES.code(ReminderState.SENT);

    private final Tables tables;
    private final FollowUpRows rows;

    Accounting(Tables tables, FollowUpRows rows) {
        this.tables = tables;
        this.rows = rows;
    }

    Account account(Connection connection, Scope scope, int mostSteps) throws SQLException {
        var goals = new Chosen(scope);
        var places = places(connection, goals, mostSteps + 1);
        var steps = places.stream().limit(mostSteps).sorted(Place.ORDER).toList();
        var ids = steps.stream().map(place -> place.told().stepId()).toList();
        return new Account(
                goals(connection, goals),
                steps.stream().map(Place::told).toList(),
                places.size() > mostSteps,
                ids.isEmpty() ? List.of() : stands(connection, goals, ids),
                ids.isEmpty() ? List.of() : answers(connection, goals, ids),
                ids.isEmpty() ? List.of() : lines(connection, goals, ids));
    }

    private Account.Goals goals(Connection connection, Chosen goals) throws SQLException {
        var followUp = tables.followUp.name();
        var participant = " f.goal = g.number AND f.seat = " + FollowUp.PARTICIPANT;
        var begun = "EXISTS (SELECT 1 FROM " + followUp + " f WHERE" + participant + ")";
        var over = begun + " AND NOT EXISTS (SELECT 1 FROM " + followUp + " f WHERE" + participant + " AND f.state <> "
                + FollowUpRows.STATES.code(State.CLOSED) + ")";
        var achieved = over + " AND NOT EXISTS (SELECT 1 FROM " + tables.step.name()
                + " s WHERE s.goal = g.number AND s.is_final AND NOT EXISTS (SELECT 1 FROM " + followUp + " f WHERE"
                + participant + " AND f.step = s.position AND f.outcome IN (" + SUCCEEDED + ")))";
        var sql = "SELECT COUNT(*), COUNT(CASE WHEN " + over + " THEN 1 END), COUNT(CASE WHEN " + achieved
                + " THEN 1 END) FROM " + goals.sql + " g";
        return Sql.first(
                        connection,
                        sql,
                        row -> new Account.Goals(row.getLong(1), row.getLong(2), row.getLong(3)),
                        goals.parameters())
                .orElseThrow();
    }

    /** A step with what it is put in order by. */
    private record Place(int position, Account.Place told) {
        static final Comparator<Place> ORDER = Comparator.comparingInt(Place::position)
                .thenComparing(place -> place.told().stepId());
    }

    private List<Place> places(Connection connection, Chosen goals, int limit) throws SQLException {
        var sql =
                "SELECT MIN(s.position), s.id, MIN(s.title), MAX(s.title), MAX(CASE WHEN s.is_final THEN 1 ELSE 0 END)"
                        + participants(goals) + " GROUP BY s.id ORDER BY COUNT(*) DESC, s.id LIMIT ?";
        return Sql.list(
                connection,
                sql,
                row -> {
                    var title = row.getString(3);
                    var told = new Account.Place(
                            row.getString(2), title.equals(row.getString(4)) ? title : null, row.getInt(5) == 1);
                    return new Place(row.getInt(1), told);
                },
                goals.parameters(limit));
    }

    private List<Account.Stand> stands(Connection connection, Chosen goals, List<String> ids) throws SQLException {
        var sql = "SELECT s.id, f.state, f.outcome, COUNT(*)" + participants(goals) + among(ids)
                + " GROUP BY s.id, f.state, f.outcome";
        return Sql.list(
                connection,
                sql,
                row -> {
                    var fields = new Fields(row, 1);
                    var id = fields.text();
                    var state = FollowUpRows.STATES.constant(fields.aShort());
                    var outcome = fields.shortOrNull();
                    return new Account.Stand(
                            id,
                            state,
                            outcome == null ? null : FollowUpRows.OUTCOMES.constant(outcome),
                            fields.aLong());
                },
                goals.parameters(ids.toArray()));
    }

    private List<Account.Answered> answers(Connection connection, Chosen goals, List<String> ids) throws SQLException {
        var ledger = tables.ledger.name();
        var sent = ".state = " + SENT + " AND %1$s.known_at <= f.closed_at";
        var same = "%s.goal = f.goal AND %1$s.step = f.step AND %1$s.member = f.member AND %1$s.seat = f.seat AND %1$s"
                + sent;
        // The last one they were sent: none was sent later, nor at that instant under a later key.
        var order = List.of("known_at", "epoch", "activity", "rung", "repetition", "generation");
        var later = "(" + behind("n", order) + ") > (" + behind("l", order) + ")";
        var sql = "SELECT s.id, f.outcome, l.rung, l.channel, " + bucket("f.closed_at - l.known_at") + ", COUNT(*)"
                + " FROM " + goals.sql + " g JOIN " + tables.followUp.name() + " f ON f.goal = g.number JOIN "
                + tables.step.name() + " s ON s.goal = f.goal AND s.position = f.step LEFT JOIN " + ledger + " l ON "
                + same.formatted("l") + " AND NOT EXISTS (SELECT 1 FROM " + ledger + " n WHERE " + same.formatted("n")
                + " AND " + later + ") WHERE f.seat = " + FollowUp.PARTICIPANT + " AND f.outcome IN ("
                + ENDED_BY_AN_ANSWER + ")" + among(ids) + " GROUP BY s.id, f.outcome, l.rung, l.channel, "
                + bucket("f.closed_at - l.known_at");
        return Sql.list(
                connection,
                sql,
                row -> {
                    var fields = new Fields(row, 1);
                    var id = fields.text();
                    var outcome = FollowUpRows.OUTCOMES.constant(fields.aShort());
                    return new Account.Answered(
                            id, outcome, fields.intOrNull(), channel(fields), fields.anInt(), fields.aLong());
                },
                goals.parameters(ids.toArray()));
    }

    private List<Account.Line> lines(Connection connection, Chosen goals, List<String> ids) throws SQLException {
        var sql = "SELECT s.id, l.rung, " + OVERSEERS + ", l.channel, l.state, COUNT(*) FROM " + goals.sql + " g JOIN "
                + tables.ledger.name() + " l ON l.goal = g.number JOIN " + tables.step.name()
                + " s ON s.goal = l.goal AND s.position = l.step WHERE l.seat <> " + FollowUp.CLOCKWORK + among(ids)
                + " GROUP BY s.id, l.rung, " + OVERSEERS + ", l.channel, l.state";
        return Sql.list(
                connection,
                sql,
                row -> {
                    var fields = new Fields(row, 1);
                    return new Account.Line(
                            fields.text(),
                            fields.anInt(),
                            fields.anInt() == 1,
                            channel(fields),
                            LedgerRows.STATES.constant(fields.aShort()),
                            fields.aLong());
                },
                goals.parameters(ids.toArray()));
    }

    List<Open> stillOpen(Connection connection, Scope scope, FollowUp.@Nullable Key after, int limit)
            throws SQLException {
        var goals = new Chosen(scope);
        var from = after == null ? new FollowUp.Key(-1, -1, -1, -1) : after;
        var sql = "SELECT g.id, s.id, " + tables.followUp.list("f") + ", " + Table.list("m", MemberRows.COLUMNS)
                + " FROM " + goals.sql + " g JOIN " + tables.followUp.name() + " f ON f.goal = g.number JOIN "
                + tables.step.name() + " s ON s.goal = f.goal AND s.position = f.step JOIN " + tables.member.name()
                + " m ON m.goal = f.goal AND m.number = f.member WHERE f.seat = " + FollowUp.PARTICIPANT
                + " AND f.state IN (" + FollowUpRows.STATES.code(State.OPEN) + ", "
                + FollowUpRows.STATES.code(State.MISSED) + ") AND f.goal >= ?"
                + " AND (f.goal, f.step, f.member, f.seat) > (?, ?, ?, ?)"
                + " ORDER BY f.goal, f.step, f.member, f.seat LIMIT ?";
        return Sql.list(
                        connection,
                        sql,
                        row -> open(connection, new Fields(row, 1), new Fields(row, 3 + FollowUpRows.WIDTH)),
                        goals.parameters(from.goal(), from.goal(), from.step(), from.member(), from.seat(), limit))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** One that cannot be read is left out; the engine tells of it. */
    private Optional<Open> open(Connection connection, Fields row, Fields member) throws SQLException {
        try {
            return Optional.of(
                    new Open(row.text(), row.text(), new Seated(rows.read(connection, row), MemberRows.read(member))));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private String participants(Chosen goals) {
        return " FROM " + goals.sql + " g JOIN " + tables.followUp.name() + " f ON f.goal = g.number JOIN "
                + tables.step.name() + " s ON s.goal = f.goal AND s.position = f.step WHERE f.seat = "
                + FollowUp.PARTICIPANT;
    }

    private static String among(List<String> ids) {
        return " AND s.id IN (" + ids.stream().map(id -> "?").collect(joining(", ")) + ")";
    }

    private static String behind(String alias, List<String> columns) {
        return columns.stream().map(column -> alias + "." + column).collect(joining(", "));
    }

    private static String bucket(String millis) {
        return IntStream.range(0, Delays.BOUNDS.size())
                .mapToObj(i -> " WHEN " + millis + " <= " + Delays.BOUNDS.get(i).toMillis() + " THEN " + i)
                .collect(joining("", "CASE", " ELSE " + Delays.BOUNDS.size() + " END"));
    }

    private static String codes(Outcome... outcomes) {
        return Arrays.stream(outcomes)
                .map(outcome -> Short.toString(FollowUpRows.OUTCOMES.code(outcome)))
                .collect(joining(", "));
    }

    private static @Nullable Channel channel(Fields fields) throws SQLException {
        var name = fields.textOrNull();
        return name == null ? null : Channel.of(name);
    }

    /** The numbers and ids of the goals in a scope, as a table. */
    private final class Chosen {
        final String sql;
        private final List<Object> parameters = new ArrayList<>();

        Chosen(Scope scope) {
            var goalId = scope.goalId();
            if (goalId == null) {
                sql = "(" + select(scope, "") + ")";
                return;
            }
            // Two ways into the index: the goal itself, and its occurrences, whose ids lie together. ('.' comes behind
            // '-'.)
            var one = select(scope, " AND id = ?");
            parameters.add(goalId);
            var prefix = goalId + Recurrence.OCCURRENCE;
            var others = select(scope, " AND id >= ? AND id < ?");
            parameters.add(prefix);
            parameters.add(prefix.substring(0, prefix.length() - 1) + '.');
            sql = "(" + one + " UNION ALL " + others + ")";
        }

        private String select(Scope scope, String more) {
            var where = new StringBuilder();
            if (scope.label() != null) {
                where.append(" AND label = ?");
                parameters.add(scope.label());
            }
            bound(where, "scheduled_at >= ?", scope.startInclusive());
            bound(where, "scheduled_at < ?", scope.endExclusive());
            bound(where, "due_at >= ?", scope.dueStartInclusive());
            bound(where, "due_at < ?", scope.dueEndExclusive());
            return "SELECT number, id FROM " + tables.goal.name() + " WHERE number > 0" + where + more;
        }

        /** By whole milliseconds, as times are kept: a bound within one leaves that one outside, whichever end it is of. */
        private void bound(StringBuilder where, String condition, @Nullable Instant at) {
            if (at != null) {
                where.append(" AND ").append(condition);
                parameters.add(ceiling(at));
            }
        }

        private static long ceiling(Instant at) {
            if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
                return at.isBefore(EARLIEST) ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            long millis = at.toEpochMilli();
            return Instant.ofEpochMilli(millis).equals(at) ? millis : millis + 1;
        }

        Object[] parameters(Object... more) {
            var all = new ArrayList<>(parameters);
            all.addAll(Arrays.asList(more));
            return all.toArray();
        }
    }
}
