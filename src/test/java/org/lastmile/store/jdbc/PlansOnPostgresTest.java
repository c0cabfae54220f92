package org.lastmile.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import org.lastmile.store.Servers;

class PlansOnPostgresTest extends PlansContract {
    PlansOnPostgresTest() {
        super(Explained.Way.POSTGRESQL);
    }

    @Override
    HikariDataSource database() {
        return Servers.postgres();
    }

    @Override
    String analyze() {
        return "ANALYZE";
    }
}
