package org.lastmile.example;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;
import org.lastmile.Lastmile;
import org.lastmile.goal.SendResult;
import org.lastmile.store.jdbc.JdbcStore;
import org.lastmile.testing.ManualTime;

/**
 * The process that lives through a script, on a database in a file, until it ends or is cut off. Started again, it goes on a few
 * minutes after the last thing that happened, and gives the answers that have not been given.
 */
final class Stage {
    static final int CUT_OFF = 137;
    static final String INVITATION = "invitation.ics";
    static final String JOURNAL = "notifier.log";
    static final String DATABASE = "rehearsal";
    private static final Duration DOWN = Duration.ofMinutes(5);

    private final Script script;
    private final Path folder;
    private int sendsLeft;

    private Stage(Script script, Path folder, int sendsLeft) {
        this.script = script;
        this.folder = folder;
        this.sendsLeft = sendsLeft;
    }

    /** The folder, the zone for times without one, the event's UID, and the send after which the process halts (0: none). */
    public static void main(String[] args) {
        var folder = Path.of(args[0]);
        var choice = Choice.of(folder.resolve(INVITATION), ZoneId.of(args[1]), args[2]);
        new Stage(Script.of(choice.invitation()), folder, Integer.parseInt(args[3])).perform();
    }

    private void perform() {
        var past = Journal.read(folder.resolve(JOURNAL));
        var time = ManualTime.at(
                past.isEmpty() ? script.start() : past.get(past.size() - 1).at().plus(DOWN));
        try (var journal = Journal.open(folder.resolve(JOURNAL));
                var store = JdbcStore.h2(folder.resolve(DATABASE));
                var lastmile = Lastmile.builder()
                        .store(store)
                        .time(time)
                        .executor(Runnable::run)
                        .notifier(Script.CHANNEL, reminder -> {
                            journal.sent(time.instant(), reminder);
                            if (--sendsLeft == 0) {
                                // It has been sent, and the database does not know yet.
                                Runtime.getRuntime().halt(CUT_OFF);
                            }
                            return SendResult.sent();
                        })
                        .build()) {
            if (past.isEmpty()) {
                lastmile.schedule(script.goal());
            }
            var given = new HashSet<String>();
            past.stream().filter(line -> !line.isSend()).forEach(line -> given.add(line.recipientId() + line.act()));
            script.settled()
                    .forEach((id, act) ->
                            answer(lastmile, journal, time, given, new ScriptedAnswer(script.start(), id, act)));
            for (var answer : script.answers()) {
                answer(lastmile, journal, time, given, answer);
            }
            time.runUntil(lastmile, script.end());
        }
    }

    private void answer(Lastmile lastmile, Journal journal, ManualTime time, Set<String> given, ScriptedAnswer answer) {
        if (given.add(answer.recipientId() + answer.act())) {
            if (answer.at().isAfter(time.instant())) {
                time.runUntil(lastmile, answer.at());
            }
            Script.act(lastmile, script.goal().id(), answer.recipientId(), answer.act());
            journal.answered(time.instant(), answer.recipientId(), answer.act());
        }
    }
}
