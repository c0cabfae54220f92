package org.lastmile.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.lastmile.store.Servers;
import org.lastmile.store.StoreException;

class HostTransactionOnPostgresTest extends HostTransactionContract {
    @Override
    HikariDataSource database() {
        return Servers.postgres();
    }

    /** Above READ COMMITTED the database may report a conflict, as for any row that is shared (promise 5). */
    @Test
    void aConflictAboveReadCommittedMayBeTriedAgain() throws SQLException {
        lastmile.schedule(deal("big", "email", "ana"));
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            // From here on the transaction sees the database as it is now; and then the engine sends.
            statement.execute("SELECT id FROM deal");
            assertThat(lastmile.runDue().total()).isEqualTo(1);
            var bound = lastmile.within(store.on(connection));

            assertThatThrownBy(() -> bound.complete("big", "sign", "ana"))
                    .asInstanceOf(type(StoreException.class))
                    .matches(StoreException::isRetryable);

            connection.rollback();
            assertThat(bound.complete("big", "sign", "ana").stopped()).isEqualTo(1);
            connection.commit();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
        }
        assertThat(lastmile.status("big").orElseThrow().isOver()).isTrue();
    }
}
