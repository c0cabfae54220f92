package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.store.Edited;
import org.lastmile.store.FollowUpEdit;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Target;
import org.lastmile.store.jdbc.Goals.Head;
import org.lastmile.store.jdbc.People.Known;
import org.lastmile.store.jdbc.People.Person;

/**
 * The short ways of an answer, which is one follow-up changed, on PostgreSQL: one statement finds and reads all there is to know, the other
 * writes. Whatever is out of the ordinary is left to the long way: nothing is found, nothing is to be changed, something cannot be
 * read, or somebody else was quicker.
 *
 * <p>Thread-safe.
 */
final class SingleEdit {
    /** At a level above it, what is known of the goal may be older than the lock. */
    private static final String READ_COMMITTED = " AND current_setting('transaction_isolation') = 'read committed'";

    private final Tables tables;
    private final Dialect dialect;
    private final FollowUpRows rows;
    private final Goals goals;
    private final String selectSql;
    private final String lockSql;
    private final String updateSql;

    SingleEdit(Tables tables, Dialect dialect, FollowUpRows rows, Goals goals) {
        this.tables = tables;
        this.dialect = dialect;
        this.rows = rows;
        this.goals = goals;
        selectSql = "SELECT g.number, g.version, " + tables.followUp.list("t") + ", "
                + Table.list("m", MemberRows.COLUMNS) + ", t.xmin::text FROM " + tables.goal.name() + " g JOIN "
                + tables.step.name() + " s ON s.goal = g.number JOIN " + tables.member.name()
                + " m ON m.goal = g.number JOIN " + tables.followUp.name()
                + " t ON t.goal = g.number AND t.step = s.position AND t.member = m.number"
                + " WHERE g.id = ? AND s.id = ? AND m.id = ? AND t.seat = " + FollowUp.PARTICIPANT;
        lockSql = "SELECT 1 FROM " + tables.followUp.name() + " t WHERE "
                + Dialect.equalsKey("t.", tables.followUp.key()) + " FOR UPDATE; ";
        updateSql = "UPDATE " + tables.followUp.name() + " t SET "
                + FollowUpRows.COLUMNS.stream()
                        .map(column -> column.name() + " = ?")
                        .collect(joining(", "))
                + " WHERE " + Dialect.equalsKey("t.", tables.followUp.key()) + " AND EXISTS (SELECT 1 FROM "
                + tables.goal.name() + " g WHERE g.number = ? AND g.version = ?)";
    }

    /** @param version of the row: another one, whatever wrote it, has another */
    private record Found(Head goal, FollowUp followUp, Known recipient, String version) {}

    /** In the transaction that is under way: locked when it is read, and so the same when it is written. */
    @Nullable
    Edited inTransaction(Connection connection, Target target, FollowUpEdit edit) throws SQLException {
        var found = find(connection, selectSql + " FOR UPDATE OF t", target);
        return found == null ? null : write(connection, found, goals.current(connection, found.goal()), edit, false);
    }

    /**
     * In auto-commit, where each of two round trips is a transaction by itself: the second one writes only if the row is still the one that
     * the first has read. It locks the row before, so that what it knows of the goal is not older than the lock.
     */
    @Nullable
    Edited alone(Connection connection, Target target, FollowUpEdit edit) throws SQLException {
        var found = find(connection, dialect.aloneSql() + selectSql + READ_COMMITTED, target);
        var goal = found == null ? null : goals.known(found.goal());
        return found == null || goal == null ? null : write(connection, found, goal, edit, true);
    }

    private @Nullable Found find(Connection connection, String sql, Target target) throws SQLException {
        var found = Sql.listOfLast(
                connection,
                sql,
                row -> Optional.ofNullable(found(connection, row)),
                target.goalId(),
                Objects.requireNonNull(target.stepId()),
                Objects.requireNonNull(target.recipientId()));
        return found.isEmpty() ? null : found.get(0).orElse(null);
    }

    private @Nullable Found found(Connection connection, ResultSet row) throws SQLException {
        try {
            var fields = new Fields(row, 3);
            var key = FollowUpRows.key(fields);
            int next = 3 + FollowUpRows.WIDTH;
            var recipient = People.known(Person.of(key), new Fields(row, next));
            return recipient.recipient() == null
                    ? null
                    : new Found(
                            new Head(row.getLong(1), row.getInt(2)),
                            rows.read(connection, key, fields),
                            recipient,
                            row.getString(next + MemberRows.COLUMNS.size()));
        } catch (RuntimeException e) {
            // The long way finds it so too, and tells of it.
            return null;
        }
    }

    private @Nullable Edited write(
            Connection connection, Found found, StoredGoal goal, FollowUpEdit edit, boolean isAlone)
            throws SQLException {
        var before = found.followUp();
        var recipient = found.recipient().orThrow();
        var change = edit.apply(goal, before, recipient);
        if (change == null) {
            return null;
        }
        var after = Editing.changed(before, change);
        var key = tables.followUp.key();
        var keyValues = FollowUpRows.key(after.key());
        var columns = new ArrayList<Column>();
        var values = new ArrayList<@Nullable Object>();
        if (isAlone) {
            add(columns, values, key, keyValues);
        }
        add(columns, values, FollowUpRows.COLUMNS, rows.values(connection, after));
        add(columns, values, key, keyValues);
        add(columns, values, Tables.columns("number:l version:i"), goal.number(), goal.version());
        if (isAlone) {
            add(columns, values, Tables.columns("xmin:t"), found.version());
        }
        var sql = isAlone ? dialect.aloneSql() + lockSql + updateSql + " AND t.xmin::text = ?" : updateSql;
        int count = Sql.updateOfLast(
                connection, sql, statement -> Dialect.bind(statement, 0, columns, values.toArray(new Object[0])));
        return count > 0 ? new Edited(goal, List.of(new Edited.Row(before, recipient, after)), List.of()) : null;
    }

    private static void add(
            List<Column> columns, List<@Nullable Object> values, List<Column> more, @Nullable Object... theirs) {
        columns.addAll(more);
        values.addAll(Arrays.asList(theirs));
    }
}
