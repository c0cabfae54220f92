package org.lastmile.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Tag;
import org.lastmile.store.Servers;

@Tag("mariadb")
class ClaimLocksOnMariaDbTest extends ClaimLocksContract {
    @Override
    HikariDataSource database() {
        return Servers.mariaDb();
    }
}
