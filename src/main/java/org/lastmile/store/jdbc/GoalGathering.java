package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds small goals that come from many threads at once, several in one transaction: one commit and one round trip for all of them. Whoever
 * comes alone goes alone, at once; whoever comes while others are at it waits for the next turn, and the first of those who wait takes the
 * others along. What stops one of them (somebody else is adding a goal of the same id, say) stops nobody else for longer than a second:
 * then each goes alone, on the connection that they have brought.
 *
 * <p>Thread-safe.
 */
final class GoalGathering {
    private static final Logger LOG = LoggerFactory.getLogger(GoalGathering.class);

    /** So many have a turn at a time: while one waits for the disk, the other's work goes on. */
    private static final int TURNS = 2;
    /** So long may one turn be. */
    private static final int TURN_SECONDS = 1;
    /** Nobody should wait for more than these. */
    private static final int MOST = 64;

    private static final String TIMED_OUT = "57014";

    private final int patienceSeconds;
    private final SmallGoalInsert insert = new SmallGoalInsert();
    private final Deque<Comer> waiting = new ArrayDeque<>();
    private int turns;

    /** @param patienceSeconds how long one who goes alone waits for whoever is adding a goal of the same id */
    GoalGathering(int patienceSeconds) {
        this.patienceSeconds = patienceSeconds;
    }

    /** What somebody who has waited is to do, or need not do any more. */
    private enum Turn {
        YOURS,
        GO_ALONE,
        ADDED,
        WAS_THERE
    }

    /** Somebody with a goal to be added. */
    private static final class Comer {
        private final String sql;
        private final NewGoal goal;
        /** The first word counts. */
        private final BlockingQueue<Turn> turn = new ArrayBlockingQueue<>(1);

        private List<Comer> group = List.of();

        Comer(String sql, NewGoal goal) {
            this.sql = sql;
            this.goal = goal;
        }

        String id() {
            return (String) goal.goal()[0];
        }

        /** It is this one's turn, with these. */
        void take(List<Comer> group) {
            this.group = group;
            turn.add(Turn.YOURS);
        }
    }

    /**
     * Adds a goal: in auto-commit with others if there are any, in a transaction as a part of it.
     *
     * @return whether there was none of its id
     */
    boolean add(Connection connection, Tables tables, NewGoal goal) throws SQLException {
        var comer = new Comer(insert.sql(tables, goal), goal);
        if (!connection.getAutoCommit()) {
            return addAlone(connection, tables, comer);
        }
        return switch (come(comer)) {
            case YOURS -> addAll(connection, tables, comer);
            case GO_ALONE -> addAlone(connection, tables, comer);
            case ADDED -> true;
            case WAS_THERE -> false;
        };
    }

    private Turn come(Comer comer) {
        synchronized (waiting) {
            if (turns < TURNS) {
                turns++;
                comer.take(List.of(comer));
            } else {
                waiting.add(comer);
            }
        }
        return await(comer);
    }

    /** Not interrupted, as a driver's calls are not either. */
    private Turn await(Comer comer) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    var turn = comer.turn.poll(patienceSeconds, TimeUnit.SECONDS);
                    return turn == null ? giveUp(comer) : turn;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whoever was to take this one along hangs; whether they come to their commit, the next statement will see. */
    private Turn giveUp(Comer comer) {
        synchronized (waiting) {
            waiting.remove(comer);
            var turn = comer.turn.poll();
            return turn == null ? Turn.GO_ALONE : turn;
        }
    }

    private void next() {
        synchronized (waiting) {
            var first = waiting.poll();
            if (first == null) {
                turns--;
            } else {
                first.take(takeLike(first));
            }
        }
    }

    /** Those who wait with goals of the same statement, in the order of their ids: so no two groups wait for each other. */
    private List<Comer> takeLike(Comer first) {
        var group = new ArrayList<Comer>();
        group.add(first);
        for (var others = waiting.iterator(); others.hasNext() && group.size() < MOST; ) {
            var other = others.next();
            if (other.sql.equals(first.sql)) {
                others.remove();
                group.add(other);
            }
        }
        group.sort(Comparator.comparing(Comer::id));
        return group;
    }

    private boolean addAll(Connection connection, Tables tables, Comer leader) throws SQLException {
        var group = leader.group;
        try {
            var added = inOneTransaction(connection, tables, leader);
            for (int i = 0; i < added.length; i++) {
                group.get(i).turn.offer(added[i] ? Turn.ADDED : Turn.WAS_THERE);
            }
            return added[group.indexOf(leader)];
        } catch (SQLException e) {
            if (group.size() == 1 && !TIMED_OUT.equals(e.getSQLState())) {
                throw e;
            }
            LOG.debug("{} goals could not be added in one turn, so each is added alone", group.size(), e);
        } finally {
            next();
            group.forEach(comer -> comer.turn.offer(Turn.GO_ALONE));
        }
        return addAlone(connection, tables, leader);
    }

    private boolean[] inOneTransaction(Connection connection, Tables tables, Comer leader) throws SQLException {
        var goals = leader.group.stream().map(comer -> comer.goal).toList();
        if (goals.size() == 1) {
            return insert.insert(connection, tables, leader.sql, goals, TURN_SECONDS);
        }
        connection.setAutoCommit(false);
        try {
            var added = insert.insert(connection, tables, leader.sql, goals, TURN_SECONDS);
            connection.commit();
            return added;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private boolean addAlone(Connection connection, Tables tables, Comer comer) throws SQLException {
        return insert.insert(connection, tables, comer.sql, List.of(comer.goal), patienceSeconds)[0];
    }
}
