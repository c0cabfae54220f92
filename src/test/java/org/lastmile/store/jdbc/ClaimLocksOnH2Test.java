package org.lastmile.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import org.lastmile.store.Servers;

class ClaimLocksOnH2Test extends ClaimLocksContract {
    @Override
    HikariDataSource database() {
        return Servers.h2();
    }
}
