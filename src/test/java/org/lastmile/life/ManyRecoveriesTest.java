package org.lastmile.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lastmile.Lastmile;
import org.lastmile.crash.Interposed;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;
import org.lastmile.store.memory.MemoryStore;
import org.lastmile.testing.ManualTime;
import org.lastmile.testing.RecordingNotifier;

/** Many miss the same deadline: the step that recovers it begins for each of them, and nobody's is read once for each other one. */
class ManyRecoveriesTest {
    private static final int GUESTS = 500;

    @Test
    void beginTogether() {
        var time = ManualTime.at(Instant.parse("2026-05-01T00:00:00Z"));
        var sent = new RecordingNotifier();
        var reads = new AtomicInteger();
        var store = Interposed.around("followUps", MemoryStore.of(time::instant), read -> {
            reads.incrementAndGet();
            return read.get();
        });
        try (var lastmile = Lastmile.builder()
                .store(store)
                .time(time)
                .executor(Runnable::run)
                .notifier("log", sent)
                .build()) {
            lastmile.schedule(goal());
            lastmile.complete("trip", "pay", "guest-0");
            time.runUntil(lastmile, Instant.parse("2026-05-09T00:00:00Z"));
            assertThat(sent.reminders())
                    .hasSize(GUESTS - 1)
                    .allMatch(reminder -> reminder.stepId().equals("call"))
                    .allMatch(reminder -> reminder.plannedAt().equals(Instant.parse("2026-05-08T00:00:00Z")))
                    .noneMatch(reminder -> reminder.recipient().id().equals("guest-0"));
            assertThat(reads).hasValueLessThan(20);
        }
        store.close();
    }

    private static Goal goal() {
        var guests = IntStream.range(0, GUESTS)
                .mapToObj(i -> Recipient.of("guest-" + i, "Guest " + i))
                .toList();
        var before = Ladder.of(Rung.before(Duration.ofDays(30)).by("log"));
        var atOnce = Ladder.of(Rung.afterStart(Duration.ZERO).by("log"));
        return Goal.of("trip", "Trip")
                .due(Instant.parse("2026-05-10T00:00:00Z"))
                .step(Step.of("pay", "Pay")
                        .due(Duration.ofDays(-2))
                        .ladder(before)
                        .participants(guests))
                .finalStep(Step.of("call", "Call")
                        .recovers("pay")
                        .due(Duration.ofDays(1))
                        .ladder(atOnce)
                        .participants(guests));
    }
}
