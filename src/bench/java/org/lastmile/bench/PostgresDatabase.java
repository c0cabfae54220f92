package org.lastmile.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A new database on the server, which goes when it is closed. */
final class PostgresDatabase implements Database {
    private final PostgresServer server;
    private final String name;
    private final JoinedDatabase joined;

    PostgresDatabase(PostgresServer server, String name) {
        this.server = server;
        this.name = name;
        onServer("CREATE DATABASE " + name);
        joined = new JoinedDatabase(server.url(name));
    }

    @Override
    public String url() {
        return joined.url();
    }

    @Override
    public DataSource dataSource() {
        return joined.dataSource();
    }

    @Override
    public Connection connect() throws SQLException {
        return joined.connect();
    }

    @Override
    public String numbers(long last) {
        return joined.numbers(last);
    }

    @Override
    public String binary() {
        return joined.binary();
    }

    @Override
    public void settle() {
        joined.settle();
    }

    @Override
    public void disconnect() {
        joined.disconnect();
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
        joined.close();
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
