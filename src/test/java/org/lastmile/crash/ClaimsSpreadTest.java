package org.lastmile.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lastmile.Lastmile;
import org.lastmile.goal.SendResult;
import org.lastmile.store.Servers;
import org.lastmile.store.jdbc.JdbcStore;

/**
 * Nodes that all want the head of one queue do not stand in each other's way: each brings home many rows with a claim, and
 * each does its part.
 */
class ClaimsSpreadTest {
    private static final int GUESTS = 4_000;

    private final AtomicInteger sent = new AtomicInteger();

    private record Node(Lastmile lastmile, AtomicInteger claims, AtomicInteger empty, AtomicInteger rows) {}

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void overNodes(int count) throws SQLException {
        var nodes = new ArrayList<Node>();
        var plans = new ClaimPlans();
        try (var pool = Servers.postgres();
                var host = Lastmile.builder()
                        .store(JdbcStore.of(pool))
                        .servedElsewhere("email")
                        .notifier("none", reminder -> null)
                        .build()) {
            ClaimPlans.explainAll(pool);
            for (int i = 0; i < count; i++) {
                nodes.add(start(plans.listeningTo(pool)));
            }
            host.schedule(Party.of(GUESTS, "email"));
            Patience.until("all are told", Duration.ofMinutes(2), () -> sent.get() >= GUESTS);
            nodes.forEach(node -> node.lastmile().close());
            int claims = sum(nodes, Node::claims);
            double read = (double) read(pool) / GUESTS;
            long met = plans.met();
            long skipped = met - plans.locked();
            System.out.printf(
                    "%d nodes, %d due: %d claims, %d of them empty; rows met free %d, skipped as locked or just taken %d (%.1f%%),"
                            + " claimed %d; %.1f index entries read for each row; rows of each: %s%n",
                    count,
                    GUESTS,
                    claims,
                    sum(nodes, Node::empty),
                    met,
                    skipped,
                    100.0 * skipped / met,
                    sum(nodes, Node::rows),
                    read,
                    nodes.stream().map(Node::rows).toList());
            assertThat(plans.locked())
                    .as("rows locked, as the server says")
                    .isGreaterThanOrEqualTo(sum(nodes, Node::rows));
            assertThat(nodes).allSatisfy(node -> assertThat(node.rows()).hasPositiveValue());
            assertThat(sent).as("sent, once each").hasValue(GUESTS);
            // A claim that has grown old is looked at, and dropped where another node's claim holds its row just then.
            assertThat(sum(nodes, Node::rows)).as("rows claimed").isBetween(GUESTS, GUESTS + GUESTS / 10);
            assertThat(claims - sum(nodes, Node::empty))
                    .as("claims that brought something")
                    .isLessThan(GUESTS / 4);
        }
    }

    private static int sum(List<Node> nodes, Function<Node, AtomicInteger> what) {
        return nodes.stream().map(what).mapToInt(AtomicInteger::get).sum();
    }

    private Node start(DataSource pool) {
        var claims = new AtomicInteger();
        var empty = new AtomicInteger();
        var rows = new AtomicInteger();
        var store = Interposed.around("claim", JdbcStore.of(pool), call -> {
            var claimed = (Collection<?>) call.get();
            claims.incrementAndGet();
            rows.addAndGet(claimed.size());
            if (claimed.isEmpty()) {
                empty.incrementAndGet();
            }
            return claimed;
        });
        var lastmile = Lastmile.builder()
                .store(store)
                .poll(Duration.ofMillis(50))
                .notifier("email", reminder -> {
                    sent.incrementAndGet();
                    LockSupport.parkNanos(1_000_000);
                    return SendResult.sent();
                })
                .start();
        return new Node(lastmile, claims, empty, rows);
    }

    /** How many entries of the queue's index were read by all; a connection tells the server when it ends. */
    private static long read(HikariDataSource pool) throws SQLException {
        var asking = pool.getConnection();
        try (asking) {
            pool.getHikariPoolMXBean().softEvictConnections();
            Patience.until("the others' connections have ended", () -> {
                try {
                    return ask(
                                    asking,
                                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                            + " AND pid <> pg_backend_pid()")
                            == 0;
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
            return ask(asking, "SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = 'lm_follow_up_due'");
        }
    }

    private static long ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
