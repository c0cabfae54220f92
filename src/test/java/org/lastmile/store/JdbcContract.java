package org.lastmile.store;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;

/** What every store in a database promises besides. */
abstract class JdbcContract extends StoreContract {
    /** Connections to the database of the store. */
    abstract DataSource database();

    @BeforeEach
    void empty() throws SQLException {
        try (var connection = database().getConnection();
                var statement = connection.createStatement()) {
            for (var table : new String[] {"goal", "step", "member", "follow_up", "ledger"}) {
                statement.execute("DELETE FROM lm_" + table);
            }
        }
    }
}
