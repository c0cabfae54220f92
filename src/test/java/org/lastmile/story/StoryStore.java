package org.lastmile.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.lastmile.store.Servers;
import org.lastmile.store.Store;
import org.lastmile.store.jdbc.JdbcStore;
import org.lastmile.store.memory.MemoryStore;
import org.lastmile.testing.ManualTime;

/** The stores that every story is told on. Those in a database are opened once and emptied before each story. */
enum StoryStore {
    MEMORY {
        @Override
        Store open(ManualTime time) {
            return MemoryStore.of(time::instant);
        }
    },
    H2 {
        @Override
        Store open(ManualTime time) {
            return File.DATABASE.emptied();
        }
    },
    POSTGRESQL {
        @Override
        Store open(ManualTime time) {
            return Server.DATABASE.emptied();
        }
    },
    MARIADB {
        @Override
        Store open(ManualTime time) {
            return MariaDb.DATABASE.emptied();
        }
    };

    /** Those that this build tells stories on; as a rule all but MariaDB, which has a build of its own. */
    static Stream<StoryStore> told() {
        var named = List.of(
                System.getProperty("lastmile.stories", "MEMORY,H2,POSTGRESQL").split(","));
        return Stream.of(values()).filter(store -> named.contains(store.name()));
    }

    /** A store that is empty. It stays open when the story ends. */
    abstract Store open(ManualTime time);

    private record Database(Store store, DataSource direct) {
        Store emptied() {
            try (var connection = direct.getConnection();
                    var statement = connection.createStatement()) {
                for (var table : List.of("goal", "step", "member", "follow_up", "ledger")) {
                    statement.execute("DELETE FROM lm_" + table);
                }
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
            return store;
        }
    }

    private static final class File {
        static final Database DATABASE = open();

        private static Database open() {
            try {
                var file = Files.createTempDirectory(Path.of("target"), "stories-")
                        .resolve("store")
                        .toAbsolutePath();
                var direct = new JdbcDataSource();
                direct.setURL("jdbc:h2:async:" + file);
                direct.setUser("lastmile");
                direct.setPassword("");
                return new Database(JdbcStore.h2(file), direct);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Server {
        static final Database DATABASE = open();

        private static Database open() {
            var pool = Servers.postgres();
            return new Database(JdbcStore.of(pool), pool);
        }
    }

    private static final class MariaDb {
        static final Database DATABASE = open();

        private static Database open() {
            var pool = Servers.mariaDb();
            return new Database(JdbcStore.of(pool), pool);
        }
    }
}
