package org.lastmile.fault;

import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.lastmile.store.Store;
import org.lastmile.store.jdbc.JdbcStore;
import org.postgresql.ds.PGSimpleDataSource;

/** Where the feast of a round is kept. */
interface Place extends AutoCloseable {
    /** How a process gets there by itself; behind a wire, if it is a server. */
    String direct();

    /** For this process, past all wires. */
    Store open();

    @Override
    void close() throws SQLException;

    /** A new H2 file in that folder. */
    static Place file(Path folder) {
        return new File(folder.resolve("store").toString());
    }

    /** A new schema on that server. */
    static Server on(String url) throws SQLException {
        return Server.at(url);
    }

    /** One process at a time may open it. */
    record File(String direct) implements Place {
        @Override
        public Store open() {
            return JdbcStore.h2(Path.of(direct));
        }

        @Override
        public void close() {
            // The folder is the round's.
        }
    }

    /** A schema of its own; any number of processes. */
    record Server(String url, String schema) implements Place {
        private static final AtomicInteger SCHEMAS = new AtomicInteger();
        /** Without a limit nobody would ever hear of a connection that has fallen silent. */
        private static final String LIMITS = "&connectTimeout=2&socketTimeout=3";

        private static Server at(String url) throws SQLException {
            var server = new Server(url, "round_" + SCHEMAS.incrementAndGet());
            server.execute("CREATE SCHEMA " + server.schema);
            return server;
        }

        int port() {
            return URI.create(url.substring("jdbc:".length())).getPort();
        }

        @Override
        public String direct() {
            return url + LIMITS + " " + schema;
        }

        String by(Wire wire) {
            return direct().replaceFirst("//[^/]*/", "//127.0.0.1:" + wire.port() + "/");
        }

        @Override
        public Store open() {
            var source = new PGSimpleDataSource();
            source.setUrl(url + LIMITS);
            return JdbcStore.builder(source)
                    .schemaName(schema)
                    .waitUpTo(Duration.ofSeconds(60))
                    .build();
        }

        private void execute(String sql) throws SQLException {
            try (var connection = DriverManager.getConnection(url);
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public void close() throws SQLException {
            execute("DROP SCHEMA " + schema + " CASCADE");
        }
    }
}
