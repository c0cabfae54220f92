package org.lastmile.store;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.lastmile.store.jdbc.JdbcStore;

@Tag("mariadb")
class MariaDbStoreTest extends JdbcContract {
    private static HikariDataSource pool;
    private static Store store;

    @BeforeAll
    static void open() {
        pool = Servers.mariaDb();
        store = JdbcStore.of(pool);
    }

    @AfterAll
    static void close() {
        store.close();
        pool.close();
    }

    @Override
    public Store store() {
        return store;
    }

    @Override
    DataSource database() {
        return pool;
    }
}
