package org.lastmile.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL of our own, with the same settings for all contenders, on which a commit is on the disk. */
final class PostgresServer implements AutoCloseable {
    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "shared_buffers", "1GB",
            "max_wal_size", "8GB",
            "checkpoint_timeout", "30min",
            "max_connections", "300",
            "jit", "off"));
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final EmbeddedPostgres server;
    private final Path folder;
    private final long pid;

    private PostgresServer(EmbeddedPostgres server, Path folder) throws IOException {
        this.server = server;
        this.folder = folder;
        pid = Long.parseLong(
                Files.readAllLines(folder.resolve("postmaster.pid")).get(0).strip());
    }

    static PostgresServer start(Options options) throws IOException {
        var parent = Path.of(options.text("data", "target/bench"));
        Files.createDirectories(parent);
        var folder = Files.createTempDirectory(parent.toAbsolutePath(), "postgres-");
        var builder = EmbeddedPostgres.builder().setDataDirectory(folder).setCleanDataDirectory(true);
        SETTINGS.forEach(builder::setServerConfig);
        var server = new PostgresServer(builder.start(), folder);
        server.check();
        return server;
    }

    /** Asked of the server itself: what is measured on another footing says nothing. */
    private void check() {
        try (var database = create();
                var connection = database.connect();
                var statement = connection.createStatement()) {
            for (var name : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
                try (var row = statement.executeQuery("SHOW " + name)) {
                    row.next();
                    if (!row.getString(1).equals("on")) {
                        throw new IllegalStateException(name + " is " + row.getString(1) + "; it has to be on");
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the server's settings cannot be read", e);
        }
    }

    Database create() {
        return new PostgresDatabase(this, "bench_" + DATABASES.incrementAndGet());
    }

    String url(String database) {
        return server.getJdbcUrl("postgres", database);
    }

    double cpuNanos() {
        return Processor.ofTree(pid);
    }

    /** Where other databases may be, on the same disk. */
    Path parent() {
        return Objects.requireNonNull(folder.getParent());
    }

    /** On what all this was measured. */
    Map<String, Object> machine() throws IOException {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put("java", Runtime.version().toString());
        facts.put("heapMegabytes", Runtime.getRuntime().maxMemory() >> 20);
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("fileSystem", Files.getFileStore(folder).type());
        try (var database = create()) {
            facts.put("postgresql", database.ask("SELECT current_setting('server_version_num')::int") / 10_000);
            facts.put("commitMicros", commitMicros(database));
        }
        facts.putAll(SETTINGS);
        return facts;
    }

    /** How long one small commit takes: the disk's share in every figure. */
    private static long commitMicros(Database database) {
        int commits = 200;
        database.execute("CREATE TABLE probe (n integer)");
        var inserts = new String[commits];
        Arrays.fill(inserts, "INSERT INTO probe VALUES (1)");
        database.execute(inserts);
        long start = System.nanoTime();
        database.execute(inserts);
        return (System.nanoTime() - start) / 1_000 / commits;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
