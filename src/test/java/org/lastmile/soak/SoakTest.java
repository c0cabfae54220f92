package org.lastmile.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lastmile.Lastmile;
import org.lastmile.crash.ChildJvm;
import org.lastmile.goal.Goal;
import org.lastmile.store.Servers;
import org.lastmile.store.jdbc.JdbcStore;

/**
 * 200 reminders a second fall due beside many that do not, for {@code -Dsoak.minutes=n}, while people answer and goals are moved, in a
 * process with 256 MB: nothing is lost, and nothing grows from the first tenth of the time to the last. {@code -Dsoak.pending=n} are
 * far off.
 */
@Tag("soak")
class SoakTest {
    private static final int MINUTES = Integer.getInteger("soak.minutes", 1);
    private static final int PENDING = Integer.getInteger("soak.pending", 100_000);
    private static final int WRITERS = 4;

    @TempDir
    private Path folder;

    @Test
    void nothingIsLostAndNothingGrows() throws Exception {
        try (var pool = Servers.postgres()) {
            long began = System.nanoTime();
            var load = fill(pool);
            System.out.printf(
                    "soak: %,d follow-ups far off and %,d due written in %d s%n",
                    PENDING, load.remindersDue(), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
            judge(load, soak(pool.getJdbcUrl(), load));
        }
    }

    /** Writes what is far off, and then what is to fall due once it is written. */
    private static Load fill(HikariDataSource pool) throws SQLException, InterruptedException {
        try (var store = JdbcStore.of(pool);
                var lastmile = Lastmile.builder()
                        .store(store)
                        .servedElsewhere("email")
                        .notifier("none", reminder -> null)
                        .build()) {
            var far = new Load(PENDING, MINUTES, Instant.now());
            write(lastmile, far.goalsFarOff(), far::farOff);
            long began = System.nanoTime();
            int probes = Math.max(1, far.goalsDue() / 50);
            write(lastmile, probes, n -> new Load(0, MINUTES, Instant.now().plus(30, ChronoUnit.DAYS)).due(-1 - n));
            var each = Duration.ofNanos(System.nanoTime() - began).dividedBy(probes);
            var first =
                    Instant.now().plus(each.multipliedBy(far.goalsDue() * 3L)).plusSeconds(20);
            var load = new Load(PENDING, MINUTES, first.truncatedTo(ChronoUnit.MILLIS));
            write(lastmile, load.goalsDue(), load::due);
            sweep(pool);
            assertThat(Instant.now().plusSeconds(5)).as("written in time").isBefore(first);
            return load;
        }
    }

    private static void write(Lastmile lastmile, int goals, IntFunction<Goal> goal) throws InterruptedException {
        var next = new AtomicInteger();
        var writers = new ArrayList<Thread>();
        for (int i = 0; i < WRITERS; i++) {
            var writer = new Thread(() -> {
                for (int n = next.getAndIncrement(); n < goals; n = next.getAndIncrement()) {
                    lastmile.schedule(goal.apply(n));
                }
            });
            writer.start();
            writers.add(writer);
        }
        for (var writer : writers) {
            writer.join();
        }
    }

    private static void sweep(HikariDataSource pool) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE");
            statement.execute("CHECKPOINT");
        }
    }

    private List<String> soak(String url, Load load) throws Exception {
        var report = folder.resolve("report");
        try (var child = ChildJvm.start(
                System.getProperty("java.class.path"),
                List.of("-Xmx256m"),
                SoakHost.class.getName(),
                url,
                String.valueOf(load.pending()),
                String.valueOf(load.minutes()),
                String.valueOf(load.first().toEpochMilli()),
                report.toString())) {
            var left =
                    Duration.between(Instant.now(), load.dueAt(load.goalsDue())).plusMinutes(3);
            assertThat(child.awaitEnd(left)).as("said: " + child.said()).isZero();
        }
        return Files.readAllLines(report);
    }

    private static void judge(Load load, List<String> report) {
        var outcome = Outcome.parse(report.get(0));
        var samples = report.stream().skip(1).map(Sample::parse).toList();
        var first = samples.get(0);
        var last = samples.get(samples.size() - 1);
        System.out.printf(
                "soak: %d min, 200 a second beside %,d: %s%n  first tenth: %s%n  last tenth:  %s%n",
                load.minutes(), load.pending(), outcome.words(), first.words(), last.words());
        assertThat(outcome.lost()).isZero();
        assertThat(outcome.unnamed()).isZero();
        assertThat(outcome.duplicates()).isZero();
        assertThat(outcome.early()).isZero();
        assertThat(outcome.strangers()).isZero();
        assertThat(outcome.answers()).isEqualTo(2 * load.goalsDue());
        assertThat(samples).hasSize(10);
        assertThat(last.heapKilobytes()).isLessThan(first.heapKilobytes() * 5 / 4 + 8 * 1_024);
        assertThat(last.threads()).isLessThanOrEqualTo(first.threads() + 2);
        assertThat(last.connections()).isLessThanOrEqualTo(first.connections() + 2);
        // What is claimed and settled is written anew in place or close by, and swept up by the database's own habits.
        assertThat(last.tableKilobytes()).isLessThan(first.tableKilobytes() * 5 / 4 + 16 * 1_024);
    }
}
