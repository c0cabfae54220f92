package org.lastmile.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lastmile.ChannelOptions;
import org.lastmile.EngineRoom;
import org.lastmile.Lastmile;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.store.memory.MemoryStore;

/** A lane that rests after failures, and the one send that tries whether it works again. */
class BreakerTest {
    private long now = Instant.parse("2026-07-01T08:00:00Z").toEpochMilli();
    private boolean works;
    private final List<String> sent = new ArrayList<>();

    @Test
    void theOneToTryMayComeToNothingAndTheNextTries() {
        var builder = Lastmile.builder()
                .store(MemoryStore.of(() -> Instant.ofEpochMilli(now)))
                .notifier(
                        "email",
                        reminder -> {
                            if (works) {
                                sent.add(reminder.id());
                            }
                            return works ? SendResult.sent() : SendResult.temporary("busy");
                        },
                        ChannelOptions.defaults().withBreaker(1));
        var room = new EngineRoom(builder, () -> now * 1_000_000, () -> now);
        room.lastmile()
                .schedule(Goal.of("deal", "Deal")
                        .due(LocalDateTime.parse("2026-07-03T08:00:00"), ZoneId.of("UTC"))
                        .finalStep(Step.of("sign", "Sign")
                                .ladder(Ladder.of(
                                        Rung.before(Duration.ofHours(47)).by("email")))
                                .participants(Recipient.of("ana", "Ana"))));
        now += Duration.ofHours(1).toMillis();
        goRound(room);
        assertThat(sent).as("a send that failed: the lane rests").isEmpty();

        // Long after: the one that is let through is edited while it waits for a worker, so it is not sent.
        works = true;
        now += Duration.ofMinutes(10).toMillis();
        assertThat(room.claim()).isTrue();
        room.lastmile().touch("deal", "sign", "ana");
        now += Duration.ofSeconds(1).toMillis();
        goRound(room);
        goRound(room);

        assertThat(sent).containsExactly("deal/sign/ana/1.0.0");
    }

    private static void goRound(EngineRoom room) {
        room.claim();
        while (room.hasTask()) {
            room.work();
        }
        while (room.hasFinished()) {
            room.settle();
        }
    }
}
