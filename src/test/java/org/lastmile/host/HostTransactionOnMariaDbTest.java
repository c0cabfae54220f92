package org.lastmile.host;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.lastmile.store.Servers;

@Tag("mariadb")
class HostTransactionOnMariaDbTest extends HostTransactionContract {
    @Override
    HikariDataSource database() {
        return Servers.mariaDb();
    }

    @Test
    void aConnectionAtTheServersDefaultLevelIsRefused() throws SQLException {
        try (var connection = pool.getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            var bound = lastmile.within(store.on(connection));
            assertThatIllegalStateException()
                    .isThrownBy(() -> bound.cancel("big"))
                    .withMessageContaining("setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED)");
        }
    }
}
