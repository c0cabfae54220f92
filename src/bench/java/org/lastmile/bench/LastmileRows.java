package org.lastmile.bench;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lastmile.Lastmile;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.store.Store;

/** Many goals quickly: one of each kind is scheduled as a host would, and the database copies it. */
final class LastmileRows {
    static final String CHANNEL = "bench";

    private static final int PARTICIPANTS = 1_000;
    /** After the first rung the row stays, due again with the second. */
    private static final Ladder LADDER = Ladder.of(
            Rung.before(Duration.ofHours(2)).by(CHANNEL),
            Rung.before(Duration.ofHours(1)).by(CHANNEL));

    private final Database database;
    private final Store store;

    LastmileRows(Database database, Store store) {
        this.database = database;
        this.store = store;
    }

    void overdue(long count, Instant since) {
        fill("overdue", count, since, 0);
    }

    void pending(long count, Instant from) {
        fill("pending", count, from, Duration.ofSeconds(PARTICIPANTS).toMillis());
    }

    private void fill(String name, long count, Instant due, long apartMillis) {
        long whole = count / PARTICIPANTS;
        if (whole > 0) {
            schedule(name, PARTICIPANTS, due);
            copy(name, whole - 1, apartMillis);
        }
        int rest = (int) (count % PARTICIPANTS);
        if (rest > 0) {
            schedule(name + "-rest", rest, due);
        }
    }

    private void schedule(String id, int participants, Instant due) {
        // Scheduled a minute before its first reminder, whatever the time is now.
        try (var lastmile = Lastmile.builder()
                .store(store)
                .time(() -> due.minusSeconds(60))
                .notifier(CHANNEL, reminder -> SendResult.sent())
                .build()) {
            lastmile.schedule(goal(id, participants, due));
        }
    }

    static Goal goal(String id, int participants, Instant due) {
        var people = new ArrayList<Recipient>();
        for (int i = 0; i < participants; i++) {
            people.add(Recipient.of("guest-" + i, "Guest " + i).withAddress(CHANNEL, "guest-" + i + "@example.org"));
        }
        return Goal.of(id, "Goal " + id)
                .due(due.plus(Duration.ofHours(2)))
                .finalStep(Step.of("rsvp", "Reply").ladder(LADDER).participants(people));
    }

    /** The due instants of the copies are that much apart; such rows must not be worked on, since their goal says otherwise. */
    private void copy(String id, long copies, long apartMillis) {
        long original = database.ask("SELECT number FROM lm_goal WHERE id = '" + id + "'");
        long last = database.ask("SELECT max(number) FROM lm_goal");
        var number = last + " + g.n";
        copy("lm_goal", "number = " + original, Map.of("number", number, "id", "t.id || '-' || g.n"), copies);
        copy("lm_step", "goal = " + original, Map.of("goal", number), copies);
        copy("lm_member", "goal = " + original, Map.of("goal", number), copies);
        copy(
                "lm_follow_up",
                "goal = " + original,
                Map.of("goal", number, "due", "t.due + g.n * " + apartMillis),
                copies);
        database.execute("ALTER TABLE lm_goal ALTER COLUMN number RESTART WITH " + (last + copies + 1));
    }

    private void copy(String table, String where, Map<String, String> changed, long copies) {
        var columns = columns(table);
        database.execute("INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT "
                + columns.stream()
                        .map(column -> changed.getOrDefault(column, "t." + column))
                        .collect(joining(", "))
                + " FROM " + database.numbers(copies) + ", " + table + " t WHERE t." + where);
    }

    /** As they are in this version of the schema. */
    private List<String> columns(String table) {
        var names = new ArrayList<String>();
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                names.add(rows.getMetaData().getColumnName(i).toLowerCase(java.util.Locale.ROOT));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the columns of " + table + " cannot be read", e);
        }
        return names;
    }
}
