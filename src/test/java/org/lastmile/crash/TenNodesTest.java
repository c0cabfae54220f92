package org.lastmile.crash;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.lastmile.Lastmile;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.report.HistoryEntry;
import org.lastmile.store.Servers;
import org.lastmile.store.jdbc.JdbcStore;
import org.lastmile.watch.Event;

/** Ten nodes, half of which know nothing of text messages, join and leave while reminders fall due: each is sent once. */
class TenNodesTest {
    private static final int NODES = 10;
    private static final int GOALS = 60;
    private static final int GUESTS = 40;
    private static final int COMINGS_AND_GOINGS = 40;
    private static final long SEED = 20_260_704;

    /** A call of a notifier, and of which node's. */
    private record Heard(int node, String channel, String reminder) {}

    private final Queue<Heard> heard = new ConcurrentLinkedQueue<>();
    private final Set<String> recorded = ConcurrentHashMap.newKeySet();
    private final @Nullable Lastmile[] nodes = new Lastmile[NODES];

    @Test
    void joinAndLeaveUnderLoadOnPostgreSql() {
        try (var pool = Servers.postgres()) {
            joinAndLeave(pool, "PostgreSQL");
        }
    }

    @Test
    @Tag("mariadb")
    void joinAndLeaveUnderLoadOnMariaDb() {
        try (var pool = Servers.mariaDb()) {
            joinAndLeave(pool, "MariaDB");
        }
    }

    private void joinAndLeave(HikariDataSource pool, String database) {
        try (var store = JdbcStore.of(pool);
                var host = Lastmile.builder()
                        .store(store)
                        .servedElsewhere("email", "sms")
                        .notifier("none", reminder -> null)
                        .build()) {
            var goals = IntStream.range(0, GOALS).mapToObj(i -> "party-" + i).toList();
            var random = new SplittableRandom(SEED);
            for (int i = 0; i < COMINGS_AND_GOINGS; i++) {
                // The load comes in while the nodes come and go.
                goals.subList(i * GOALS / COMINGS_AND_GOINGS, (i + 1) * GOALS / COMINGS_AND_GOINGS)
                        .forEach(goal -> host.schedule(party(goal)));
                comeOrGo(pool, random.nextInt(NODES));
            }
            // One by one the others leave what is left to the last, which is one that knows text messages.
            if (nodes[1] == null) {
                comeOrGo(pool, 1);
            }
            for (int i = 0; i < NODES; i++) {
                if (i != 1 && nodes[i] != null) {
                    comeOrGo(pool, i);
                }
            }
            Patience.until("all is on record", Duration.ofMinutes(2), () -> recorded.size() == GOALS * GUESTS);
            comeOrGo(pool, 1);
            judge(host, goals, database);
        }
    }

    private void comeOrGo(HikariDataSource pool, int index) {
        var node = nodes[index];
        if (node != null) {
            node.close();
            nodes[index] = null;
            return;
        }
        var builder = Lastmile.builder()
                .store(JdbcStore.of(pool))
                .poll(Duration.ofMillis(50))
                .notifier("email", reminder -> hear(index, reminder))
                .listener(event -> {
                    if (event.kind() == Event.Kind.SENT) {
                        recorded.add(event.reminderId());
                    }
                });
        nodes[index] = index % 2 == 0
                ? builder.start()
                : builder.notifier("sms", reminder -> hear(index, reminder)).start();
    }

    private SendResult hear(int node, Reminder reminder) {
        heard.add(new Heard(node, reminder.channel().name(), reminder.id()));
        // Slow enough that work is under way, and waits, when a node leaves.
        LockSupport.parkNanos(2_000_000);
        return SendResult.sent();
    }

    private void judge(Lastmile host, List<String> goals, String database) {
        var expected = new HashSet<String>();
        var sent = new ArrayList<String>();
        for (var goal : goals) {
            for (int i = 0; i < GUESTS; i++) {
                expected.add(goal + "/reply/guest-" + i + "/1.0.0");
            }
            host.history(goal).stream()
                    .filter(entry -> entry.state() == ReminderState.SENT)
                    .map(HistoryEntry::reminderId)
                    .forEach(sent::add);
        }
        assertThat(sent).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(heard.stream().map(Heard::reminder)).containsExactlyInAnyOrderElementsOf(expected);
        var speakers = heard.stream().map(Heard::node).collect(toSet());
        assertThat(speakers).hasSizeGreaterThan(1);
        assertThat(heard.stream().filter(call -> call.channel().equals("sms")).map(Heard::node))
                .isNotEmpty()
                .allMatch(node -> node % 2 == 1);
        System.out.printf(
                "ten nodes on %s, %d reminders, %d comings and goings: lost: 0, duplicates: 0, sent by each: %s%n",
                database,
                expected.size(),
                COMINGS_AND_GOINGS,
                heard.stream().collect(groupingBy(Heard::node)).entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue().size())
                        .toList());
    }

    /** One guest in four is told by text message. */
    private static Goal party(String id) {
        var guests = new ArrayList<Recipient>();
        for (int i = 0; i < GUESTS; i++) {
            var guest = Recipient.of("guest-" + i, "Guest " + i);
            guests.add(
                    i % 4 == 0
                            ? guest.withAddress("sms", "+1 555 0" + i)
                            : guest.withAddress("email", i + "@example.org"));
        }
        return Goal.of(id, "Party")
                .due(Instant.now().plus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS))
                .finalStep(Step.of("reply", "Reply")
                        .ladder(Ladder.of(Rung.afterStart(Duration.ZERO).by("sms", "email")))
                        .participants(guests));
    }
}
