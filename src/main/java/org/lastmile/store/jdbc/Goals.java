package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;
import org.lastmile.store.Register.Versioned;
import org.lastmile.store.StoreException;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.jdbc.Dialect.Lock;
import org.lastmile.store.jdbc.People.Known;
import org.lastmile.store.jdbc.People.Person;

/** Reads goals: the goal and its steps in one statement, so that both are of one version, then whom it names. */
final class Goals {
    private static final int BATCH = 256;

    private final Tables tables;
    private final Dialect dialect;
    private final People people;
    private final GoalCache cache;

    Goals(Tables tables, Dialect dialect, GoalCache cache) {
        this.tables = tables;
        this.dialect = dialect;
        this.cache = cache;
        people = new People(tables.member, dialect);
    }

    /**
     * A goal that was found.
     *
     * @param stored the goal; {@code null} if it cannot be read
     * @param failure why not
     */
    record Found(
            long number,
            @Nullable StoredGoal stored,
            @Nullable RuntimeException failure) {
        /** @throws StoreException if it cannot be read */
        StoredGoal orThrow() {
            if (stored == null) {
                throw new StoreException("goal number " + number + " cannot be read", failure);
            }
            return stored;
        }
    }

    /**
     * A goal's number and version.
     *
     * @param number for this database
     * @param version of its facts
     */
    record Head(long number, int version) {}

    /** Those of the goals that are kept and can be read, remembered or read; of the others it is told why not. */
    Map<Long, StoredGoal> find(
            Transactions transactions,
            Collection<Versioned> numbers,
            BiConsumer<String, @Nullable RuntimeException> unreadable) {
        var found = new HashMap<Long, StoredGoal>();
        var unknown = new ArrayList<Long>();
        for (var wanted : numbers) {
            var known = cache.find(wanted.number(), wanted.version());
            if (known != null) {
                found.put(wanted.number(), known);
            } else {
                unknown.add(wanted.number());
            }
        }
        if (!unknown.isEmpty()) {
            for (var goal : transactions.reading("reading goals", c -> load(c, unknown), this::remember)) {
                var stored = goal.stored();
                if (stored == null) {
                    unreadable.accept("goal number " + goal.number(), goal.failure());
                } else {
                    found.put(goal.number(), stored);
                }
            }
        }
        return found;
    }

    private void remember(List<Found> goals) {
        goals.stream().map(Found::stored).filter(Objects::nonNull).forEach(cache::put);
    }

    Optional<Head> head(Connection connection, String goalId, boolean locking) throws SQLException {
        var sql =
                "SELECT number, version FROM " + tables.goal.name() + " WHERE id = ?" + (locking ? " FOR UPDATE" : "");
        return Sql.first(connection, sql, row -> new Head(row.getLong(1), row.getInt(2)), goalId);
    }

    Optional<Head> head(Connection connection, long number) throws SQLException {
        var sql = "SELECT number, version FROM " + tables.goal.name() + " WHERE number = ?";
        return Sql.first(connection, sql, row -> new Head(row.getLong(1), row.getInt(2)), number);
    }

    /**
     * The goal as it is, remembered or read.
     *
     * @throws StoreException if it cannot be read
     */
    StoredGoal current(Connection connection, Head head) throws SQLException {
        var known = known(head);
        return known != null
                ? known
                : load(connection, List.of(head.number())).get(0).orThrow();
    }

    /** The goal as it is, or as it has become since, if it is remembered. */
    @Nullable
    StoredGoal known(Head head) {
        return cache.find(head.number(), head.version());
    }

    /** The numbers of those recipients that the goal has. */
    Map<String, Integer> members(Connection connection, long goal, Collection<String> ids) throws SQLException {
        var byId = new Table(tables.member.name(), Tables.columns("goal:l id:t"), Tables.columns("number:i"));
        List<@Nullable Object[]> keys = ids.stream()
                .distinct()
                .map(id -> new @Nullable Object[] {goal, id})
                .toList();
        var numbers = new HashMap<String, Integer>();
        dialect.select(
                connection, byId, byId.columns(), keys, Lock.NONE, row -> numbers.put(row.getString(2), row.getInt(3)));
        return numbers;
    }

    /** The number that the next recipient of the goal gets; for whoever has locked the goal. */
    int nextMember(Connection connection, long goal) throws SQLException {
        var sql = "SELECT COALESCE(MAX(number), -1) + 1 FROM " + tables.member.name() + " WHERE goal = ?";
        return Sql.first(connection, sql, row -> row.getInt(1), goal).orElse(0);
    }

    List<Found> load(Connection connection, Collection<Long> numbers) throws SQLException {
        var found = new ArrayList<Found>();
        var all = new ArrayList<>(numbers);
        for (int from = 0; from < all.size(); from += BATCH) {
            found.addAll(loadBatch(connection, all.subList(from, Math.min(all.size(), from + BATCH))));
        }
        return found;
    }

    private List<Found> loadBatch(Connection connection, List<Long> numbers) throws SQLException {
        // Few lengths, so that there are few statements for the database to prepare.
        int length = numbers.size() == 1 ? 1 : numbers.size() <= 16 ? 16 : BATCH;
        var padded = new ArrayList<Object>(numbers);
        padded.addAll(Collections.nCopies(length - numbers.size(), numbers.get(0)));
        var sql = "SELECT g.number, " + Table.list("g", GoalRows.COLUMNS) + ", s.position, "
                + Table.list("s", GoalRows.STEP_COLUMNS) + " FROM " + tables.goal.name() + " g LEFT JOIN "
                + tables.step.name() + " s ON s.goal = g.number WHERE g.number IN ("
                + padded.stream().map(number -> "?").collect(joining(", ")) + ") ORDER BY g.number, s.position";
        var drafts = new LinkedHashMap<Long, Draft>();
        Sql.list(
                connection,
                sql,
                row -> {
                    var draft = drafts.computeIfAbsent(row.getLong(1), Draft::new);
                    draft.read(row);
                    return draft;
                },
                padded.toArray());
        var named = drafts.values().stream()
                .flatMap(draft -> draft.people().stream())
                .toList();
        var people = this.people.find(connection, named);
        return drafts.values().stream().map(draft -> draft.found(people)).toList();
    }

    /** What becomes of a goal while its rows are read. */
    private static final class Draft {
        private final long number;
        private int version;
        private Instant scheduledAt = Instant.EPOCH;
        private GoalRows.@Nullable Outline outline;
        private @Nullable Goal steps;
        private @Nullable RuntimeException failure;

        Draft(long number) {
            this.number = number;
        }

        void read(ResultSet row) throws SQLException {
            try {
                if (outline == null && failure == null) {
                    var fields = new Fields(row, 2);
                    var id = fields.text();
                    fields.text();
                    scheduledAt = fields.instant();
                    version = fields.anInt();
                    outline = GoalRows.readFacts(id, fields);
                    steps = outline.goal();
                }
                int position = 2 + GoalRows.COLUMNS.size();
                row.getInt(position);
                if (steps != null && !row.wasNull()) {
                    steps = GoalRows.readStep(steps, new Fields(row, position + 1));
                }
            } catch (RuntimeException e) {
                failure = e;
                steps = null;
            }
        }

        List<Person> people() {
            var people = new ArrayList<Person>();
            if (outline != null) {
                if (outline.owner() != null) {
                    people.add(new Person(number, outline.owner()));
                }
                outline.roles()
                        .values()
                        .forEach(holders -> holders.forEach(holder -> people.add(new Person(number, holder))));
            }
            return people;
        }

        Found found(Map<Person, Known> people) {
            try {
                if (steps == null || outline == null) {
                    return new Found(number, null, failure);
                }
                var goal = steps;
                if (outline.owner() != null) {
                    goal = goal.ownedBy(recipient(people, outline.owner()));
                }
                for (var role : outline.roles().entrySet()) {
                    goal = goal.role(
                            role.getKey(),
                            role.getValue().stream()
                                    .map(holder -> recipient(people, holder))
                                    .toArray(Recipient[]::new));
                }
                return new Found(number, new StoredGoal(number, version, goal, scheduledAt), null);
            } catch (RuntimeException e) {
                return new Found(number, null, e);
            }
        }

        private Recipient recipient(Map<Person, Known> people, int holder) {
            return Known.in(people, new Person(number, holder)).orThrow();
        }
    }
}
