package org.lastmile.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lastmile.Lastmile;
import org.lastmile.crash.Patience;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.SendResult;
import org.lastmile.store.Servers;
import org.lastmile.store.StoreException;
import org.lastmile.store.jdbc.JdbcStore;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A host with Spring's transactions: the store's {@code DataSource} takes part in them, and nothing else need be said. */
class SpringTransactionTest {
    private final HikariDataSource pool = Servers.postgres();
    private final TransactionTemplate transactions = new TransactionTemplate(new DataSourceTransactionManager(pool));
    private final JdbcTemplate jdbc = new JdbcTemplate(pool);
    private final CopyOnWriteArrayList<String> heard = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<String> sent = new CopyOnWriteArrayList<>();
    private JdbcStore store;
    private Lastmile lastmile;

    @BeforeEach
    void open() {
        jdbc.execute("CREATE TABLE deal (id integer PRIMARY KEY)");
        store = JdbcStore.builder(new TransactionAwareDataSourceProxy(pool))
                .afterCommit(SpringTransactionTest::afterCommit)
                .build();
        lastmile = Lastmile.builder()
                .store(store)
                .poll(Duration.ofHours(1))
                .notifier("email", reminder -> {
                    sent.add(reminder.goalId());
                    return SendResult.sent();
                })
                .listener(event -> heard.add(event.kind() + " " + event.goalId()))
                .start();
    }

    @AfterEach
    void close() {
        lastmile.close();
        pool.close();
    }

    /** What a host, or its framework, says once. */
    private static void afterCommit(Runnable task) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            task.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                task.run();
            }
        });
    }

    private static Goal deal(String id, String... people) {
        var due = Instant.now().plus(9, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        return HostTransactionContract.deal(id, "email", people).due(Deadline.of(due));
    }

    @Test
    void aCommitOfTheHostsIsOurs() {
        transactions.executeWithoutResult(status -> {
            jdbc.update("INSERT INTO deal VALUES (1)");
            lastmile.schedule(deal("big", "ana", "ben"));
            assertThat(lastmile.complete("big", "sign", "ana").stopped()).isEqualTo(1);
            assertThat(lastmile.status("big")).isPresent();
            assertThat(heard).isEmpty();
        });

        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM deal", Integer.class))
                .isEqualTo(1);
        Patience.until("the node was woken", () -> sent.contains("big"));
        Patience.until("the listener was told", () -> heard.contains("ANSWERED big") && heard.contains("SENT big"));
        assertThat(heard).startsWith("SCHEDULED big", "ANSWERED big");
    }

    @Test
    void aRollbackOfTheHostsLeavesNoTrace() {
        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                    jdbc.update("INSERT INTO deal VALUES (1)");
                    lastmile.schedule(deal("never", "ana"));
                    lastmile.cancel("never");
                    throw new UnsupportedOperationException("changed my mind");
                }))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM deal", Integer.class))
                .isZero();
        assertThat(lastmile.status("never")).isEmpty();
        // What comes later is heard, and nothing before it.
        lastmile.schedule(deal("later", "ana"));
        Patience.until("the next goal is heard of", () -> heard.contains("SENT later"));
        assertThat(heard).noneMatch(event -> event.endsWith("never"));
        assertThat(sent).containsExactly("later");
    }

    @Test
    void aFailureInsideMayBeCaughtAndTheRestCommitted() {
        transactions.executeWithoutResult(status -> {
            lastmile.schedule(deal("big", "ana"));
            assertThatThrownBy(() ->
                            lastmile.snooze("big", "sign", "ana", Instant.now().plus(99, ChronoUnit.DAYS)))
                    .isInstanceOf(IllegalArgumentException.class);
            jdbc.update("INSERT INTO deal VALUES (1)");
        });

        assertThat(lastmile.status("big")).isPresent();
        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM deal", Integer.class))
                .isEqualTo(1);
    }

    @Test
    void remindersAreNotClaimedInsideATransaction() {
        transactions.executeWithoutResult(status -> {
            lastmile.schedule(deal("big", "ana"));
            assertThatIllegalStateException().isThrownBy(lastmile::runDue).withMessageContaining("outside");
        });
        Patience.until("it is sent after the commit", () -> sent.contains("big"));
    }

    @Test
    void theTablesStayWhateverBecomesOfTheTransactionInWhichTheStoreWasOpened() {
        transactions.executeWithoutResult(status -> {
            JdbcStore.builder(new TransactionAwareDataSourceProxy(pool))
                    .prefix("other_")
                    .build();
            status.setRollbackOnly();
        });

        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM other_lane", Integer.class))
                .isPositive();
    }

    @Test
    void aPoolWithoutAutoCommitBehindSuchAProxyIsRefused() {
        try (var without = new HikariDataSource()) {
            without.setJdbcUrl(pool.getJdbcUrl());
            without.setAutoCommit(false);
            var proxy = new TransactionAwareDataSourceProxy(without);
            assertThatThrownBy(() -> JdbcStore.of(proxy))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("let the pool give them in auto-commit");
        }
    }
}
