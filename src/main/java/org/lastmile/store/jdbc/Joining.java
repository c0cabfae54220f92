package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.store.NewFollowUp;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.jdbc.Dialect.Lock;

/** More follow-ups for a goal that is kept. The goal is locked: so nothing else is added, nor the goal closed, meanwhile. */
final class Joining {
    private final Tables tables;
    private final Dialect dialect;
    private final FollowUpRows rows;
    private final Goals goals;

    Joining(Tables tables, Dialect dialect, FollowUpRows rows, Goals goals) {
        this.tables = tables;
        this.dialect = dialect;
        this.rows = rows;
        this.goals = goals;
    }

    /** Keeps what is not there yet, and counts it. */
    Optional<Integer> join(Connection connection, String goalId, Function<StoredGoal, List<NewFollowUp>> followUps)
            throws SQLException {
        var head = goals.head(connection, goalId, true);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        var goal = goals.current(connection, head.get());
        var wanted = followUps.apply(goal);
        var numbers = keepMembers(connection, goal.number(), wanted);

        var byKey = new LinkedHashMap<FollowUp.Key, NewFollowUp>();
        for (var followUp : wanted) {
            int number = numbers.getOrDefault(followUp.recipient().id(), -1);
            var key = new FollowUp.Key(goal.number(), followUp.step(), number, followUp.seat());
            Enrolment.check(goal.facts(), followUp, byKey.put(key, followUp) == null);
        }
        taken(connection, byKey).forEach(byKey::remove);

        var fresh = new ArrayList<@Nullable Object[]>();
        for (var entry : byKey.entrySet()) {
            fresh.add(Enrolment.row(connection, rows, entry.getKey(), entry.getValue()));
        }
        dialect.insert(connection, tables.followUp.name(), tables.followUp.columns(), fresh);
        return Optional.of(fresh.size());
    }

    private Set<FollowUp.Key> taken(Connection connection, Map<FollowUp.Key, NewFollowUp> byKey) throws SQLException {
        return new HashSet<>(dialect.select(
                connection,
                tables.followUp,
                tables.followUp.key(),
                byKey.keySet().stream().map(FollowUpRows::key).toList(),
                Lock.NONE,
                row -> FollowUpRows.key(new Fields(row, 1))));
    }

    /** Keeps the recipients that the goal does not have yet, and gives the numbers of all. */
    private Map<String, Integer> keepMembers(Connection connection, long goal, List<NewFollowUp> followUps)
            throws SQLException {
        var ids = followUps.stream().map(followUp -> followUp.recipient().id()).toList();
        var numbers = new HashMap<>(goals.members(connection, goal, ids));
        int next = goals.nextMember(connection, goal);
        var fresh = new ArrayList<@Nullable Object[]>();
        for (var followUp : followUps) {
            if (numbers.putIfAbsent(followUp.recipient().id(), next) == null) {
                fresh.add(MemberRows.values(goal, next++, followUp.recipient()));
            }
        }
        dialect.insert(connection, tables.member.name(), tables.member.columns(), fresh);
        return numbers;
    }
}
