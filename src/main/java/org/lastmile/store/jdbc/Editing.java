package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Fence;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Recipient;
import org.lastmile.store.Edited;
import org.lastmile.store.FollowUpEdit;
import org.lastmile.store.GoalEdit;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Target;
import org.lastmile.store.jdbc.People.Known;
import org.lastmile.store.jdbc.People.Person;

/** What the host changes: the goal is locked first where it must be, then the follow-ups in the order of their keys. */
final class Editing {
    private final Tables tables;
    private final Dialect dialect;
    private final FollowUpRows rows;
    private final Goals goals;
    private final People people;
    private final SingleEdit single;
    private final BiConsumer<String, RuntimeException> unreadable;

    /** @param unreadable is told what cannot be read, and why */
    Editing(
            Tables tables,
            Dialect dialect,
            FollowUpRows rows,
            Goals goals,
            BiConsumer<String, RuntimeException> unreadable) {
        this.unreadable = unreadable;
        this.tables = tables;
        this.dialect = dialect;
        this.rows = rows;
        this.goals = goals;
        people = new People(tables.member, dialect);
        single = new SingleEdit(tables, dialect, rows, goals);
    }

    Optional<Edited> edit(Connection connection, Target target, @Nullable GoalEdit goalEdit, FollowUpEdit edit)
            throws SQLException {
        if (goalEdit == null && target.isSingle() && dialect.editsSingly()) {
            var edited = single.inTransaction(connection, target, edit);
            if (edited != null) {
                return Optional.of(edited);
            }
        }
        boolean lockingGoal = goalEdit != null || !target.isSingle();
        if (lockingGoal && goals.head(connection, target.goalId(), true).isEmpty()) {
            return Optional.empty();
        }
        var place = place(connection, target);
        if (place == null) {
            return Optional.empty();
        }
        var locked = lock(connection, place, target);
        // After the lock: a move that went before has changed the goal, and one that comes after waits for this row.
        var head = goals.head(connection, place.goal());
        if (head.isEmpty()) {
            return Optional.empty();
        }
        var goal = goals.current(connection, head.get());
        if (goalEdit != null) {
            goal = new GoalChange(connection, dialect, tables, goals).change(goal, goalEdit);
        }
        return Optional.of(write(connection, goal, locked, edit));
    }

    /**
     * Changes a single follow-up without a transaction around it, if it can.
     *
     * @return empty if it has to be {@linkplain #edit done} in one
     */
    Optional<Edited> editAlone(Connection connection, Target target, FollowUpEdit edit) throws SQLException {
        return Optional.ofNullable(single.alone(connection, target, edit));
    }

    Optional<Edited> update(Connection connection, String goalId, Recipient changed, FollowUpEdit edit)
            throws SQLException {
        if (goals.head(connection, goalId, true).isEmpty()) {
            return Optional.empty();
        }
        var target = new Target(goalId, null, changed.id(), Target.Seats.ALL);
        var place = place(connection, target);
        if (place == null || place.member() == null) {
            return Optional.empty();
        }
        var locked = lock(connection, place, target);
        var goal = new GoalChange(connection, dialect, tables, goals).replace(place.goal(), place.member(), changed);
        return Optional.of(write(connection, goal, locked, edit));
    }

    private record Place(
            long goal, @Nullable Integer step, @Nullable Integer member) {}

    private @Nullable Place place(Connection connection, Target target) throws SQLException {
        var sql = "SELECT g.number, s.position, m.number FROM " + tables.goal.name() + " g LEFT JOIN "
                + tables.step.name() + " s ON s.goal = g.number AND s.id = ? LEFT JOIN " + tables.member.name()
                + " m ON m.goal = g.number AND m.id = ? WHERE g.id = ?";
        return Sql.first(
                        connection,
                        sql,
                        row -> {
                            var fields = new Fields(row, 1);
                            return new Place(fields.aLong(), fields.intOrNull(), fields.intOrNull());
                        },
                        // No id is blank, so nothing is found for an empty one.
                        Objects.requireNonNullElse(target.stepId(), ""),
                        Objects.requireNonNullElse(target.recipientId(), ""),
                        target.goalId())
                .orElse(null);
    }

    /** A row that is ours to change; without its follow-up, if it cannot be read. */
    private record Locked(FollowUp.Key key, @Nullable FollowUp followUp) {}

    private List<Locked> lock(Connection connection, Place place, Target target) throws SQLException {
        boolean noStep = target.stepId() != null && place.step() == null;
        boolean noMember = target.recipientId() != null && place.member() == null;
        if (noStep || noMember) {
            return List.of();
        }
        var parameters = new ArrayList<Object>(List.of(place.goal()));
        var sql = new StringBuilder(
                "SELECT " + tables.followUp.list("t") + " FROM " + tables.followUp.name() + " t WHERE t.goal = ?");
        if (place.step() != null) {
            sql.append(" AND t.step = ?");
            parameters.add(place.step());
        }
        if (place.member() != null) {
            sql.append(" AND t.member = ?");
            parameters.add(place.member());
        }
        sql.append(
                switch (target.seats()) {
                    case ALL -> "";
                    case PARTICIPANTS -> " AND t.seat = " + FollowUp.PARTICIPANT;
                    case OVERSEERS -> " AND t.seat >= " + FollowUp.OVERSEER;
                });
        sql.append(" ORDER BY t.goal, t.step, t.member, t.seat FOR UPDATE");
        return Sql.list(
                connection, sql.toString(), row -> locked(connection, new Fields(row, 1)), parameters.toArray());
    }

    private Locked locked(Connection connection, Fields fields) throws SQLException {
        var key = FollowUpRows.key(fields);
        try {
            return new Locked(key, rows.read(connection, key, fields));
        } catch (RuntimeException e) {
            unreadable.accept("follow-up " + key, e);
            return new Locked(key, null);
        }
    }

    private Edited write(Connection connection, StoredGoal goal, List<Locked> locked, FollowUpEdit edit)
            throws SQLException {
        var recipients = people.find(
                connection, locked.stream().map(row -> Person.of(row.key())).toList());
        var edited = new ArrayList<Edited.Row>(locked.size());
        var left = new ArrayList<FollowUp.Key>();
        var changed = new ArrayList<@Nullable Object[]>();
        for (var row : locked) {
            var before = row.followUp();
            var known = Known.in(recipients, Person.of(row.key()));
            var recipient = known.recipient();
            if (known.failure() != null) {
                unreadable.accept("recipient of follow-up " + row.key(), known.failure());
            }
            if (before == null || recipient == null) {
                left.add(row.key());
                continue;
            }
            var change = edit.apply(goal, before, recipient);
            var after = change == null ? null : changed(before, change);
            if (after != null) {
                changed.add(Enrolment.joined(rows.values(connection, after), FollowUpRows.key(after.key())));
            }
            edited.add(new Edited.Row(before, recipient, after));
        }
        dialect.update(connection, tables.followUp, FollowUpRows.COLUMNS, changed);
        return new Edited(goal, edited, left);
    }

    static FollowUp changed(FollowUp before, FollowUpEdit.Change change) {
        var fence = before.fence();
        var next = change.fenced()
                ? new Fence(fence.generation() + 1, fence.revision(), 0, null, null)
                : new Fence(
                        fence.generation(),
                        fence.revision() + 1,
                        fence.attempts(),
                        fence.claimedAt(),
                        fence.leaseUntil());
        return new FollowUp(before.key(), change.standing(), change.cursor(), next);
    }
}
