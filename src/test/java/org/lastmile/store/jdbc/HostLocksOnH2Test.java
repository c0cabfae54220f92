package org.lastmile.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.lastmile.store.Servers;

class HostLocksOnH2Test extends HostLocksContract {
    @Override
    HikariDataSource database() {
        return Servers.h2();
    }

    @Override
    String inOrderOfWriting(String table) {
        return "SELECT member FROM " + table + " ORDER BY _ROWID_";
    }

    @Override
    @Nullable
    String waitersSql() {
        return null;
    }
}
