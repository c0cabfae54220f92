package org.lastmile.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import javax.sql.DataSource;

/** An H2 file in this process, in which a commit is on the disk: by the same recipe for all, which is Lastmile's. */
final class H2Database implements Database {
    private static final String USER = "lastmile";
    private static final int CONNECTIONS = 32;

    private final Path folder;
    private final Connection anchor;
    private final HikariDataSource pool;
    private final DataSource hardened;

    H2Database(Path parent) {
        try {
            folder = Files.createTempDirectory(parent.toAbsolutePath(), "h2-");
            anchor = connect();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("H2 does not open its file", e);
        }
        execute("SET WRITE_DELAY 0");
        var config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setUsername(USER);
        config.setPassword("");
        config.setAutoCommit(false);
        config.setMaximumPoolSize(CONNECTIONS);
        pool = new HikariDataSource(config);
        hardened = HardenedConnections.of(pool);
    }

    /** Without the ending that H2 gives it. */
    Path file() {
        return folder.resolve("bench");
    }

    @Override
    public String url() {
        return "jdbc:h2:async:" + file() + ";WRITE_DELAY=0;LOCK_TIMEOUT=30000;DB_CLOSE_ON_EXIT=FALSE";
    }

    @Override
    public DataSource dataSource() {
        return hardened;
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), USER, "");
    }

    @Override
    public String numbers(long last) {
        return "SYSTEM_RANGE(1, " + last + ") AS g(n)";
    }

    @Override
    public String binary() {
        return "varbinary(10000)";
    }

    @Override
    public void settle() {
        execute("ANALYZE", "CHECKPOINT SYNC");
    }

    /** It works in this process: its processor time is in that of the JVM, and it counts no commits. */
    @Override
    public Usage usage() {
        return new Usage(Double.NaN, Double.NaN, Double.NaN);
    }

    @Override
    public void disconnect() {
        pool.close();
    }

    @Override
    public void close() {
        pool.close();
        try {
            anchor.close();
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("H2 does not close", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
