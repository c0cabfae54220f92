package org.lastmile.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;
import org.lastmile.notify.Notifier;

/**
 * The oracle: a file to which every call of a notifier is appended, and synced, before anything else is done. What it says has
 * happened, whatever becomes of the process and whatever a ledger says.
 */
final class Logbook implements Notifier {
    /** One call of a notifier. */
    record Call(long process, String channel, String recipient, String reminder) {}

    private final Path file;
    private final boolean synced;

    Logbook(Path file) {
        this(file, true);
    }

    private Logbook(Path file, boolean synced) {
        this.file = file;
        this.synced = synced;
    }

    /** One that leaves the syncing to the system: for processes that end by themselves. */
    static Logbook unsynced(Path file) {
        return new Logbook(file, false);
    }

    @Override
    public SendResult send(Reminder reminder) {
        write(reminder);
        return SendResult.sent();
    }

    synchronized void write(Reminder reminder) {
        var line = ProcessHandle.current().pid() + "\t" + reminder.channel().name() + "\t"
                + reminder.recipient().id() + "\t" + reminder.id() + "\n";
        // Opened for each line: an interrupt closes a channel, and a send that overruns is interrupted.
        boolean interrupted = Thread.interrupted();
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
            if (synced) {
                channel.force(false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** How many calls there were so far. */
    int count() {
        int count = 0;
        for (byte b : bytes()) {
            count += b == '\n' ? 1 : 0;
        }
        return count;
    }

    /** Every call so far, in order. */
    List<Call> calls() {
        var calls = new ArrayList<Call>();
        for (var line : lines()) {
            var parts = line.split("\t");
            calls.add(new Call(Long.parseLong(parts[0]), parts[1], parts[2], parts[3]));
        }
        return calls;
    }

    private List<String> lines() {
        var text = new String(bytes(), UTF_8);
        // Behind the last line break is a line that is being written.
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private byte[] bytes() {
        try {
            return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
