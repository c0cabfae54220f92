package org.lastmile.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.Answer;
import org.lastmile.Lastmile;
import org.lastmile.LastmileBuilder;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Claim;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Lane;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.store.Store;
import org.lastmile.store.jdbc.JdbcStore;

/** Lastmile with its defaults. */
final class LastmileContender implements Books {
    /** Beside that of the backlog. */
    static final String SMALL_CHANNEL = "small";

    private final Database database;
    private final Store store;
    private final LastmileRows rows;
    private final List<Lastmile> opened = new ArrayList<>();
    private @Nullable Lastmile desk;

    private LastmileContender(Database database, Store store) {
        this.database = database;
        this.store = store;
        rows = new LastmileRows(database, store);
    }

    static LastmileContender on(Database database) {
        return new LastmileContender(database, JdbcStore.of(database.dataSource()));
    }

    /** In a file of its own, which it opens itself. */
    static LastmileContender on(H2Database database) {
        return new LastmileContender(database, JdbcStore.h2(database.file()));
    }

    @Override
    public void prepare() {
        // The store has made the tables.
    }

    @Override
    public void overdue(long count, Instant since) {
        rows.overdue(count, since);
    }

    @Override
    public void pending(long count, Instant from) {
        rows.pending(count, from);
    }

    @Override
    public void bookAll(int people, int remindersEach, Instant first) {
        var rungs = new ArrayList<Rung>();
        for (int i = remindersEach; i > 0; i--) {
            rungs.add(Rung.before(Duration.ofDays(i)).by(LastmileRows.CHANNEL));
        }
        desk().schedule(Goal.of("bulk", "Bulk")
                .due(first.plus(Duration.ofDays(remindersEach)))
                .finalStep(Step.of("rsvp", "Reply")
                        .ladder(Ladder.of(rungs.toArray(Rung[]::new)))
                        .participants(LastmileRows.people(people))));
    }

    @Override
    public void book(String channel, int number, Instant at) {
        desk().schedule(LastmileRows.goal("single-" + number, channel, 1, at));
    }

    /** Such rows, which may be answered. */
    void open(long count, Instant due) {
        rows.open(count, due);
    }

    /** Answers the one of that number, from 0, of those made to be answered. */
    void complete(int number) {
        var answer = desk().complete(rows.openGoal(number), "rsvp", rows.openGuest(number));
        if (answer.kind() != Answer.Kind.STOPPED) {
            throw new IllegalStateException("answer " + number + " is " + answer);
        }
    }

    /** How long a claim of so many takes, at the median; they are given back. */
    double claimMillis(int times, int limit) {
        var latencies = new Latencies(times);
        var lane = new Lane(Channel.of(LastmileRows.CHANNEL), false);
        for (int i = 0; i < times; i++) {
            var now = store.now();
            long start = System.nanoTime();
            var claims = store.claim(lane, now, now.plusSeconds(60), limit);
            latencies.add((System.nanoTime() - start) / 1e6);
            store.handBack(claims.stream().map(Claim::followUp).toList());
            if (claims.size() < limit) {
                throw new IllegalStateException("claimed " + claims.size() + " of " + limit);
            }
        }
        return latencies.at(0.5);
    }

    /** For a host's calls; it sends nothing by itself. */
    synchronized Lastmile desk() {
        if (desk == null) {
            desk = builder(new Ear()).build();
            opened.add(desk);
        }
        return desk;
    }

    @Override
    public void start(Ear ear) {
        opened.add(builder(ear).start());
    }

    private LastmileBuilder builder(Ear ear) {
        return Lastmile.builder()
                .store(store)
                .notifier(LastmileRows.CHANNEL, reminder -> heard(ear, reminder))
                .notifier(SMALL_CHANNEL, reminder -> heard(ear.beside(), reminder))
                .shutdown(Duration.ofSeconds(5));
    }

    private static SendResult heard(Ear ear, Reminder reminder) {
        ear.hear(reminder.plannedAt().toEpochMilli());
        return SendResult.sent();
    }

    @Override
    public long recorded() {
        return database.ask("SELECT count(*) FROM lm_ledger");
    }

    @Override
    public void close() {
        opened.forEach(Lastmile::close);
        store.close();
    }
}
