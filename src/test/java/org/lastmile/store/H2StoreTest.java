package org.lastmile.store;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.lastmile.store.jdbc.JdbcStore;

class H2StoreTest extends JdbcContract {
    @TempDir
    private static Path folder;

    private static Store store;

    @BeforeAll
    static void open() {
        store = JdbcStore.h2(folder.resolve("store"));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Override
    public Store store() {
        return store;
    }

    /** The same process may open the file again. */
    @Override
    DataSource database() {
        var source = new JdbcDataSource();
        source.setURL("jdbc:h2:async:" + folder.resolve("store").toAbsolutePath());
        source.setUser("lastmile");
        source.setPassword("");
        return source;
    }
}
