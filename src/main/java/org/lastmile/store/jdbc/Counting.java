package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Standing.State;
import org.lastmile.goal.StillOpen;
import org.lastmile.store.RollCall;
import org.lastmile.store.StepKey;
import org.lastmile.store.Tally;
import org.lastmile.store.jdbc.People.Known;
import org.lastmile.store.jdbc.People.Person;

/** How the participants of a step stand, together. */
final class Counting {
    /** So many steps of which somebody who is open is remembered; then it begins anew. */
    private static final int MOST_REMEMBERED = 10_000;

    private final Tables tables;
    private final Dialect dialect;
    /** Who was open in a step when it was last asked: nearly always they still are, so that those before them need no look. */
    private final Map<StepKey, Integer> seenOpen = new ConcurrentHashMap<>();

    Counting(Tables tables, Dialect dialect) {
        this.tables = tables;
        this.dialect = dialect;
    }

    Set<StepKey> settled(Connection connection, Collection<StepKey> steps) throws SQLException {
        var settled = new HashSet<>(steps);
        settled.removeAll(open(connection, settled, step -> seenOpen.getOrDefault(step, 0)));
        // Nobody from there on; perhaps somebody before.
        settled.removeAll(open(connection, settled, step -> 0));
        settled.forEach(seenOpen::remove);
        return settled;
    }

    /** Those of the steps in which somebody is open whose number is not less than that. */
    private Set<StepKey> open(Connection connection, Set<StepKey> steps, ToIntFunction<StepKey> from)
            throws SQLException {
        List<@Nullable Object[]> starts = steps.stream()
                .map(step -> new @Nullable Object[] {step.goal(), step.step(), from.applyAsInt(step)})
                .toList();
        if (seenOpen.size() > MOST_REMEMBERED) {
            seenOpen.clear();
        }
        var open = new HashSet<StepKey>();
        dialect.firstOpen(connection, tables, starts, row -> {
            var fields = new Fields(row, 1);
            var step = new StepKey(fields.aLong(), fields.anInt());
            var member = fields.intOrNull();
            if (member != null) {
                open.add(step);
                seenOpen.put(step, member);
            }
            return step;
        });
        return open;
    }

    Tally tally(Connection connection, long goal, int step) throws SQLException {
        var states = new EnumMap<State, Integer>(State.class);
        var outcomes = new EnumMap<Outcome, Integer>(Outcome.class);
        var sql = "SELECT state, outcome, COUNT(*) FROM " + tables.followUp.name()
                + " WHERE goal = ? AND step = ? AND seat = " + FollowUp.PARTICIPANT + " GROUP BY state, outcome";
        Sql.list(
                connection,
                sql,
                row -> {
                    var fields = new Fields(row, 1);
                    var state = FollowUpRows.STATES.constant(fields.aShort());
                    var outcome = fields.shortOrNull();
                    int count = fields.anInt();
                    states.merge(state, count, Integer::sum);
                    if (outcome != null) {
                        outcomes.merge(FollowUpRows.OUTCOMES.constant(outcome), count, Integer::sum);
                    }
                    return state;
                },
                goal,
                step);
        return new Tally(states, outcomes);
    }

    /** Who is live and has that deadline; then whether the hold has run out, in a second condition. */
    private String live(@Nullable Deadline extension) {
        return " WHERE t.goal = ? AND t.step = ? AND t.seat = " + FollowUp.PARTICIPANT + " AND t.state IN ("
                + FollowUpRows.STATES.code(State.OPEN) + ", " + FollowUpRows.STATES.code(State.MISSED)
                + ") AND t.extension " + (extension == null ? "IS NULL" : "= ?");
    }

    RollCall rollCall(
            Connection connection, long goal, int step, @Nullable Deadline extension, long nowMillis, int limit)
            throws SQLException {
        var which = new ArrayList<Object>(List.of(goal, step));
        if (extension != null) {
            which.add(extension.toString());
        }
        var free = "(t.hold_until IS NULL OR t.hold_until <= ?)";
        record Count(int free, @Nullable Instant heldUntil) {}
        var counted = Sql.first(
                        connection,
                        "SELECT COUNT(CASE WHEN " + free + " THEN 1 END), MIN(CASE WHEN t.hold_until > ? THEN"
                                + " t.hold_until END) FROM " + tables.followUp.name() + " t" + live(extension),
                        row -> {
                            var fields = new Fields(row, 1);
                            return new Count(fields.anInt(), fields.instantOrNull());
                        },
                        concat(List.of(nowMillis, nowMillis), which))
                .orElseThrow();
        if (counted.free() == 0) {
            return new RollCall(List.of(), 0, counted.heldUntil());
        }
        which.addAll(List.of(nowMillis, limit));
        var people = Sql.list(
                connection,
                "SELECT t.member, " + Table.list("m", MemberRows.COLUMNS) + " FROM " + tables.followUp.name()
                        + " t JOIN "
                        + tables.member.name() + " m ON m.goal = t.goal AND m.number = t.member" + live(extension)
                        + " AND " + free + " ORDER BY t.goal, t.step, t.member LIMIT ?",
                row -> People.known(new Person(goal, row.getInt(1)), new Fields(row, 2)),
                which.toArray());
        return new RollCall(stillOpen(connection, goal, step, people), counted.free(), null);
    }

    /** Whoever cannot be read is counted, and not named. */
    private List<StillOpen> stillOpen(Connection connection, long goal, int step, List<Known> people)
            throws SQLException {
        var sent = sent(
                connection,
                goal,
                step,
                people.stream().map(known -> known.person().number()).toList());
        return people.stream()
                .filter(known -> known.recipient() != null)
                .map(known -> {
                    var reminders = sent.getOrDefault(known.person().number(), new Sent(0, null));
                    return new StillOpen(
                            Objects.requireNonNull(known.recipient()), reminders.count(), reminders.last());
                })
                .toList();
    }

    /** How many reminders somebody got, and when the last one. */
    private record Sent(int count, @Nullable Instant last) {}

    private Map<Integer, Sent> sent(Connection connection, long goal, int step, List<Integer> members)
            throws SQLException {
        var sent = new HashMap<Integer, Sent>();
        int width = 100;
        for (int from = 0; from < members.size(); from += width) {
            var some = members.subList(from, Math.min(members.size(), from + width));
            // Always as many marks, so that there is one statement for the database to prepare.
            var parameters = new ArrayList<Object>(List.of(goal, step, LedgerRows.STATES.code(ReminderState.SENT)));
            parameters.addAll(some);
            parameters.addAll(Collections.nCopies(width - some.size(), some.get(0)));
            var sql = "SELECT member, COUNT(*), MAX(known_at) FROM " + tables.ledger.name()
                    + " WHERE goal = ? AND step = ? AND seat = " + FollowUp.PARTICIPANT + " AND state = ?"
                    + " AND member IN ("
                    + Collections.nCopies(width, "?").stream().collect(joining(", "))
                    + ") GROUP BY member";
            Sql.list(
                    connection,
                    sql,
                    row -> {
                        var fields = new Fields(row, 1);
                        return sent.put(fields.anInt(), new Sent(fields.anInt(), fields.instantOrNull()));
                    },
                    parameters.toArray());
        }
        return sent;
    }

    private static Object[] concat(List<Object> first, List<Object> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all.toArray();
    }
}
