package org.lastmile.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lastmile.Lastmile;
import org.lastmile.crash.Patience;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.SendResult;
import org.lastmile.store.Servers;
import org.lastmile.store.StoreException;
import org.lastmile.store.jdbc.JdbcStore;

/** A database that is lost, full, read-only or altered: it is said, the engine goes on when it can, and nothing is lost. */
class DatabaseInTroubleTest {
    private final HikariDataSource admin = Servers.postgres();
    private final HikariDataSource pool = new HikariDataSource();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private Lastmile lastmile;

    @BeforeEach
    void open() {
        pool.setJdbcUrl(admin.getJdbcUrl());
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(500);
        lastmile = Lastmile.builder()
                .store(JdbcStore.of(pool))
                .lease(Duration.ofSeconds(2))
                .poll(Duration.ofMillis(200))
                .notifier(
                        "email",
                        reminder -> {
                            told.add(reminder.recipient().id());
                            return SendResult.sent();
                        },
                        org.lastmile.ChannelOptions.defaults().withTimeout(Duration.ofSeconds(1)))
                .start();
    }

    @AfterEach
    void close() {
        lastmile.close();
        pool.close();
        admin.close();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = admin.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Goal deal(String id, int people) {
        var names = new ArrayList<String>();
        for (int i = 0; i < people; i++) {
            names.add(id + "-" + i);
        }
        var due = Instant.now().plus(9, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        return HostTransactionContract.deal(id, "email", names.toArray(String[]::new))
                .due(Deadline.of(due));
    }

    private void everybodyIsTold(String id, int people) {
        Patience.until(
                "everybody of " + id + " is told",
                () -> told.stream().filter(name -> name.startsWith(id + "-")).count() == people);
    }

    /** Says that a call fails, in which way, and that the same call works later on. */
    private void failsForNow(String id, String state, boolean retryable) {
        assertThatThrownBy(() -> lastmile.schedule(deal(id, 3)))
                .asInstanceOf(type(StoreException.class))
                .satisfies(e -> assertThat(e).hasMessageContaining("SQL state " + state))
                .satisfies(e -> assertThat(e.isRetryable()).isEqualTo(retryable));
    }

    @Test
    void aPoolOfOneIsEnough() {
        lastmile.schedule(deal("many", 40));
        for (int i = 0; i < 40; i += 2) {
            lastmile.complete("many", "sign", "many-" + i);
        }
        Patience.until(
                "the others are told", () -> List.of(1, 3, 5, 39).stream().allMatch(i -> told.contains("many-" + i)));
    }

    @Test
    void anEmptyPoolIsWaitedForAndToldToTheHost() throws SQLException {
        lastmile.schedule(deal("before", 3));
        everybodyIsTold("before", 3);
        try (var taken = pool.getConnection()) {
            assertThat(taken.isValid(1)).isTrue();
            assertThatThrownBy(() -> lastmile.schedule(deal("after", 3)))
                    .asInstanceOf(type(StoreException.class))
                    .matches(StoreException::isRetryable);
        }
        lastmile.schedule(deal("after", 3));
        everybodyIsTold("after", 3);
    }

    @Test
    void connectionsThatAreLostInMidTransactionLoseNothing() throws SQLException {
        lastmile.schedule(deal("many", 400));
        for (int i = 0; i < 5; i++) {
            execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND pid <> pg_backend_pid()");
        }
        everybodyIsTold("many", 400);
    }

    @Test
    void aDatabaseThatIsReadOnlyIsWaitedFor() throws SQLException {
        lastmile.schedule(deal("before", 1));
        everybodyIsTold("before", 1);
        var database = admin.getJdbcUrl().replaceAll(".*/([a-z_0-9]+)\\?.*", "$1");
        execute("ALTER DATABASE " + database + " SET default_transaction_read_only = on");
        pool.getHikariPoolMXBean().softEvictConnections();
        failsForNow("after", "25006", true);

        execute("SET default_transaction_read_only = off; ALTER DATABASE " + database
                + " RESET default_transaction_read_only");
        pool.getHikariPoolMXBean().softEvictConnections();
        lastmile.schedule(deal("after", 3));
        everybodyIsTold("after", 3);
    }

    /** What a server says then, without a disk that is full: for that, see {@link DiskFullTest}. */
    @Test
    void aDatabaseWithoutRoomIsWaitedFor() throws SQLException {
        execute("CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$");
        execute("CREATE TRIGGER no_room BEFORE INSERT ON lm_ledger EXECUTE FUNCTION no_room()");
        lastmile.schedule(deal("many", 100));
        Patience.until("some are told, and not recorded", () -> !told.isEmpty());
        execute("CREATE TRIGGER no_room BEFORE INSERT ON lm_goal EXECUTE FUNCTION no_room()");
        failsForNow("after", "53100", true);
        assertThat(lastmile.history("many")).noneMatch(entry -> entry.state() == ReminderState.SENT);

        execute("DROP FUNCTION no_room CASCADE");
        Patience.until(
                "all is on record",
                () -> lastmile.history("many").stream()
                                .filter(entry -> entry.state() == ReminderState.SENT)
                                .count()
                        == 100);
        lastmile.schedule(deal("after", 3));
        everybodyIsTold("after", 3);
    }

    @Test
    void aColumnThatSomebodyTookAwayIsNamedAndPutBackInTime() throws SQLException {
        lastmile.schedule(deal("before", 20));
        everybodyIsTold("before", 20);
        execute("ALTER TABLE lm_follow_up RENAME COLUMN hold_until TO gone");
        failsForNow("after", "42703", false);
        // The engine fails as well, again and again.
        Patience.until("a few polls have passed", new Countdown(20)::isOver);

        execute("ALTER TABLE lm_follow_up RENAME COLUMN gone TO hold_until");
        lastmile.schedule(deal("after", 3));
        everybodyIsTold("after", 3);
    }

    @Test
    void anIndexThatSomebodyDroppedMakesItSlowAndNothingElse() throws SQLException {
        execute("DROP INDEX lm_follow_up_due");
        lastmile.schedule(deal("slow", 20));
        everybodyIsTold("slow", 20);
    }

    /** So many looks, each a little later. */
    private static final class Countdown {
        private int left;

        Countdown(int looks) {
            left = looks;
        }

        boolean isOver() {
            return left-- <= 0;
        }
    }
}
