package org.lastmile.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A PostgreSQL database that somebody else has made, with a pool of connections that are open before anything is measured. */
final class JoinedDatabase implements Database {
    private static final int CONNECTIONS = 32;

    private final String url;
    private final HikariDataSource pool;

    JoinedDatabase(String url) {
        this.url = url;
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        // The same driver settings for all; rewritten batches are what the peers' documents ask for.
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(CONNECTIONS);
        config.setConnectionTimeout(120_000);
        pool = new HikariDataSource(config);
        while (pool.getHikariPoolMXBean().getTotalConnections() < CONNECTIONS) {
            Waiting.aMoment();
        }
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    @Override
    public String numbers(long last) {
        return "generate_series(1, " + last + ") AS g(n)";
    }

    @Override
    public String binary() {
        return "bytea";
    }

    @Override
    public void settle() {
        execute("VACUUM ANALYZE", "CHECKPOINT");
    }

    /** Known to whoever made it. */
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
    }
}
