package org.lastmile.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.lastmile.store.Scene.EMAIL;
import static org.lastmile.store.Scene.closed;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.minute;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Claim;
import org.lastmile.goal.FollowUp;
import org.lastmile.store.Scene;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Target;
import org.lastmile.store.jdbc.Dialect.Taking;

/** What a claim locks while it is under way: the rows it takes, and nothing else that anybody could want. */
abstract class ClaimLocksContract {
    static final int DUE = 300;
    static final int LIMIT = 20;

    HikariDataSource pool;
    JdbcStore store;
    private Scene scene;
    private StoredGoal goal;

    abstract HikariDataSource database();

    @BeforeEach
    void open() {
        pool = database();
        store = JdbcStore.of(pool);
        scene = new Scene(store);
        goal = scene.goal("party", DUE);
    }

    @AfterEach
    void close() {
        store.close();
        pool.close();
    }

    /** Another node's claim, up to its commit. */
    final Connection claiming(Set<FollowUp.Key> taken) throws SQLException {
        var connection = pool.getConnection();
        connection.setAutoCommit(false);
        store.rooms.dialect.begin(connection, false);
        claim(connection).forEach(row -> taken.add(row.key()));
        return connection;
    }

    final List<Taken> claim(Connection connection) throws SQLException {
        return store.rooms.dialect.claim(connection, store.rooms.rows, store.rooms.tables, taking(connection));
    }

    final Taking taking(Connection connection) throws SQLException {
        short lane = store.rooms.lanes.number(connection, EMAIL);
        return new Taking(lane, minute(999).toEpochMilli(), minute(1_000).toEpochMilli(), LIMIT);
    }

    private int leased() throws SQLException {
        try (var connection = pool.getConnection()) {
            return Sql.first(
                            connection,
                            "SELECT COUNT(*) FROM lm_follow_up WHERE lease_until IS NOT NULL",
                            row -> row.getInt(1))
                    .orElseThrow();
        }
    }

    @Test
    void aClaimTakesNoMoreThanItsLimit() throws SQLException {
        assertThat(store.claim(EMAIL, minute(999), minute(1_000), LIMIT)).hasSize(LIMIT);
        assertThat(leased()).isEqualTo(LIMIT);
        assertThat(store.claim(EMAIL, minute(999), minute(1_000), LIMIT)).hasSize(LIMIT);
        assertThat(leased()).isEqualTo(2 * LIMIT);
    }

    @Test
    void aClaimUnderWayStopsNobodyElse() throws SQLException {
        var before = store.claim(EMAIL, minute(999), minute(1_000), LIMIT).stream()
                .map(Claim::followUp)
                .toList();
        var taken = new java.util.HashSet<FollowUp.Key>();
        try (var claiming = claiming(taken)) {
            assertThat(taken).hasSize(LIMIT);
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                // What was claimed before can be looked at and settled.
                assertThat(store.look(before, minute(1_001))).hasSize(LIMIT);
                // New ones come in between those that are due.
                store.join("party", current -> java.util.List.of(due(DUE, minute(3)), due(DUE + 1, minute(200))));
                // Another claim gets all the others.
                var others = store.claim(EMAIL, minute(999), minute(1_000), 10 * DUE).stream()
                        .map(claim -> claim.followUp().key())
                        .collect(Collectors.toSet());
                assertThat(others).hasSize(DUE + 2 - 2 * LIMIT).doesNotContainAnyElementsOf(taken);
                // Those who are not being claimed can answer.
                var free = scene.all(goal).stream()
                        .filter(seated -> !taken.contains(seated.followUp().key()))
                        .findFirst()
                        .orElseThrow()
                        .recipient();
                var target = Target.participants("party", "rsvp", free.id());
                assertThat(store.edit(target, null, (g, row, r) -> closed(row))
                                .orElseThrow()
                                .rows())
                        .hasSize(1);
            });
            claiming.rollback();
        }
    }
}
