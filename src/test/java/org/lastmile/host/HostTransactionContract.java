package org.lastmile.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lastmile.Answer;
import org.lastmile.Held;
import org.lastmile.Lastmile;
import org.lastmile.crash.Patience;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Move;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.store.Together;
import org.lastmile.store.jdbc.JdbcStore;
import org.lastmile.testing.ManualTime;

/** Goals, answers and edits in a transaction of the host's (promise 5): with its commit, or not at all. */
abstract class HostTransactionContract {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Ladder DAILY = Ladder.of(
            Rung.afterStart(Duration.ZERO).by("email"),
            Rung.before(Period.ofDays(1)).by("email"));

    HikariDataSource pool;
    JdbcStore store;
    private ManualTime time;
    Lastmile lastmile;
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    abstract HikariDataSource database();

    @BeforeEach
    void open() throws SQLException {
        pool = database();
        store = JdbcStore.of(pool);
        time = ManualTime.at(NOON);
        lastmile = node();
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE deal (id integer PRIMARY KEY)");
        }
    }

    @AfterEach
    void close() {
        lastmile.close();
        store.close();
        pool.close();
    }

    private Lastmile node() {
        return Lastmile.builder()
                .store(store)
                .time(time)
                .executor(Runnable::run)
                .notifier("email", reminder -> {
                    sent.add(reminder.goalId() + " " + reminder.recipient().id());
                    return SendResult.sent();
                })
                .listener(event -> heard.add(event.kind() + " " + event.goalId()))
                .build();
    }

    static Goal deal(String id, String channel, String... people) {
        var ladder = Ladder.parse(DAILY.toString().replace("email", channel));
        var recipients = new ArrayList<Recipient>();
        for (var person : people) {
            recipients.add(Recipient.of(person, person).withAddress(channel, person + "@example.org"));
        }
        return Goal.of(id, "Deal " + id)
                .due(Deadline.parse("2026-06-20T17:00[Europe/Paris]"))
                .finalStep(Step.of("sign", "Sign").ladder(ladder).participants(recipients));
    }

    /** A connection in a transaction of the host's. */
    private Connection begun() throws SQLException {
        var connection = pool.getConnection();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
        return connection;
    }

    private static void insertDeal(Connection connection, int id) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("INSERT INTO deal VALUES (" + id + ")");
        }
    }

    private int deals() throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*) FROM deal")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** All that a host can say, once. */
    private static void sayEverything(Lastmile bound) {
        bound.schedule(deal("big", "email", "ana", "ben", "cy", "di", "eve"));
        assertThat(bound.complete("big", "sign", "ana").outcome()).isEqualTo(Outcome.DONE);
        assertThat(bound.decline("big", "sign", "ben").outcome()).isEqualTo(Outcome.DECLINED);
        assertThat(bound.acknowledge("big", "sign", "cy")).isEqualTo(Held.DONE);
        assertThat(bound.snooze("big", "sign", "di", NOON.plusSeconds(3600))).isEqualTo(Held.DONE);
        assertThat(bound.touch("big", "sign", "eve")).isEqualTo(Held.DONE);
        var later = Move.to(Deadline.parse("2026-06-25T17:00[Europe/Paris]"));
        assertThat(bound.reschedule("big", later)).isTrue();
        assertThat(bound.reschedule("big", "sign", "eve", Move.to(Deadline.parse("2026-06-28T17:00[Europe/Paris]"))))
                .isTrue();
        assertThat(bound.replaceLadder("big", "sign", Ladder.parse("before P2D by email")))
                .isTrue();
        assertThat(bound.addParticipants("big", "sign", Recipient.of("flo", "Flo")))
                .isTrue();
        assertThat(bound.update("big", Recipient.of("eve", "Eve").withAddress("email", "e@example.org")))
                .isTrue();
        assertThat(bound.update("big", goal -> goal.titled("The big deal"))).isTrue();
        // It sees what it has written itself.
        assertThat(bound.status("big").orElseThrow().goal().title()).isEqualTo("The big deal");
        assertThat(bound.open("big", "sign", null, 9).items()).hasSize(4);
        bound.schedule(deal("small", "email", "ana"));
        assertThat(bound.cancel("small").stopped()).isEqualTo(1);
    }

    @Test
    void aRollbackLeavesNoTrace() throws SQLException {
        try (var connection = begun()) {
            insertDeal(connection, 1);
            var transaction = store.on(connection);
            sayEverything(lastmile.within(transaction));
            assertThat(lastmile.status("big")).isEmpty();
            connection.rollback();
        }

        assertThat(deals()).isZero();
        assertThat(lastmile.status("big")).isEmpty();
        assertThat(lastmile.status("small")).isEmpty();
        assertThat(lastmile.runDue().total()).isZero();
        assertThat(heard).isEmpty();
    }

    @Test
    void aCommitBringsItAllAbout() throws SQLException {
        try (var connection = begun()) {
            insertDeal(connection, 1);
            var transaction = store.on(connection);
            sayEverything(lastmile.within(transaction));

            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            assertThat(lastmile.status("big")).isEmpty();
            assertThat(heard).isEmpty();
            connection.commit();
            transaction.committed();
            assertThat(connection.isClosed()).isFalse();
            transaction.committed();
        }

        assertThat(deals()).isEqualTo(1);
        assertThat(heard)
                .containsExactly("SCHEDULED big", "ANSWERED big", "ANSWERED big", "SCHEDULED small", "ANSWERED small");
        assertThat(lastmile.open("big", "sign", null, 9).items()).hasSize(4);
        assertThat(lastmile.status("big").orElseThrow().goal().title()).isEqualTo("The big deal");
        assertThat(lastmile.status("small").orElseThrow().isOver()).isTrue();
    }

    @Test
    void nothingIsSentWhileTheAnswerIsNotDecided() throws SQLException {
        lastmile.schedule(deal("big", "email", "ana", "ben"));
        try (var connection = begun()) {
            var bound = lastmile.within(store.on(connection));
            assertThat(bound.complete("big", "sign", "ana").kind()).isEqualTo(Answer.Kind.STOPPED);

            lastmile.runDue();
            assertThat(sent).containsExactly("big ben");

            connection.rollback();
            lastmile.runDue();
            assertThat(sent).containsExactly("big ben", "big ana");

            bound.complete("big", "sign", "ana");
            connection.commit();
        }
        time.advance(Duration.ofDays(30));
        lastmile.runDue();
        assertThat(sent).containsExactly("big ben", "big ana");
    }

    @Test
    void aCallThatFailsLeavesTheTransactionAsItWas() throws SQLException {
        try (var connection = begun()) {
            insertDeal(connection, 1);
            var bound = lastmile.within(store.on(connection));
            bound.schedule(deal("big", "email", "ana", "ben"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> bound.snooze("big", "sign", "ana", Instant.parse("2027-01-01T00:00:00Z")));
            assertThat(bound.complete("big", "sign", "ben").stopped()).isEqualTo(1);
            connection.commit();
        }
        assertThat(deals()).isEqualTo(1);
        assertThat(lastmile.open("big", "sign", null, 9).items()).hasSize(1);
    }

    @Test
    void aChannelThatIsNewInATransactionIsKnownWhateverBecomesOfIt() throws SQLException {
        try (var pigeons = Lastmile.builder()
                        .store(store)
                        .time(time)
                        .notifier("pigeon", reminder -> SendResult.sent())
                        .build();
                var connection = begun()) {
            var bound = pigeons.within(store.on(connection));
            bound.schedule(deal("first", "pigeon", "ana", "ben"));
            connection.rollback();
            assertThat(pigeons.status("first")).isEmpty();

            bound.schedule(deal("first", "pigeon", "ana", "ben"));
            connection.commit();
            assertThat(pigeons.runDue().total()).isEqualTo(2);
        }
    }

    @Test
    void whatWasReadInATransactionIsNotRememberedWhenItIsRolledBack() throws SQLException {
        lastmile.schedule(deal("big", "email", "ana"));
        try (var connection = begun()) {
            var bound = lastmile.within(store.on(connection));
            bound.update("big", goal -> goal.titled("Never"));
            assertThat(bound.status("big").orElseThrow().goal().title()).isEqualTo("Never");
            connection.rollback();
        }
        // The same version as the one that never was.
        try (var other = JdbcStore.of(pool);
                var otherNode = Lastmile.builder().store(other).time(time).build()) {
            otherNode.update("big", goal -> goal.titled("Really"));
        }

        assertThat(lastmile.status("big").orElseThrow().goal().title()).isEqualTo("Really");
    }

    @Test
    void aConnectionInAutoCommitIsRefused() throws SQLException {
        try (var connection = pool.getConnection()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.on(connection))
                    .withMessage(
                            "connection is in auto-commit; call setAutoCommit(false) first, and commit when your own"
                                    + " work is done");
            connection.setAutoCommit(false);
            var bound = lastmile.within(store.on(connection));
            connection.setAutoCommit(true);
            assertThatIllegalStateException()
                    .isThrownBy(() -> bound.schedule(deal("big", "email", "ana")))
                    .withMessageContaining("auto-commit");
        }
        assertThat(lastmile.status("big")).isEmpty();
    }

    @Test
    void remindersAreNotSentWithinATransaction() throws SQLException {
        try (var connection = begun()) {
            var transaction = store.on(connection);
            var bound = lastmile.within(transaction);
            assertThatIllegalStateException().isThrownBy(bound::runDue).withMessageContaining("outside");
            connection.rollback();
            bound.close();
            transaction.close();
            assertThat(connection.isClosed()).isFalse();
        }
        assertThat(lastmile.runDue().total()).isZero();
    }

    /** Promise 5: at READ COMMITTED, whatever the engine is doing. */
    @Test
    void closingNeverFailsBecauseOfTheEngine() throws Exception {
        int people = 60;
        var names = new String[people];
        for (int i = 0; i < people; i++) {
            names[i] = "person-" + i;
        }
        try (var busy = Lastmile.builder()
                .store(store)
                .poll(Duration.ofMillis(10))
                .notifier("email", reminder -> SendResult.temporary("busy"))
                .start()) {
            var goal = deal("big", "email", names)
                    .due(Deadline.of(
                            Instant.now().plus(Duration.ofDays(9)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
            busy.schedule(goal);
            var hosts = new ArrayList<Callable<Integer>>();
            for (int host = 0; host < 3; host++) {
                int first = host;
                hosts.add(() -> answerEachThird(busy, first, names));
            }
            assertThat(Together.run(hosts).stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(people);
            Patience.until(
                    "nobody is open",
                    () -> busy.open("big", "sign", null, 1).items().isEmpty());
        }
    }

    private int answerEachThird(Lastmile busy, int first, String... names) throws SQLException {
        int stopped = 0;
        for (int i = first; i < names.length; i += 3) {
            try (var connection = begun()) {
                var transaction = store.on(connection);
                stopped += busy.within(transaction)
                        .complete("big", "sign", names[i])
                        .stopped();
                connection.commit();
                transaction.committed();
            }
        }
        return stopped;
    }

    @Test
    void theNodeIsWokenByTheCommit() throws SQLException {
        var told = new CopyOnWriteArrayList<String>();
        // Nothing but a call can wake it within the test.
        try (var asleep = Lastmile.builder()
                .store(store)
                .poll(Duration.ofHours(1))
                .notifier("email", reminder -> {
                    told.add(reminder.goalId());
                    return SendResult.sent();
                })
                .start()) {
            var soon = Deadline.of(
                    Instant.now().plus(Duration.ofDays(9)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
            asleep.schedule(deal("before", "email", "ana").due(soon));
            Patience.until("the first is sent", () -> told.contains("before"));
            try (var connection = begun()) {
                var transaction = store.on(connection);
                asleep.within(transaction)
                        .schedule(deal("within", "email", "ana").due(soon));
                connection.commit();
                transaction.committed();
            }
            Patience.until("the node is awake", () -> told.contains("within"));
        }
    }
}
