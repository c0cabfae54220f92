package org.lastmile.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database on the server, with a pool of connections that are open before anything is measured. */
final class PostgresDatabase implements Database {
    private static final int CONNECTIONS = 32;

    private final PostgresServer server;
    private final String name;
    private final HikariDataSource pool;

    PostgresDatabase(PostgresServer server, String name) {
        this.server = server;
        this.name = name;
        onServer("CREATE DATABASE " + name);
        pool = pool(server.url(name), CONNECTIONS);
    }

    /** The same driver settings for all; rewritten batches are what the peers' documents ask for. */
    static HikariDataSource pool(String url, int connections) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(connections);
        config.setConnectionTimeout(120_000);
        return new HikariDataSource(config);
    }

    String url() {
        return server.url(name);
    }

    @Override
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    @Override
    public String numbers(long last) {
        return "generate_series(1, " + last + ") AS g(n)";
    }

    @Override
    public void settle() {
        execute("VACUUM ANALYZE", "CHECKPOINT");
    }

    @Override
    public void disconnect() {
        pool.close();
        while (onServer("SELECT count(*) FROM pg_stat_activity WHERE datname = '" + name + "'") > 0) {
            Waiting.aMoment();
        }
    }

    @Override
    public Usage usage() {
        return new Usage(
                onServer("SELECT xact_commit FROM pg_stat_database WHERE datname = '" + name + "'"),
                onServer("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"),
                server.cpuNanos());
    }

    @Override
    public void close() {
        pool.close();
        onServer("DROP DATABASE " + name + " WITH (FORCE)");
    }

    private long onServer(String sql) {
        try (var connection = DriverManager.getConnection(server.url("postgres"));
                var statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return 0;
            }
            try (var row = statement.getResultSet()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
