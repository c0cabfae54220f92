package org.lastmile.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.lastmile.store.Servers;

class ClaimLocksOnPostgresTest extends ClaimLocksContract {
    @Override
    HikariDataSource database() {
        return Servers.postgres();
    }

    @Test
    void theLimitHoldsUnderANestedLoop() throws SQLException {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            var claim = Explained.of(
                    Explained.Way.POSTGRESQL,
                    connection,
                    store.rooms.dialect,
                    false,
                    c -> assertThat(claim(c)).hasSize(LIMIT));
            assertThat(claim.plans()).containsPattern("nested loop .*\\n.*\\n *->  cte scan on due n .* rows=20");
        }
    }

    /** What the claim must not look like, so that it is known why it looks as it does. */
    @Test
    void withoutTheMaterializedPartTheLimitWouldNotHold() throws SQLException {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            store.rooms.dialect.begin(connection, false);
            Sql.execute(connection, "SET LOCAL enable_hashagg = off; SET LOCAL enable_material = off");
            var lane = taking(connection).lane();
            int claimed = Sql.update(
                    connection,
                    "UPDATE lm_follow_up SET generation = generation + 1 WHERE (goal, step, member, seat) IN"
                            + " (SELECT goal, step, member, seat FROM lm_follow_up WHERE lane = ? AND due IS NOT NULL"
                            + " ORDER BY lane, due LIMIT " + LIMIT + " FOR UPDATE SKIP LOCKED)",
                    lane);
            connection.rollback();
            assertThat(claimed).isGreaterThan(LIMIT);
        }
    }
}
