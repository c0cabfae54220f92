package org.lastmile.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Tag;
import org.lastmile.store.Servers;

@Tag("mariadb")
class PlansOnMariaDbTest extends PlansContract {
    PlansOnMariaDbTest() {
        super(Explained.Way.MARIADB);
    }

    @Override
    HikariDataSource database() {
        return Servers.mariaDb();
    }

    @Override
    String analyze() {
        return "ANALYZE TABLE lm_goal, lm_step, lm_member, lm_follow_up";
    }
}
