package org.lastmile.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lastmile.Lastmile;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;
import org.lastmile.store.memory.MemoryStore;
import org.lastmile.testing.ManualTime;
import org.mockito.Mockito;

class MetersTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Meters meters = Meters.in(registry);

    @Test
    void countsWhatIsSentFailsAndIsSkippedAndHowLateItIs() {
        var time = ManualTime.at(NOON);
        var answers = new ArrayDeque<>(List.of(SendResult.temporary("busy"), SendResult.sent()));
        try (var lastmile = Lastmile.builder()
                .store(meters.timed(MemoryStore.of(time::instant)))
                .time(time)
                .executor(Runnable::run)
                .listener(meters)
                .notifier("sms", reminder -> answers.remove())
                .build()) {
            meters.watch(() -> lastmile.health().backlog());
            lastmile.schedule(Goal.of("party", "Party")
                    .due(Deadline.of(NOON.plus(Duration.ofDays(9))))
                    .finalStep(Step.of("come", "Come")
                            .ladder(Ladder.parse("before P30D by sms; after-start PT0S by sms"))
                            .participants(
                                    Recipient.of("ana", "Ana").withAddress("sms", "+49 30 1"),
                                    Recipient.of("ben", "Ben"))));
            assertThat(registry.get("lastmile.backlog").gauge().value()).isEqualTo(1);
            time.runUntil(lastmile, NOON.plus(Duration.ofHours(1)));
            lastmile.complete("party", "come", "ana");
        }

        assertThat(count("lastmile.reminders", "channel", "sms", "result", "failed", "reason", "retrying"))
                .isEqualTo(1);
        assertThat(count("lastmile.reminders", "channel", "sms", "result", "sent", "reason", "none"))
                .isEqualTo(1);
        // A month before was before they were asked.
        assertThat(count("lastmile.reminders", "channel", "none", "result", "skipped", "reason", "late"))
                .isEqualTo(2);
        assertThat(count("lastmile.reminders", "channel", "none", "result", "skipped", "reason", "no_address"))
                .isEqualTo(1);
        assertThat(count("lastmile.answers", "outcome", "done")).isEqualTo(1);
        assertThat(count("lastmile.events", "kind", "scheduled")).isEqualTo(1);
        // Half a minute and its jitter, the wait before the second attempt.
        var lateness = registry.get("lastmile.lateness").tag("channel", "sms").timer();
        assertThat(lateness.count()).isEqualTo(1);
        assertThat(lateness.max(TimeUnit.SECONDS)).isBetween(1.0, 120.0);
        assertThat(registry.get("lastmile.store")
                        .tag("operation", "claim")
                        .timer()
                        .count())
                .isPositive();
        assertThat(registry.getMeters())
                .flatExtracting(meter -> meter.getId().getTags())
                .extracting(tag -> tag.getValue())
                .doesNotContain("party", "come", "ana", "ben");
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    @Test
    void aFailureOfTheStoreStaysWhatItIs() {
        var broken = Mockito.mock(Store.class);
        Mockito.when(broken.now()).thenThrow(new StoreException("gone", null));
        assertThatThrownBy(meters.timed(broken)::now)
                .isInstanceOf(StoreException.class)
                .hasMessage("gone");
        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .extracting(Meter.Id::getName)
                .contains("lastmile.store");
    }
}
