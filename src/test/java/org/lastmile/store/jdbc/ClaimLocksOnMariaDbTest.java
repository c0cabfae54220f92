package org.lastmile.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.HashSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.lastmile.store.Servers;

@Tag("mariadb")
class ClaimLocksOnMariaDbTest extends ClaimLocksContract {
    @Override
    HikariDataSource database() {
        return Servers.mariaDb();
    }

    /** The default level would lock the gaps between the rows too, and a locking read every row that is due. */
    @Test
    void aClaimIsAtReadCommittedAndLocksWhatItTakes() throws SQLException {
        try (var claiming = claiming(new HashSet<>());
                var asking = pool.getConnection()) {
            var mine = "FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id = "
                    + Sql.first(claiming, "SELECT CONNECTION_ID()", row -> row.getLong(1))
                            .orElseThrow();
            assertThat(Sql.first(asking, "SELECT @@tx_isolation", row -> row.getString(1)))
                    .contains("REPEATABLE-READ");
            assertThat(Sql.first(asking, "SELECT trx_isolation_level " + mine, row -> row.getString(1)))
                    .contains("READ COMMITTED");
            assertThat(Sql.first(asking, "SELECT trx_rows_locked " + mine, row -> row.getInt(1))
                            .orElseThrow())
                    .isBetween(LIMIT, 2 * LIMIT);
            claiming.rollback();
        }
    }
}
