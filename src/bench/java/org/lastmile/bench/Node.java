package org.lastmile.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A contender in a process of its own, on a database that is there. Told by lines on its input what to do. */
public final class Node implements AutoCloseable {
    private static final String ANSWER = "node: ";

    private final Process process;
    private final BufferedReader output;
    private final PrintStream input;

    private Node(Process process) {
        this.process = process;
        output = process.inputReader(StandardCharsets.UTF_8);
        input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    static Node start(Contenders contender, Database database, String... options) throws IOException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("-cp", classPath(), Node.class.getName(), contender.toString(), database.url()));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new Node(process);
    }

    /** Maven's exec:java runs this in a class loader of its own, of which the JVM's class path knows nothing. */
    private static String classPath() {
        if (!(Node.class.getClassLoader() instanceof URLClassLoader loader)) {
            return System.getProperty("java.class.path");
        }
        var parts = new ArrayList<String>();
        for (var url : loader.getURLs()) {
            try {
                parts.add(Path.of(url.toURI()).toString());
            } catch (URISyntaxException e) {
                throw new IllegalStateException("class path has " + url, e);
            }
        }
        return String.join(File.pathSeparator, parts);
    }

    void begin() throws IOException {
        ask("begin");
    }

    long heapBytes() throws IOException {
        return ask("heap");
    }

    double cpuNanos() {
        return Processor.ofTree(process.pid());
    }

    /** How many reminders it has heard so far; asking costs the database nothing. */
    long heard() throws IOException {
        return ask("heard");
    }

    /** Stops its work; how many reminders it has heard. */
    long end() throws IOException {
        return ask("end");
    }

    private long ask(String what) throws IOException {
        input.println(what);
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(ANSWER)) {
                return Long.parseLong(line.substring(ANSWER.length()));
            }
        }
        throw new IOException("a node ended when asked to " + what);
    }

    @Override
    public void close() {
        input.close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The node's own side; it ends when its input does. */
    public static void main(String... arguments) throws IOException {
        var which = Contenders.named(arguments[0]);
        var ear = new Ear();
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var database = new JoinedDatabase(arguments[1]);
                var contender = which.on(database)) {
            for (var line = lines.readLine(); line != null && !line.equals("end"); line = lines.readLine()) {
                if (line.equals("begin")) {
                    contender.start(ear);
                }
                System.out.println(ANSWER
                        + switch (line) {
                            case "heap" -> Heap.used();
                            case "heard" -> ear.count();
                            default -> 0;
                        });
            }
        }
        System.out.println(ANSWER + ear.count());
    }
}
