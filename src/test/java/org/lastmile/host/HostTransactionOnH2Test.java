package org.lastmile.host;

import com.zaxxer.hikari.HikariDataSource;
import org.lastmile.store.Servers;

class HostTransactionOnH2Test extends HostTransactionContract {
    @Override
    HikariDataSource database() {
        return Servers.h2();
    }
}
