package org.lastmile.example;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a {@link Stage} in a process of its own, which can die without taking this one along. */
final class Child {
    private static final int PATIENCE_MINUTES = 10;

    private final Path folder;
    private final ZoneId zone;
    private final String uid;

    Child(Path folder, ZoneId zone, String uid) {
        this.folder = folder;
        this.zone = zone;
        this.uid = uid;
    }

    /** Waits until it has ended, as it must with that exit code. */
    void run(long haltAfter, int exitCode) throws IOException, InterruptedException {
        var log = folder.resolve("stage.log");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        Stage.class.getName(),
                        folder.toString(),
                        zone.getId(),
                        uid,
                        Long.toString(haltAfter))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException(
                        "the rehearsing process did not end in " + PATIENCE_MINUTES + " minutes");
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != exitCode) {
            throw new IllegalStateException("the rehearsing process ended with " + process.exitValue() + " instead of "
                    + exitCode + ":\n" + Files.readString(log, StandardCharsets.UTF_8));
        }
    }

    /** Maven's exec:java runs this in a class loader of its own, of which the JVM's class path knows nothing. */
    private static String classPath() {
        if (!(Child.class.getClassLoader() instanceof URLClassLoader loader)) {
            return System.getProperty("java.class.path");
        }
        var parts = new ArrayList<String>();
        for (var url : List.of(loader.getURLs())) {
            try {
                parts.add(Path.of(url.toURI()).toString());
            } catch (URISyntaxException e) {
                throw new IllegalStateException("class path has " + url, e);
            }
        }
        return String.join(File.pathSeparator, parts);
    }
}
