package org.lastmile.crash;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * A PostgreSQL and its synchronous standby, of which every acknowledged commit is on both: the first can be killed, and the second
 * promoted.
 */
final class PostgresPair implements AutoCloseable {
    private static final String STANDBY = "standby1";
    /** What belongs to the running server, and not to its data. */
    private static final Set<String> RUNNING = Set.of("postmaster.pid", "postmaster.opts", "epg-lock");

    private final Path primaryData;
    private final EmbeddedPostgres primary;
    private final EmbeddedPostgres standby;

    private PostgresPair(Path primaryData, EmbeddedPostgres primary, EmbeddedPostgres standby) {
        this.primaryData = primaryData;
        this.primary = primary;
        this.standby = standby;
    }

    /** Starts both, with their data in that folder. */
    static PostgresPair start(Path folder) throws IOException, SQLException {
        var first = folder.resolve("primary");
        var second = folder.resolve("standby");
        var primary = server(first).setCleanDataDirectory(true).start();
        try {
            copy(primary, first, second);
            var standby = server(second).setCleanDataDirectory(false).start();
            var pair = new PostgresPair(first, primary, standby);
            pair.replicate();
            return pair;
        } catch (IOException | SQLException | RuntimeException e) {
            primary.close();
            throw e;
        }
    }

    private static EmbeddedPostgres.Builder server(Path data) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("wal_level", "replica")
                .setServerConfig("max_wal_senders", "5")
                .setServerConfig("max_connections", "100");
    }

    /** A base backup, as the manual says it is made without a program of its own. */
    private static void copy(EmbeddedPostgres primary, Path from, Path to) throws IOException, SQLException {
        try (var connection = primary.getPostgresDatabase().getConnection()) {
            ask(connection, "SELECT pg_backup_start('standby', true)::text");
            try (var files = Files.walk(from)) {
                for (var file : (Iterable<Path>) files::iterator) {
                    copy(from, file, to.resolve(from.relativize(file)));
                }
            }
            Files.writeString(to.resolve("backup_label"), ask(connection, "SELECT labelfile FROM pg_backup_stop()"));
        }
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
        Files.createFile(to.resolve("standby.signal"));
        Files.writeString(
                to.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + primary.getPort() + " user=postgres application_name="
                        + STANDBY + "'\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static void copy(Path data, Path file, Path to) throws IOException {
        boolean isLog = file.getParent().equals(data.resolve("pg_wal"));
        if (Files.isDirectory(file)) {
            Files.createDirectories(to);
        } else if (!isLog && !RUNNING.contains(file.getFileName().toString())) {
            try {
                Files.copy(file, to);
            } catch (java.nio.file.NoSuchFileException e) {
                // The server removes files of its own while it runs; the log it writes makes good for them.
                return;
            }
        }
    }

    /** From here on no commit is acknowledged that is not on the standby too. */
    private void replicate() throws SQLException {
        try (var connection = primary.getPostgresDatabase().getConnection()) {
            execute(connection, "ALTER SYSTEM SET synchronous_standby_names = '" + STANDBY + "'");
            execute(connection, "SELECT pg_reload_conf()");
            Patience.until("the standby is synchronous", () -> {
                try {
                    return ask(connection, "SELECT coalesce(max(sync_state), '') FROM pg_stat_replication")
                            .equals("sync");
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    /** The URL of that database on whichever of the two is the primary. */
    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + primary.getPort() + ",127.0.0.1:" + standby.getPort() + "/" + database
                + "?user=postgres&targetServerType=primary&hostRecheckSeconds=0&connectTimeout=2&socketTimeout=20";
    }

    /** The URL of that database on the standby, which can only be read until it is promoted. */
    String replicaUrl(String database) {
        return standby.getJdbcUrl("postgres", database);
    }

    void createDatabase(String name) throws SQLException {
        try (var connection = primary.getPostgresDatabase().getConnection()) {
            execute(connection, "CREATE DATABASE " + name);
        }
    }

    /** Ends the primary as kill -9 does; its children follow as soon as they notice. */
    void killPrimary() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(primaryData.resolve("postmaster.pid")).get(0).strip());
        var server = ProcessHandle.of(pid).orElseThrow();
        var children = server.descendants().toList();
        server.destroyForcibly();
        Patience.until(
                "the primary is gone",
                () -> !server.isAlive() && children.stream().noneMatch(ProcessHandle::isAlive));
    }

    void promoteStandby() throws SQLException {
        try (var connection = standby.getPostgresDatabase().getConnection()) {
            if (!ask(connection, "SELECT pg_promote(true, 60)").equals("t")) {
                throw new AssertionError("the standby was not promoted within a minute");
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            standby.close();
        } finally {
            primary.close();
        }
    }
}
