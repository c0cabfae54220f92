package org.lastmile.crash;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.lastmile.ChannelOptions;
import org.lastmile.Lastmile;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.report.HistoryEntry;
import org.lastmile.store.StoreException;
import org.lastmile.store.jdbc.JdbcStore;
import org.lastmile.watch.Event;

/**
 * A host that schedules and answers and engines that send, while the database server under them is killed: what was acknowledged
 * is kept, what was recorded is not sent again, and host and engines go on with the objects they have.
 */
final class Failover {
    private static final int GUESTS = 20;
    /** Goals that are acknowledged before the primary is killed, and as many again afterwards. */
    private static final int GOALS = 40;

    private static final Duration LEASE = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Queue<String> calls = new ConcurrentLinkedQueue<>();
    private final Set<String> recorded = ConcurrentHashMap.newKeySet();
    private final Queue<String> scheduled = new ConcurrentLinkedQueue<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    private final String database;

    Failover(String database) {
        this.database = database;
    }

    /** How the server ends, and what somebody does for another to take its place. */
    interface Killing {
        void kill() throws Exception;

        void bringUpTheOther() throws Exception;
    }

    /** Ends a server while the nodes are at work, and judges what was lost and what came twice once all has been told. */
    void goThrough(Killing killing, List<Lastmile> nodes) throws Exception {
        var stop = new AtomicBoolean();
        var load = new Thread(() -> scheduleAndAnswer(nodes, stop), "load");
        load.start();
        Patience.until("work is under way", () -> scheduled.size() >= GOALS && recorded.size() >= GOALS);
        killing.kill();
        int calledBefore = calls.size();
        var recordedBefore = Set.copyOf(recorded);
        int scheduledBefore = scheduled.size();
        killing.bringUpTheOther();
        Patience.until("the host goes on", PATIENCE, () -> scheduled.size() >= scheduledBefore + GOALS);
        stop.set(true);
        load.join();

        var expected = new ArrayList<String>();
        for (var goal : scheduled) {
            for (int guest = 1; guest < GUESTS; guest++) {
                expected.add(goal + "/reply/guest-" + guest + "/1.0.0");
            }
        }
        Patience.until("everybody is told", PATIENCE, () -> calls.containsAll(expected));
        Patience.until(
                "all of it is on record", PATIENCE, () -> sent(nodes.get(0)).containsAll(expected));
        judge(nodes.get(1), List.copyOf(calls).subList(0, calledBefore), recordedBefore, expected);
    }

    private void judge(Lastmile node, List<String> before, Set<String> recordedBefore, List<String> expected) {
        var sent = sent(node);
        assertThat(sent).containsAll(expected).containsAll(recordedBefore);
        for (var goal : answered) {
            // Answered again, it says that it was answered: the answer has outlived the server that took it.
            var answer = node.complete(goal, "reply", "guest-0");
            assertThat(answer.stopped()).as(goal).isZero();
            assertThat(answer.outcome()).as(goal).isEqualTo(Outcome.DONE);
        }
        var repeated = calls.stream().collect(groupingBy(id -> id)).values().stream()
                .filter(same -> same.size() > 1)
                .map(same -> same.get(0))
                .collect(toSet());
        assertThat(repeated).as("on record, and sent again").doesNotContainAnyElementsOf(recordedBefore);
        var inFlight =
                before.stream().filter(id -> !recordedBefore.contains(id)).collect(toSet());
        System.out.printf(
                "failover of %s under load: %d goals, %d answers and %d reminders acknowledged, lost: 0,"
                        + " in flight at the kill: %d, sent again: %d (of these in flight then: %d)%n",
                database,
                scheduled.size(),
                answered.size(),
                expected.size(),
                inFlight.size(),
                repeated.size(),
                repeated.stream().filter(inFlight::contains).count());
    }

    /** The ids of the reminders that the ledger has as sent. */
    private Set<String> sent(Lastmile node) {
        return scheduled.stream()
                .flatMap(goal -> node.history(goal).stream())
                .filter(entry -> entry.state() == ReminderState.SENT)
                .map(HistoryEntry::reminderId)
                .collect(toSet());
    }

    private void scheduleAndAnswer(List<Lastmile> nodes, AtomicBoolean stop) {
        for (int i = 0; !stop.get(); i++) {
            var node = nodes.get(i % 2);
            var goal = deal("deal-" + i, GUESTS);
            insist(() -> node.schedule(goal));
            scheduled.add(goal.id());
            insist(() -> node.complete(goal.id(), "reply", "guest-0"));
            answered.add(goal.id());
        }
    }

    /** As a host does: again, until it is told that it is done. Both calls are idempotent. */
    static <T> T insist(Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (StoreException e) {
                assertThat(e.isRetryable()).as(e.getMessage()).isTrue();
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    /** One step, whose ladder says at once to each guest what is to be done. */
    static Goal deal(String id, int count) {
        var guests = new ArrayList<Recipient>();
        for (int i = 0; i < count; i++) {
            guests.add(Recipient.of("guest-" + i, "Guest " + i).withAddress("email", i + "@example.org"));
        }
        return Goal.of(id, "Deal")
                .due(Instant.now().plus(9, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS))
                .finalStep(Step.of("reply", "Reply")
                        .ladder(Ladder.of(Rung.afterStart(Duration.ZERO).by("email")))
                        .participants(guests));
    }

    /** An engine that sends, on connections of that pool. */
    Lastmile node(HikariDataSource pool) {
        return Lastmile.builder()
                .store(JdbcStore.of(pool))
                .lease(LEASE)
                .poll(Duration.ofMillis(200))
                .notifier("email", this::send, ChannelOptions.defaults().withTimeout(Duration.ofSeconds(1)))
                .listener(event -> {
                    if (event.kind() == Event.Kind.SENT) {
                        recorded.add(event.reminderId());
                    }
                })
                .start();
    }

    private SendResult send(Reminder reminder) {
        calls.add(reminder.id());
        return SendResult.sent();
    }

    static HikariDataSource pool(String url) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(6);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(2_000);
        return new HikariDataSource(config);
    }
}
