package org.lastmile.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.lastmile.example.ScriptedAnswer.Act;
import org.lastmile.goal.Reminder;

/**
 * A file in which the notifier writes what it was called with, and the host what was answered, in the order in which it happened.
 * Each line is on the disk before the call returns, so the file outlives the process; it knows nothing of the library's ledger,
 * which is judged by it.
 */
final class Journal implements AutoCloseable {
    private static final String SENT = "sent";
    private static final String ANSWERED = "answered";

    private final FileChannel file;

    /**
     * One line.
     *
     * @param at when, in the time of the rehearsal
     * @param reminderId the reminder that was sent; empty for an answer
     * @param plannedAt for when it had been planned; of an answer its own time
     * @param recipientId to whom, or by whom
     * @param what the step it is about, or the act
     * @param rung by which rung, from 0; of an answer -1
     */
    record Line(Instant at, String reminderId, Instant plannedAt, String recipientId, String what, int rung) {
        static Line answer(Instant at, String recipientId, Act act) {
            return new Line(at, "", at, recipientId, act.name(), -1);
        }

        boolean isSend() {
            return !reminderId.isEmpty();
        }

        Act act() {
            return Act.valueOf(what);
        }

        /** Which of the planned reminders it was. */
        Slot slot() {
            return new Slot(what, recipientId, rung);
        }
    }

    private Journal(FileChannel file) {
        this.file = file;
    }

    static Journal open(Path path) {
        try {
            return new Journal(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void sent(Instant at, Reminder reminder) {
        int rung = Objects.requireNonNull(reminder.step().ladder()).rungs().indexOf(reminder.rung());
        write(
                SENT,
                new Line(
                        at,
                        reminder.id(),
                        reminder.plannedAt(),
                        reminder.recipient().id(),
                        reminder.stepId(),
                        rung));
    }

    synchronized void answered(Instant at, String recipientId, Act act) {
        write(ANSWERED, Line.answer(at, recipientId, act));
    }

    private void write(String kind, Line line) {
        var text = String.join(
                        "\t",
                        kind,
                        line.at().toString(),
                        line.reminderId(),
                        line.plannedAt().toString(),
                        line.recipientId(),
                        line.what(),
                        Integer.toString(line.rung()))
                + "\n";
        try {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            file.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines so far; none if there is no file yet. */
    static List<Line> read(Path path) {
        try {
            var lines = new ArrayList<Line>();
            for (var text : Files.exists(path) ? Files.readAllLines(path) : List.<String>of()) {
                var parts = text.split("\t", -1);
                lines.add(new Line(
                        Instant.parse(parts[1]),
                        parts[2],
                        Instant.parse(parts[3]),
                        parts[4],
                        parts[5],
                        Integer.parseInt(parts[6])));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
