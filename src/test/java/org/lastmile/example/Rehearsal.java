package org.lastmile.example;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lastmile.Lastmile;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.SendResult;
import org.lastmile.report.HistoryEntry;
import org.lastmile.report.Report;
import org.lastmile.store.jdbc.JdbcStore;
import org.lastmile.testing.ManualTime;

/**
 * Rehearses an invitation: shows who will hear what and when, lives through it in fast motion on a database in a file, with the
 * process cut off half-way and started again, and judges the result by what the notifier wrote itself.
 *
 * <p>Arguments: an iCalendar file (a party of the family unless given) and, if the file has several events, the UID of one.
 * Exit code 0 if nothing was lost and nothing was sent after it was done, 1 if not, 2 if the input cannot be used.
 */
public final class Rehearsal {
    static final int GOOD = 0;
    static final int BAD = 1;
    static final int UNUSABLE = 2;
    private static final String DEFAULT = "birthday-party.ics";

    private final PrintStream out;
    private final ZoneId zone;

    Rehearsal(PrintStream out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    /** Rehearses what the arguments name; see the class. */
    public static void main(String[] args) throws Exception {
        // In UTF-8 whatever the console's default: guests have names from everywhere.
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        int code = new Rehearsal(out, ZoneId.systemDefault()).run(args);
        if (code != GOOD) {
            System.exit(code);
        }
    }

    int run(String... args) throws IOException, InterruptedException {
        if (args.length > 2) {
            out.println("arguments are " + args.length + "; give a file and perhaps the UID of an event");
            return UNUSABLE;
        }
        var folder = Files.createTempDirectory("rehearsal");
        try {
            return rehearse(folder, file(args, folder), args.length == 2 ? args[1] : null);
        } catch (IllegalArgumentException e) {
            Table.wrapped(String.valueOf(e.getMessage()), "").forEach(out::println);
            return UNUSABLE;
        } finally {
            delete(folder);
        }
    }

    private static Path file(String[] args, Path folder) throws IOException {
        if (args.length > 0) {
            return Path.of(args[0]);
        }
        var copy = folder.resolve(DEFAULT);
        try (var in = Objects.requireNonNull(Rehearsal.class.getResourceAsStream(DEFAULT), DEFAULT)) {
            Files.copy(in, copy);
        }
        return copy;
    }

    private int rehearse(Path folder, Path file, @Nullable String uid) throws IOException, InterruptedException {
        var choice = Choice.of(file, zone, uid);
        var script = Script.of(choice.invitation());
        Files.copy(file, folder.resolve(Stage.INVITATION));
        new Playbill(out, choice, script).print();

        var child = new Child(folder, zone, choice.invitation().goalId());
        var expected = Verdict.of(script, Script.asPlanned(script), List.of()).fates().stream()
                .filter(fate -> fate.expected() == ReminderState.SENT)
                .count();
        out.println();
        if (expected > 0) {
            child.run((expected + 1) / 2, Stage.CUT_OFF);
            var last = Journal.read(folder.resolve(Stage.JOURNAL)).stream()
                    .filter(Journal.Line::isSend)
                    .reduce((one, other) -> other)
                    .orElseThrow();
            Table.wrapped(
                            "The process was cut off in the middle of send " + (expected + 1) / 2 + " of " + expected
                                    + ", "
                                    + Table.time(last.at(), script.goal().zone())
                                    + ": the notifier had sent, the database did not know yet. It is started again.",
                            "")
                    .forEach(out::println);
        }
        child.run(0, 0);
        out.println();
        var kept = kept(folder, script);
        var verdict = Verdict.of(script, Journal.read(folder.resolve(Stage.JOURNAL)), kept.history());
        new Review(out, script, verdict).print();
        out.println();
        kept.report().toString().lines().forEach(out::println);
        return verdict.isGood() ? GOOD : BAD;
    }

    /** What the database says in the end. */
    private record Kept(List<HistoryEntry> history, Report report) {}

    private static Kept kept(Path folder, Script script) {
        try (var store = JdbcStore.h2(folder.resolve(Stage.DATABASE));
                var lastmile = Lastmile.builder()
                        .store(store)
                        .time(ManualTime.at(script.end()))
                        .notifier(Script.CHANNEL, reminder -> SendResult.sent())
                        .build()) {
            var id = script.goal().id();
            return new Kept(lastmile.history(id), lastmile.report(id).orElseThrow());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
