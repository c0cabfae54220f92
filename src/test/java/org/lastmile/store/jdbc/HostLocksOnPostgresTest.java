package org.lastmile.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.lastmile.store.Servers;

class HostLocksOnPostgresTest extends HostLocksContract {
    @Override
    HikariDataSource database() {
        return Servers.postgres();
    }

    @Override
    String inOrderOfWriting(String table) {
        return "SELECT member FROM " + table + " ORDER BY ctid";
    }

    @Override
    String waitersSql() {
        return "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    }

    /** The server ends whoever of the two has the shorter time-out. */
    @Test
    void aDeadlockIsMetByRunningTheTransactionAgain() throws Exception {
        var database = pool.getJdbcUrl().replaceAll(".*/([a-z_0-9]+)\\?.*", "$1");
        execute("ALTER DATABASE " + database + " SET deadlock_timeout = '50ms'");
        pool.getHikariPoolMXBean().softEvictConnections();
        deadlock(host -> Sql.execute(host, "SET deadlock_timeout = '60s'"));
    }
}
