package org.lastmile.fault;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.lastmile.crash.Patience;

/** A PostgreSQL server of our own that can be ended as by {@code kill -9} and started again, on the same files and port. On Linux. */
final class MortalPostgres implements AutoCloseable {
    private final Path folder;
    private final EmbeddedPostgres server;
    private List<String> command = List.of();

    private MortalPostgres(Path folder) throws IOException {
        this.folder = folder;
        server = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(true)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    static MortalPostgres start(Path folder) throws IOException {
        return new MortalPostgres(Files.createDirectories(folder));
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    private long pid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(folder.resolve("postmaster.pid")).get(0).strip());
    }

    /** Ends the server and all its processes at once. */
    void kill() throws IOException {
        var postmaster = ProcessHandle.of(pid()).orElseThrow();
        var words = Files.readString(Path.of("/proc/" + postmaster.pid() + "/cmdline"), StandardCharsets.UTF_8);
        command = List.of(words.split("\0"));
        var all = Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Patience.until("the server is dead", () -> all.stream().noneMatch(MortalPostgres::isRunning));
    }

    /** A process that nobody has waited for yet is listed, though it is dead. */
    private static boolean isRunning(ProcessHandle process) {
        try {
            var status = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return status.charAt(status.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    /** Starts it again, and returns at once; it recovers before it lets anybody in. */
    void restart() throws IOException, InterruptedException {
        for (int tries = 0; tries < 50; tries++) {
            Files.deleteIfExists(folder.resolve("postmaster.pid"));
            var restarted = new ProcessBuilder(asAnybody())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("restart.log").toFile())
                    .start();
            // It refuses as long as the memory of the dead one is in use.
            if (!restarted.waitFor(1, TimeUnit.SECONDS)) {
                return;
            }
            LockSupport.parkNanos(50_000_000);
        }
        throw new IllegalStateException(
                "the server does not start: " + Files.readString(folder.resolve("restart.log")));
    }

    /** The server refuses to run as root, who is somebody else in a name space of its own. */
    private List<String> asAnybody() {
        var words = new ArrayList<>(command);
        if ("root".equals(System.getProperty("user.name"))) {
            words.addAll(0, List.of("unshare", "-U"));
        }
        return words;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
