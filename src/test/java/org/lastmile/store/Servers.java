package org.lastmile.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The real servers of the tests: one of each kind for the whole JVM, started when first asked for. */
public final class Servers {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable EmbeddedPostgres postgres;

    private Servers() {}

    /** A pool for a new, empty database on PostgreSQL. */
    public static HikariDataSource postgres() {
        var server = server();
        var name = "test_" + DATABASES.incrementAndGet();
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return pool(server.getJdbcUrl("postgres", name));
    }

    /** A pool for a new, empty database on MariaDB. */
    public static HikariDataSource mariaDb() {
        return pool(MariaDbServer.url("test_" + DATABASES.incrementAndGet()));
    }

    /** A pool for a new, empty H2 database in memory. */
    public static HikariDataSource h2() {
        return pool("jdbc:h2:mem:test_" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000");
    }

    private static HikariDataSource pool(String url) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(12);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    private static synchronized EmbeddedPostgres server() {
        if (postgres == null) {
            try {
                // Both are off by default there, and without them a test of durability proves nothing.
                var started = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("max_connections", "200")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started), "stop-postgres"));
                postgres = started;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return postgres;
    }

    private static void stop(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
