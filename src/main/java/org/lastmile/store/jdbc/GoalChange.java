package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;
import org.lastmile.store.GoalEdit;
import org.lastmile.store.StoredGoal;

/** Changes of a goal that is locked. */
final class GoalChange {
    private final Connection connection;
    private final Dialect dialect;
    private final Tables tables;
    private final Goals goals;

    GoalChange(Connection connection, Dialect dialect, Tables tables, Goals goals) {
        this.connection = connection;
        this.dialect = dialect;
        this.tables = tables;
        this.goals = goals;
    }

    /** Writes the changed facts, and gives the goal as it is then. */
    StoredGoal change(StoredGoal goal, GoalEdit goalEdit) throws SQLException {
        var facts = goalEdit.apply(goal.facts());
        if (facts.withoutParticipants().equals(goal.facts())) {
            return goal;
        }
        var next = goal.with(facts);
        var numbers = keepOverseers(next);
        write(next, numbers);
        return goals.load(connection, List.of(goal.number())).get(0).orThrow();
    }

    private void write(StoredGoal goal, Map<String, Integer> numbers) throws SQLException {
        var values = Enrolment.joined(
                new @Nullable Object[] {goal.version()},
                GoalRows.facts(goal.facts(), recipient -> numbers.getOrDefault(recipient.id(), -1)));
        dialect.update(
                connection,
                tables.goal,
                Table.concat(Tables.columns("version:i"), GoalRows.FACTS),
                List.<@Nullable Object[]>of(Enrolment.joined(values, new @Nullable Object[] {goal.number()})));
        var steps = new ArrayList<@Nullable Object[]>();
        for (int i = 0; i < goal.facts().steps().size(); i++) {
            steps.add(Enrolment.joined(
                    GoalRows.step(goal.facts().steps().get(i)), new @Nullable Object[] {goal.number(), i}));
        }
        dialect.update(connection, tables.step, GoalRows.STEP_COLUMNS, steps);
    }

    /** Writes a recipient that the goal has, and gives the goal as it is then, in its next version. */
    StoredGoal replace(long goal, int number, Recipient recipient) throws SQLException {
        update(goal, number, recipient);
        Sql.update(connection, "UPDATE " + tables.goal.name() + " SET version = version + 1 WHERE number = ?", goal);
        return goals.load(connection, List.of(goal)).get(0).orThrow();
    }

    private void update(long goal, int number, Recipient recipient) throws SQLException {
        var values = MemberRows.values(goal, number, recipient);
        var row = Enrolment.joined(Arrays.copyOfRange(values, 2, values.length), new @Nullable Object[] {goal, number});
        dialect.update(connection, tables.member, MemberRows.COLUMNS, List.<@Nullable Object[]>of(row));
    }

    /** Keeps the owner and the holders of roles as they are named now, and gives their numbers. */
    private Map<String, Integer> keepOverseers(StoredGoal goal) throws SQLException {
        var named = named(goal.facts());
        var known = goals.members(connection, goal.number(), named.keySet());
        int next = goals.nextMember(connection, goal.number());
        var numbers = new LinkedHashMap<>(known);
        var fresh = new ArrayList<@Nullable Object[]>();
        for (var recipient : named.values()) {
            var number = known.get(recipient.id());
            if (number != null) {
                update(goal.number(), number, recipient);
            } else {
                fresh.add(MemberRows.values(goal.number(), next, recipient));
                numbers.put(recipient.id(), next++);
            }
        }
        dialect.insert(connection, tables.member.name(), tables.member.columns(), fresh);
        return numbers;
    }

    private static Map<String, Recipient> named(Goal facts) {
        var named = new LinkedHashMap<String, Recipient>();
        if (facts.owner() != null) {
            named.put(facts.owner().id(), facts.owner());
        }
        facts.roles().values().forEach(holders -> holders.forEach(holder -> named.put(holder.id(), holder)));
        return named;
    }
}
