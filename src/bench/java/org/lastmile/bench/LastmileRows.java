package org.lastmile.bench;

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

    private final Database database;
    private final Store store;
    private int fills;
    private int openGoals;

    LastmileRows(Database database, Store store) {
        this.database = database;
        this.store = store;
    }

    void overdue(long count, Instant since) {
        fill("overdue-" + ++fills, count, since, 0);
    }

    void pending(long count, Instant from) {
        fill("pending", count, from, Duration.ofSeconds(PARTICIPANTS).toMillis());
    }

    /** Those that are answered: whole goals of them. */
    void open(long count, Instant due) {
        if (count % PARTICIPANTS != 0) {
            throw new IllegalArgumentException("--open is " + count + "; give a multiple of " + PARTICIPANTS);
        }
        fill("open", count, due, 0);
        openGoals = (int) (count / PARTICIPANTS);
    }

    /** The goal of the one with that number; neighbours are of different goals, as answers are. */
    String openGoal(int number) {
        int copy = number % openGoals;
        return copy == 0 ? "open" : "open-" + copy;
    }

    String openGuest(int number) {
        return "guest-" + number / openGoals;
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
            lastmile.schedule(goal(id, CHANNEL, participants, due));
        }
    }

    /** Its first reminder is due then. */
    static Goal goal(String id, String channel, int participants, Instant due) {
        return Goal.of(id, "Goal " + id)
                .due(due.plus(Duration.ofHours(2)))
                .finalStep(Step.of("rsvp", "Reply").ladder(ladder(channel)).participants(people(participants)));
    }

    /** After the first rung the row stays, due again with the second. */
    private static Ladder ladder(String channel) {
        return Ladder.of(
                Rung.before(Duration.ofHours(2)).by(channel),
                Rung.before(Duration.ofHours(1)).by(channel));
    }

    static List<Recipient> people(int count) {
        var people = new ArrayList<Recipient>(count);
        for (int i = 0; i < count; i++) {
            people.add(Recipient.of("guest-" + i, "Guest " + i).withAddress(CHANNEL, "guest-" + i + "@example.org"));
        }
        return people;
    }

    /** The due instants of the copies are that much apart; such rows must not be worked on, since their goal says otherwise. */
    private void copy(String id, long copies, long apartMillis) {
        long original = database.ask("SELECT number FROM lm_goal WHERE id = '" + id + "'");
        long last = database.ask("SELECT max(number) FROM lm_goal");
        var number = last + " + g.n";
        Copies.of(
                database,
                "lm_goal",
                "number = " + original,
                Map.of("number", number, "id", "t.id || '-' || g.n"),
                copies);
        Copies.of(database, "lm_step", "goal = " + original, Map.of("goal", number), copies);
        Copies.of(database, "lm_member", "goal = " + original, Map.of("goal", number), copies);
        Copies.of(
                database,
                "lm_follow_up",
                "goal = " + original,
                Map.of("goal", number, "due", "t.due + g.n * CAST(" + apartMillis + " AS bigint)"),
                copies);
        database.execute("ALTER TABLE lm_goal ALTER COLUMN number RESTART WITH " + (last + copies + 1));
    }
}
