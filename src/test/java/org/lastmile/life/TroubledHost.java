package org.lastmile.life;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.lastmile.ChannelOptions;
import org.lastmile.Lastmile;
import org.lastmile.crash.Patience;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.notify.LogNotifier;
import org.lastmile.report.HistoryEntry;
import org.lastmile.store.jdbc.JdbcStore;

/** A host in which everything that is its own goes wrong, with messages that must not be logged; logs all there is to log. */
final class TroubledHost {
    static final String[] SECRETS = {"gil@example.org", "+15550100", "Gil Geheim", "hunter2", "at the notifier's"};

    private static final List<String> CHANNELS = List.of("email", "sms", "webhook", "hangs", "null", "log");
    private static final Set<String> CALLED = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger EVENTS = new AtomicInteger();

    private TroubledHost() {}

    public static void main(String[] arguments) throws IOException {
        var options = ChannelOptions.defaults()
                .withTimeout(Duration.ofMillis(200))
                .withBackoff(Duration.ofMillis(10))
                .withBreaker(3)
                .withConcurrency(2);
        var folder = Files.createTempDirectory("troubled");
        try (var store = JdbcStore.h2(folder.resolve("store"));
                var lastmile = Lastmile.builder()
                        .store(store)
                        .poll(Duration.ofMillis(50))
                        .notifier("email", TroubledHost::fail, options)
                        .notifier("sms", TroubledHost::collapse, options)
                        .notifier("webhook", TroubledHost::refuse, options)
                        .notifier("hangs", TroubledHost::hang, options)
                        .notifier("null", TroubledHost::sayNothing, options)
                        .notifier("log", TroubledHost::log)
                        .listener(event -> {
                            EVENTS.incrementAndGet();
                            throw new IllegalStateException("hunter2");
                        })
                        .shutdown(Duration.ofSeconds(1))
                        .start()) {
            lastmile.schedule(party());
            Patience.until("every channel was called", () -> CALLED.containsAll(CHANNELS));
            Patience.until(
                    "of each something is known",
                    () -> lastmile.history("party").stream()
                            .map(HistoryEntry::stepId)
                            .collect(toSet())
                            .containsAll(CHANNELS));
            Patience.until("the listener was told", () -> EVENTS.get() > CHANNELS.size());
        }
        for (var file : Files.list(folder).toList()) {
            Files.delete(file);
        }
        Files.delete(folder);
    }

    private static Goal party() {
        var gil = Recipient.of("guest-0", "Gil Geheim")
                .withAddress("email", "gil@example.org")
                .withAddress("sms", "+15550100");
        var goal = Goal.of("party", "Party")
                .due(Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS));
        for (var channel : CHANNELS) {
            var step = Step.of(channel, "Reply")
                    .ladder(Ladder.of(Rung.afterStart(Duration.ZERO).by(channel)))
                    .participants(gil);
            goal = channel.equals("log") ? goal.finalStep(step) : goal.step(step);
        }
        return goal;
    }

    private static SendResult fail(Reminder reminder) {
        CALLED.add("email");
        throw new IllegalStateException(
                reminder.address() + " is unknown at the notifier's", new IOException("password hunter2"));
    }

    private static SendResult collapse(Reminder reminder) {
        CALLED.add("sms");
        throw new AssertionError(reminder.recipient().name() + " " + reminder.address());
    }

    private static SendResult refuse(Reminder reminder) {
        CALLED.add("webhook");
        return SendResult.temporary(reminder.recipient().name() + " has moved");
    }

    private static SendResult hang(Reminder reminder) {
        CALLED.add("hangs");
        Patience.until("never", () -> false);
        return SendResult.sent();
    }

    private static SendResult sayNothing(Reminder reminder) {
        CALLED.add("null");
        return null;
    }

    private static SendResult log(Reminder reminder) {
        CALLED.add("log");
        return new LogNotifier().send(reminder);
    }
}
