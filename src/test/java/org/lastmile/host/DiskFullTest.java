package org.lastmile.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lastmile.Lastmile;
import org.lastmile.crash.Interposed;
import org.lastmile.crash.Patience;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.SendResult;
import org.lastmile.store.Servers;
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;
import org.lastmile.store.jdbc.JdbcStore;

/**
 * The disk of the database is full, to the last page, while reminders are being sent: the host is told, what was sent is kept in mind
 * and tried again ever more slowly, and recorded when there is room; nobody is told twice. For servers without a small disk see also
 * {@link DatabaseInTroubleTest}.
 */
@Tag("faults")
class DiskFullTest {
    private static final int PEOPLE = 300;

    @TempDir
    private Path folder;

    private final Map<String, Integer> told = new ConcurrentHashMap<>();
    private final Set<String> refusals = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch full = new CountDownLatch(1);

    /** What is done to the disk. */
    @FunctionalInterface
    private interface Act {
        void run() throws Exception;
    }

    private static Goal deal(String id) {
        var names = IntStream.range(0, PEOPLE).mapToObj(i -> id + "-" + i).toArray(String[]::new);
        return HostTransactionContract.deal(id, "email", names)
                .due(Deadline.of(Instant.now().plus(9, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS)));
    }

    private void isWaitedFor(String database, int least, Store store, Act fill, Act free) throws Exception {
        var listened = Interposed.around("settle", store, call -> {
            try {
                return call.get();
            } catch (StoreException e) {
                refused.incrementAndGet();
                refusals.add(e.getMessage() + (e.isRetryable() ? "" : ", for good"));
                throw e;
            }
        });
        try (var lastmile = Lastmile.builder()
                .store(listened)
                .poll(Duration.ofMillis(500))
                .notifier("email", reminder -> {
                    begun.countDown();
                    full.await();
                    told.merge(reminder.recipient().id(), 1, Integer::sum);
                    return SendResult.sent();
                })
                .start()) {
            lastmile.schedule(deal("before"));
            begun.await();
            fill.run();
            full.countDown();
            Patience.until("it was refused", () -> refused.get() >= least);
            // A database may find room in its own file for a while.
            int more = scheduledUntilRefused(lastmile, fill);
            int before = told.size();

            free.run();

            Patience.until("the host may go on", () -> isScheduled(lastmile, "more-" + more));
            Patience.until("all is on record", () -> sent(lastmile, "before") == PEOPLE);
            for (int i = 0; i <= more; i++) {
                var id = "more-" + i;
                Patience.until("all of " + id + " too", () -> sent(lastmile, id) == PEOPLE);
            }
            assertThat(told)
                    .hasSize((2 + more) * PEOPLE)
                    .allSatisfy((who, times) -> assertThat(times).isOne());
            System.out.printf(
                    "full disk under %s: %d told before there was room, %d settles refused (%s); lost: 0, told twice: 0%n",
                    database, before, refused.get(), refusals);
        }
    }

    private int scheduledUntilRefused(Lastmile lastmile, Act fill) throws Exception {
        for (int i = 0; ; i++) {
            fill.run();
            try {
                lastmile.schedule(deal("more-" + i));
            } catch (StoreException e) {
                assertThat(e).matches(StoreException::isRetryable);
                refusals.add(e.getMessage());
                return i;
            }
        }
    }

    private static boolean isScheduled(Lastmile lastmile, String id) {
        try {
            lastmile.schedule(deal(id));
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    private static long sent(Lastmile lastmile, String goal) {
        return lastmile.history(goal).stream()
                .filter(entry -> entry.state() == ReminderState.SENT)
                .count();
    }

    private static void execute(HikariDataSource pool, String sql) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void underPostgreSql() throws Exception {
        var disk = SmallDisk.mount(folder.resolve("disk"), 24);
        assumeTrue(disk.isPresent(), "no small disk");
        try (var mounted = disk.get();
                var admin = Servers.postgres()) {
            var name = admin.getJdbcUrl().replaceAll(".*/([a-z_0-9]+)\\?.*", "$1") + "_small";
            execute(admin, "CREATE TABLESPACE " + name + " LOCATION '" + mounted.folder() + "'");
            execute(admin, "CREATE DATABASE " + name + " TABLESPACE " + name);
            try (var pool = new HikariDataSource()) {
                pool.setJdbcUrl(admin.getJdbcUrl().replaceAll("/[a-z_0-9]+\\?", "/" + name + "?"));
                try (var store = JdbcStore.of(pool)) {
                    isWaitedFor("PostgreSQL", 3, store, () -> fill(pool), () -> execute(pool, "DROP TABLE filler"));
                }
            } finally {
                execute(admin, "DROP DATABASE " + name + " WITH (FORCE)");
                execute(admin, "DROP TABLESPACE " + name);
            }
        }
    }

    /** By a table, first in large pieces and then page by page. */
    private static void fill(HikariDataSource pool) throws SQLException {
        execute(pool, "CREATE TABLE IF NOT EXISTS filler (n integer, page char(7000))");
        execute(pool, "ALTER TABLE filler ALTER page SET STORAGE PLAIN");
        for (int rows = 256; rows > 0; rows /= 2) {
            try (var connection = pool.getConnection()) {
                fill(connection, rows);
            }
        }
    }

    private static void fill(Connection connection, int rows) throws SQLException {
        try (var statement = connection.createStatement()) {
            while (true) {
                statement.execute("INSERT INTO filler SELECT n, 'x' FROM generate_series(1, " + rows + ") n");
            }
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("53100");
        }
    }

    @Test
    void underH2() throws Exception {
        var disk = SmallDisk.mount(folder.resolve("disk"), 24);
        assumeTrue(disk.isPresent(), "no small disk");
        try (var mounted = disk.get();
                var store =
                        JdbcStore.h2(Files.createDirectories(mounted.folder()).resolve("lastmile"))) {
            isWaitedFor("H2", 1, store, mounted::fill, mounted::free);
        }
    }
}
