package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Fence;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;
import org.lastmile.store.NewFollowUp;
import org.lastmile.store.Register.Added;

/** A goal on its way into the database, with its recipients and follow-ups. */
final class Enrolment {
    private final Goal goal;
    private final String fingerprint;
    private final List<NewFollowUp> followUps;
    private final Instant at;

    private final List<Recipient> members = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /** @throws IllegalArgumentException if a follow-up is there twice, or of a step that the goal has not */
    Enrolment(Goal goal, String fingerprint, List<NewFollowUp> followUps, Instant at) {
        this.goal = goal;
        this.fingerprint = fingerprint;
        this.followUps = followUps;
        this.at = at;
        followUps.forEach(followUp -> enrol(followUp.recipient()));
        if (goal.owner() != null) {
            enrol(goal.owner());
        }
        goal.roles().values().forEach(holders -> holders.forEach(this::enrol));
        check();
    }

    /** Of two recipients with the same id, the one named last is kept. */
    private void enrol(Recipient recipient) {
        var known = numbers.putIfAbsent(recipient.id(), members.size());
        if (known == null) {
            members.add(recipient);
        } else {
            members.set(known, recipient);
        }
    }

    private void check() {
        var taken = new HashSet<FollowUp.Key>();
        followUps.forEach(followUp -> check(goal, followUp, taken.add(key(0, followUp))));
    }

    static void check(Goal goal, NewFollowUp followUp, boolean isFirst) {
        if (followUp.step() < 0 || followUp.step() >= goal.steps().size()) {
            throw new IllegalArgumentException("follow-up's step is " + followUp.step() + "; goal \"" + goal.id()
                    + "\" has " + goal.steps().size() + ", counted from 0");
        }
        if (!isFirst) {
            throw new IllegalArgumentException("follow-ups have step " + followUp.step() + ", recipient \""
                    + followUp.recipient().id() + "\", seat " + followUp.seat() + " twice; give each once");
        }
    }

    Added write(Connection connection, Dialect dialect, Tables tables, FollowUpRows rows) throws SQLException {
        if (dialect.addGoal(connection, tables, rowsOf(connection, rows))) {
            return Added.NEW;
        }
        var kept = Sql.first(
                connection,
                "SELECT fingerprint FROM " + tables.goal.name() + " WHERE id = ?",
                found -> found.getString(1),
                goal.id());
        if (kept.isEmpty()) {
            // It was there a moment ago, and has been deleted since.
            throw new SQLException("goal vanished", "40001");
        }
        return kept.get().equals(fingerprint) ? Added.SAME : Added.DIFFERENT;
    }

    private NewGoal rowsOf(Connection connection, FollowUpRows rows) throws SQLException {
        var steps = new ArrayList<@Nullable Object[]>();
        for (int i = 0; i < goal.steps().size(); i++) {
            steps.add(joined(
                    new @Nullable Object[] {0L, i}, GoalRows.step(goal.steps().get(i))));
        }
        var people = new ArrayList<@Nullable Object[]>(members.size());
        for (int i = 0; i < members.size(); i++) {
            people.add(MemberRows.values(0, i, members.get(i)));
        }
        var open = new ArrayList<@Nullable Object[]>(followUps.size());
        for (var followUp : followUps) {
            open.add(row(connection, rows, key(0, followUp), followUp));
        }
        return new NewGoal(
                joined(GoalRows.identity(goal, fingerprint, at), GoalRows.facts(goal, this::number)),
                steps,
                people,
                open);
    }

    /** A follow-up as it begins, with its key. */
    static @Nullable Object[] row(Connection connection, FollowUpRows rows, FollowUp.Key key, NewFollowUp followUp)
            throws SQLException {
        var begun = new FollowUp(key, followUp.standing(), followUp.cursor(), Fence.NEW);
        return joined(FollowUpRows.key(key), rows.values(connection, begun));
    }

    /** Whether it may be one statement, and so a transaction by itself. */
    boolean isSmall() {
        return NewGoal.isSmall(goal.steps().size() + members.size() + followUps.size());
    }

    private FollowUp.Key key(long goalNumber, NewFollowUp followUp) {
        return new FollowUp.Key(goalNumber, followUp.step(), number(followUp.recipient()), followUp.seat());
    }

    private int number(Recipient recipient) {
        return numbers.getOrDefault(recipient.id(), -1);
    }

    static @Nullable Object[] joined(@Nullable Object[] first, @Nullable Object[] second) {
        var joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
