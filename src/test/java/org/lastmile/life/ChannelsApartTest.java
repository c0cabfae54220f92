package org.lastmile.life;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lastmile.ChannelOptions;
import org.lastmile.Lastmile;
import org.lastmile.crash.Patience;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.report.HistoryEntry;

/** One channel hangs, one throws, one is refused, one works: and the one that works is never late because of the others. */
class ChannelsApartTest {
    private static final int GUESTS = 40;
    /** A send that waited for another channel's would be later than that. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private static final ChannelOptions OPTIONS = ChannelOptions.defaults()
            .withTimeout(TIMEOUT)
            .withConcurrency(4)
            .withBackoff(Duration.ofMillis(50))
            .withAttempts(3);

    private final CountDownLatch repaired = new CountDownLatch(1);
    private final AtomicInteger hung = new AtomicInteger();
    private final AtomicInteger thrown = new AtomicInteger();
    private final Queue<Long> lateness = new ConcurrentLinkedQueue<>();

    @Test
    void oneThatWorksIsNotLateBecauseOfThreeThatDoNot() {
        try (var lastmile = Lastmile.builder()
                .notifier("hangs", reminder -> hang(), OPTIONS.withTimeout(Duration.ofMillis(300)))
                .notifier("throws", reminder -> fail(), OPTIONS)
                .notifier("refused", reminder -> SendResult.permanent("no such number"), OPTIONS)
                .notifier("works", this::send, OPTIONS)
                .lease(TIMEOUT.multipliedBy(2))
                .poll(Duration.ofMillis(100))
                .start()) {
            lastmile.schedule(goal());
            // The fourth has spoken to everybody, three times, while the first three are in trouble.
            Patience.until("all by the one that works", () -> lateness.size() == 3 * GUESTS);
            assertThat(hung).hasPositiveValue();
            assertThat(thrown).hasPositiveValue();
            assertThat(repaired.getCount()).isOne();
            assertThat(lateness).allMatch(millis -> millis >= 0).allMatch(millis -> millis < TIMEOUT.toMillis());
            Patience.until(
                    "everybody refused has an end",
                    () -> ended(lastmile, "refused").size() == GUESTS);
            assertThat(states(lastmile, "refused")).containsOnly(ReminderState.FAILED);
            assertThat(states(lastmile, "works")).containsOnly(ReminderState.SENT);
            assertThat(states(lastmile, "hangs")).doesNotContain(ReminderState.SENT);
            repaired.countDown();
        }
    }

    /** Hangs as bad drivers do: whatever interrupts it. */
    private SendResult hang() {
        hung.incrementAndGet();
        while (true) {
            try {
                repaired.await();
                return SendResult.sent();
            } catch (InterruptedException e) {
                // Goes on.
            }
        }
    }

    private SendResult fail() {
        thrown.incrementAndGet();
        throw new IllegalStateException("gateway is down");
    }

    private SendResult send(Reminder reminder) {
        lateness.add(Duration.between(reminder.plannedAt(), Instant.now()).toMillis());
        return SendResult.sent();
    }

    private static Goal goal() {
        var goal = Goal.of("party", "Party")
                .due(Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS));
        for (var channel : List.of("hangs", "throws", "refused")) {
            goal = goal.step(Step.of(channel, "Reply")
                    .ladder(Ladder.of(Rung.afterStart(Duration.ZERO).by(channel)))
                    .participants(guests()));
        }
        var thrice = Ladder.of(
                Rung.afterStart(Duration.ofMillis(500)).by("works"),
                Rung.afterStart(Duration.ofMillis(1_000)).by("works"),
                Rung.afterStart(Duration.ofMillis(1_500)).by("works"));
        return goal.finalStep(Step.of("works", "Reply").ladder(thrice).participants(guests()));
    }

    private static List<Recipient> guests() {
        return IntStream.range(0, GUESTS)
                .mapToObj(i -> Recipient.of("guest-" + i, "Guest " + i))
                .toList();
    }

    private static Set<ReminderState> states(Lastmile lastmile, String step) {
        return lastmile.history("party").stream()
                .filter(entry -> entry.stepId().equals(step))
                .map(HistoryEntry::state)
                .collect(toSet());
    }

    private static Set<String> ended(Lastmile lastmile, String step) {
        return lastmile.history("party").stream()
                .filter(entry -> entry.stepId().equals(step) && entry.state().isFinal())
                .map(HistoryEntry::recipientId)
                .collect(toSet());
    }
}
