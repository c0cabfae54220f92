package org.lastmile.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process of its own that runs a main class on the test class path, says where it is, and can be killed. */
public final class ChildJvm implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final List<String> said = new ArrayList<>();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private ChildJvm(Process process) {
        this.process = process;
        var reader = new Thread(this::read, "reads-child-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        return start(System.getProperty("java.class.path"), List.of(), main.getName(), arguments);
    }

    /** Starts that class on that class path. */
    public static ChildJvm start(String classPath, List<String> options, String main, String... arguments)
            throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                classPath));
        command.addAll(options);
        command.add(main);
        command.addAll(List.of(arguments));
        return new ChildJvm(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void read() {
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("(the stream ended: " + e.getMessage() + ")");
        }
        lines.add(END);
    }

    private static final String END = "(end of output)";

    /** Waits until it says that line; what it said before is kept for {@link #said()}. */
    public void awaitLine(String wanted) throws InterruptedException {
        while (true) {
            var line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line != null && line.equals(wanted)) {
                return;
            }
            if (line == null || line.equals(END)) {
                throw new AssertionError("the child never said \"" + wanted + "\", but: " + said);
            }
            said.add(line);
        }
    }

    /** Says a line to it. */
    public void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(UTF_8));
        process.getOutputStream().flush();
    }

    /** Ends it as kill -9 does, and returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Waits for its end, and gives its exit code. */
    public int awaitEnd() throws InterruptedException {
        return awaitEnd(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    /** Waits for its end, at most so long, and gives its exit code. */
    public int awaitEnd(Duration longest) throws InterruptedException {
        if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the child does not end; it said " + said);
        }
        for (var line = lines.take(); !line.equals(END); line = lines.take()) {
            said.add(line);
        }
        lines.add(END);
        return process.exitValue();
    }

    /** What it has said, except for the lines that were waited for. */
    public List<String> said() {
        return said;
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
