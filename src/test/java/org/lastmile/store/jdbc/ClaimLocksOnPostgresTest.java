package org.lastmile.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import org.lastmile.store.Servers;

class ClaimLocksOnPostgresTest extends ClaimLocksContract {
    @Override
    HikariDataSource database() {
        return Servers.postgres();
    }
}
