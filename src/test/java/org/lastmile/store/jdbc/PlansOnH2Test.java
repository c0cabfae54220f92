package org.lastmile.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import org.lastmile.store.Servers;

class PlansOnH2Test extends PlansContract {
    PlansOnH2Test() {
        super(Explained.Way.H2);
    }

    @Override
    HikariDataSource database() {
        return Servers.h2();
    }

    @Override
    String analyze() {
        return "ANALYZE";
    }
}
