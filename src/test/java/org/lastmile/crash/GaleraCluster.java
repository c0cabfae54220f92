package org.lastmile.crash;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Three MariaDB servers on the loopback that replicate to each other with Galera. There is none in Maven's repositories, so it takes
 * what the system has: mariadbd, the library of Galera, and rsync.
 */
final class GaleraCluster implements AutoCloseable {
    static final int NODES = 3;

    private static final List<String> LIBRARIES = List.of(
            "/usr/lib/galera/libgalera_smm.so",
            "/usr/lib/x86_64-linux-gnu/galera/libgalera_smm.so",
            "/usr/lib64/galera/libgalera_smm.so",
            "/usr/lib64/galera-4/libgalera_smm.so");
    private static final boolean IS_ROOT = System.getProperty("user.name").equals("root");
    /** The programs that give a new node its data refuse to work as root; this is the user that comes with the package. */
    private static final String USER = IS_ROOT ? "mysql" : System.getProperty("user.name");

    private final Path folder;
    private final List<Node> nodes = new ArrayList<>();

    /** One of the servers, and where it listens: to clients, to the others (and behind that for what it missed), and for its first data. */
    private static final class Node {
        final int port = freePort();
        final int group = freePort();
        final int missed = freePort();
        final int transfer = freePort();

        @Nullable
        Process process;
    }

    private GaleraCluster(Path folder) {
        this.folder = folder;
        for (int i = 0; i < NODES; i++) {
            nodes.add(new Node());
        }
    }

    /** What is missing on this machine; nothing if a cluster can be started. */
    static Optional<String> missing() {
        var missing = new ArrayList<String>();
        for (var program : List.of("mariadbd", "mariadb-install-db", "rsync")) {
            if (program(program) == null) {
                missing.add(program);
            }
        }
        if (library() == null) {
            missing.add("libgalera_smm.so");
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", missing)
                        + " not found; on Debian: apt-get install mariadb-server galera-4" + " rsync");
    }

    private static @Nullable String program(String name) {
        var folders = System.getenv("PATH") + File.pathSeparator + "/usr/sbin";
        return Arrays.stream(folders.split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String library() {
        return LIBRARIES.stream()
                .filter(file -> Files.exists(Path.of(file)))
                .findFirst()
                .orElse(null);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts all three, one after the other, and returns when each has what the others have. */
    static GaleraCluster start() throws IOException, InterruptedException {
        // Not in a folder of JUnit's: others than its owner must get into it.
        var folder = Files.createTempDirectory("galera");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var cluster = new GaleraCluster(folder);
        try {
            if (IS_ROOT) {
                var user =
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER);
                Files.setOwner(folder, user);
            }
            for (int i = 0; i < NODES; i++) {
                cluster.startNode(i);
            }
            return cluster;
        } catch (IOException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private void startNode(int index) throws IOException, InterruptedException {
        var data = folder.resolve("data" + index).toString();
        var made = process(
                        index,
                        List.of(
                                "mariadb-install-db",
                                "--no-defaults",
                                "--user=" + USER,
                                "--datadir=" + data,
                                "--auth-root-authentication-method=normal",
                                "--skip-test-db"))
                .waitFor();
        if (made != 0) {
            throw new AssertionError("no data for node " + index + ":\n" + log(index));
        }
        nodes.get(index).process = process(index, command(index, data));
        Patience.until("node " + index + " has what the others have", Duration.ofMinutes(2), () -> isSynced(index));
    }

    private Process process(int index, List<String> command) throws IOException {
        var log = folder.resolve("log" + index).toFile();
        var whole = new ArrayList<>(command);
        whole.set(0, Objects.requireNonNull(program(command.get(0))));
        return new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    private List<String> command(int index, String data) {
        var node = nodes.get(index);
        var others = nodes.stream().map(other -> "127.0.0.1:" + other.group).toList();
        var command = new ArrayList<>(List.of(
                "mariadbd",
                "--no-defaults",
                "--user=" + USER,
                "--datadir=" + data,
                "--port=" + node.port,
                "--bind-address=127.0.0.1",
                "--socket=" + folder.resolve("socket" + index),
                "--pid-file=" + folder.resolve("pid" + index),
                "--max-connections=200",
                "--innodb-buffer-pool-size=64M",
                "--binlog-format=ROW",
                "--innodb-autoinc-lock-mode=2",
                "--wsrep-on=ON",
                "--wsrep-provider=" + library(),
                "--wsrep-cluster-name=lastmile",
                "--wsrep-cluster-address=gcomm://" + String.join(",", others),
                "--wsrep-node-name=node" + index,
                "--wsrep-node-address=127.0.0.1:" + node.group,
                "--wsrep-provider-options=base_port=" + node.group + ";gmcast.listen_addr=tcp://127.0.0.1:" + node.group
                        + ";ist.recv_addr=127.0.0.1:" + node.missed + ";gcache.size=32M",
                "--wsrep-sst-method=rsync",
                "--wsrep-sst-receive-address=127.0.0.1:" + node.transfer));
        if (index == 0) {
            command.add("--wsrep-new-cluster");
        }
        return command;
    }

    private boolean isSynced(int index) {
        var process = nodes.get(index).process;
        if (process == null || !process.isAlive()) {
            throw new AssertionError("node " + index + " ended:\n" + log(index));
        }
        try {
            return status(index, "wsrep_local_state_comment").equals("Synced")
                    && status(index, "wsrep_cluster_size").equals(String.valueOf(index + 1));
        } catch (SQLException e) {
            return false;
        }
    }

    private String log(int index) {
        try {
            var lines = Files.readAllLines(folder.resolve("log" + index));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What a node says of itself. */
    String status(int index, String name) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + nodes.get(index).port
                        + "/?user=root&sslMode=disable&connectTimeout=2000&socketTimeout=5000");
                var statement = connection.createStatement();
                var row = statement.executeQuery("SHOW GLOBAL STATUS LIKE '" + name + "'")) {
            return row.next() ? row.getString(2) : "";
        }
    }

    /** The URL of a database on that node alone. */
    String url(int index, String database) {
        return url("", nodes.subList(index, index + 1), database);
    }

    /** The URL of a database on the first node that is there: the same one for all who use it. */
    String urlOfFirst(String database) {
        return url("sequential:", nodes, database);
    }

    private static String url(String mode, List<Node> nodes, String database) {
        return nodes.stream()
                .map(node -> "127.0.0.1:" + node.port)
                .collect(joining(
                        ",",
                        "jdbc:mariadb:" + mode + "//",
                        "/" + database + "?user=root&sslMode=disable&createDatabaseIfNotExist=true"
                                + "&connectTimeout=2000&socketTimeout=20000"));
    }

    /** Ends a node as kill -9 does. */
    void kill(int index) throws InterruptedException {
        var process = nodes.get(index).process;
        if (process != null) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    @Override
    public void close() throws IOException {
        for (var node : nodes) {
            if (node.process != null) {
                node.process.destroy();
            }
        }
        for (var node : nodes) {
            end(node.process);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void end(@Nullable Process process) {
        try {
            if (process != null && !process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
