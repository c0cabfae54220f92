package org.lastmile.crash;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.lastmile.ChannelOptions;
import org.lastmile.Lastmile;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.SendResult;
import org.lastmile.report.HistoryEntry;
import org.lastmile.store.jdbc.JdbcStore;

/**
 * Three MariaDB servers with Galera. Its row locks hold on one node only, and what two nodes have written meets at the commit, where
 * one of them is told of a conflict.
 */
@Tag("galera")
class GaleraTest {
    private static final int GOALS = 30;
    private static final int GUESTS = 40;

    private GaleraCluster cluster;

    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Map<String, Instant> silentFrom = new ConcurrentHashMap<>();
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    private record Call(int node, String reminder, Instant at) {}

    @BeforeEach
    void open() throws Exception {
        var missing = GaleraCluster.missing();
        if (missing.isPresent()) {
            System.out.println("SKIPPED, no Galera here: " + missing.get());
            abort(missing.get());
        }
        cluster = GaleraCluster.start();
    }

    @AfterEach
    void close() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void allOnOneWriterWhichIsKilledUnderLoad() throws Exception {
        var failover = new Failover("Galera, all on one writer,");
        try (var one = Failover.pool(cluster.urlOfFirst("host"));
                var two = Failover.pool(cluster.urlOfFirst("host"));
                var first = failover.node(one);
                var second = failover.node(two)) {
            failover.goThrough(killing(), List.of(first, second));
        }
    }

    /** The others go on by themselves as soon as they agree that the first is gone. */
    private Failover.Killing killing() {
        return new Failover.Killing() {
            @Override
            public void kill() throws Exception {
                cluster.kill(0);
            }

            @Override
            public void bringUpTheOther() {
                Patience.until("the others agree", () -> {
                    try {
                        return cluster.status(1, "wsrep_cluster_size").equals("2")
                                && cluster.status(1, "wsrep_ready").equals("ON");
                    } catch (SQLException e) {
                        return false;
                    }
                });
            }
        };
    }

    @Test
    void enginesOnDifferentServers() throws Exception {
        var pools = new ArrayList<HikariDataSource>();
        var nodes = new ArrayList<Lastmile>();
        try {
            for (int i = 0; i < GaleraCluster.NODES; i++) {
                pools.add(Failover.pool(cluster.url(i, "host")));
                nodes.add(node(i, pools.get(i)));
            }
            var expected = scheduleAndAnswer(nodes);
            Patience.until(
                    "everybody is told",
                    Duration.ofMinutes(3),
                    () -> calls.stream().map(Call::reminder).collect(toSet()).containsAll(expected));
            Patience.until(
                    "all of it is on record",
                    Duration.ofMinutes(1),
                    () -> sent(nodes.get(1)).containsAll(expected));
            judge(nodes.get(2), expected);
        } finally {
            nodes.forEach(Lastmile::close);
            pools.forEach(HikariDataSource::close);
        }
    }

    /** Each goal by way of another server, and each answer by way of another one again. */
    private Set<String> scheduleAndAnswer(List<Lastmile> nodes) {
        var expected = new HashSet<String>();
        for (int i = 0; i < GOALS; i++) {
            var goal = Failover.deal("deal-" + i, GUESTS);
            var host = nodes.get(i % nodes.size());
            var another = nodes.get((i + 1) % nodes.size());
            Failover.insist(() -> host.schedule(goal));
            // Servers hear of it one after the other: a while later, a goal may still be unknown on another one.
            Patience.until("the goal is known", () -> another.status(goal.id()).isPresent());
            for (int guest = 0; guest < GUESTS; guest++) {
                var name = "guest-" + guest;
                if (guest % 8 == 0) {
                    var answer = Failover.insist(() -> another.complete(goal.id(), "reply", name));
                    silentFrom.put(id(goal.id(), name), Instant.now());
                    named.addAll(answer.inFlight());
                } else {
                    expected.add(id(goal.id(), name));
                }
            }
        }
        return expected;
    }

    private static String id(String goal, String guest) {
        return goal + "/reply/" + guest + "/1.0.0";
    }

    private void judge(Lastmile node, Set<String> expected) throws SQLException {
        var known = sent(node);
        assertThat(known).containsAll(expected);
        var repeated = calls.stream().collect(groupingBy(Call::reminder)).entrySet().stream()
                .filter(same -> same.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
        var afterDone = calls.stream()
                .filter(call -> call.at().isAfter(silentFrom.getOrDefault(call.reminder(), Instant.MAX)))
                .toList();
        long conflicts = 0;
        for (int i = 0; i < GaleraCluster.NODES; i++) {
            conflicts += Long.parseLong(cluster.status(i, "wsrep_local_cert_failures"))
                    + Long.parseLong(cluster.status(i, "wsrep_local_bf_aborts"));
        }
        System.out.printf(
                "engines on three servers of Galera, %d reminders, %d answers: lost: 0, sent twice: %d, after done: %d (named: %d),"
                        + " conflicts met and repeated: %d, sent by each: %s%n",
                expected.size(),
                silentFrom.size(),
                repeated.size(),
                afterDone.size(),
                afterDone.stream()
                        .filter(call -> named.contains(call.reminder()))
                        .count(),
                conflicts,
                calls.stream().collect(groupingBy(Call::node)).entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue().size())
                        .toList());
        assertThat(repeated).isEmpty();
        assertThat(afterDone).allMatch(call -> named.contains(call.reminder()));
        assertThat(conflicts)
                .as("conflicts: if there is none, this run has shown nothing")
                .isPositive();
        assertThat(calls.stream().map(Call::node).collect(toSet())).hasSize(GaleraCluster.NODES);
    }

    private Set<String> sent(Lastmile node) {
        return IntStream.range(0, GOALS)
                .mapToObj(i -> node.history("deal-" + i))
                .flatMap(List::stream)
                .filter(entry -> entry.state() == ReminderState.SENT)
                .map(HistoryEntry::reminderId)
                .collect(toSet());
    }

    private Lastmile node(int index, HikariDataSource pool) {
        return Lastmile.builder()
                .store(JdbcStore.of(pool))
                .poll(Duration.ofMillis(50))
                .notifier("email", reminder -> hear(index, reminder), ChannelOptions.defaults())
                .start();
    }

    private SendResult hear(int node, Reminder reminder) {
        calls.add(new Call(node, reminder.id(), Instant.now()));
        LockSupport.parkNanos(2_000_000);
        return SendResult.sent();
    }
}
