package org.lastmile.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The oracle: a file to which all processes of a round append, and which they sync, before they do anything else. What it says has
 * happened, whatever becomes of a process and whatever a ledger says. {@link System#nanoTime()} is the same for all processes of a
 * machine, so that it puts their lines in order.
 *
 * <p>Thread-safe, and safe for several processes: each line is one write to the end of the file.
 */
final class Chronicle {
    private static final String CALL = "call";
    private static final String ANSWER = "answer";
    private static final String SCHEDULED = "scheduled";

    private final Path file;

    Chronicle(Path file) {
        this.file = file;
    }

    /**
     * A call of a notifier.
     *
     * @param nanos when it had begun
     * @param wallMillis the same by the machine's clock
     */
    record Call(long nanos, long wallMillis, long process, String guest, String reminder) {}

    /**
     * An answer that was acknowledged to the host.
     *
     * @param nanos when it had returned
     * @param inFlight the reminders that it named
     */
    record Answer(long nanos, String guest, String kind, List<String> inFlight) {}

    /** Why a process could not work, or not record, for a time. */
    enum Excuse {
        /** It got no processor. */
        PAUSED,
        /** A record could not be written, or took long. */
        UNRECORDED,
        /** It was killed. */
        KILLED
    }

    /** A time in which a process was in trouble, as it has witnessed itself, or as was done to it. */
    record Trouble(Excuse excuse, long process, long fromNanos, long toNanos) {}

    void call(long nanos, long wallMillis, String guest, String reminder) {
        write(CALL, nanos, wallMillis, me(), guest, reminder);
    }

    void answer(String guest, String kind, List<String> inFlight) {
        write(ANSWER, System.nanoTime(), guest, kind, String.join(",", inFlight));
    }

    void scheduled() {
        write(SCHEDULED, System.nanoTime());
    }

    void trouble(Excuse excuse, long process, long fromNanos, long toNanos) {
        write(excuse.name(), process, fromNanos, toNanos);
    }

    static long me() {
        return ProcessHandle.current().pid();
    }

    private synchronized void write(Object... words) {
        var line = String.join("\t", Stream.of(words).map(String::valueOf).toList()) + "\n";
        // Opened for each line: an interrupt closes a channel, and a send that overruns is interrupted.
        boolean interrupted = Thread.interrupted();
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** In the order in which they began, which is not quite the one in which they were written. */
    List<Call> calls() {
        return lines(CALL)
                .map(words -> new Call(number(words[1]), number(words[2]), number(words[3]), words[4], words[5]))
                .sorted(Comparator.comparingLong(Call::nanos))
                .toList();
    }

    List<Answer> answers() {
        return lines(ANSWER)
                .map(words -> new Answer(
                        number(words[1]),
                        words[2],
                        words[3],
                        words.length < 5 ? List.of() : List.of(words[4].split(","))))
                .toList();
    }

    boolean isScheduled() {
        return lines(SCHEDULED).findAny().isPresent();
    }

    List<Trouble> troubles() {
        return Stream.of(Excuse.values())
                .flatMap(excuse -> lines(excuse.name())
                        .map(words -> new Trouble(excuse, number(words[1]), number(words[2]), number(words[3]))))
                .toList();
    }

    private static long number(String word) {
        return Long.parseLong(word);
    }

    private Stream<String[]> lines(String kind) {
        try {
            var text = Files.exists(file) ? Files.readString(file) : "";
            // Behind the last line break is a line that is being written.
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(line -> line.split("\t"))
                    .filter(words -> words[0].equals(kind));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
