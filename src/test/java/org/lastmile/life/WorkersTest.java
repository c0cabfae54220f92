package org.lastmile.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lastmile.ChannelOptions;
import org.lastmile.EngineRoom;
import org.lastmile.Lastmile;
import org.lastmile.crash.Interposed;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.store.memory.MemoryStore;

/** The workers of a lane, and claims that have waited for them. */
class WorkersTest {
    private long now = Instant.parse("2026-07-01T08:00:00Z").toEpochMilli();

    @Test
    void whoeverWentWhileAllThatWaitedWasLookedAtIsCalledBack() {
        var room = new AtomicReference<EngineRoom>();
        var looked = new ArrayList<String>();
        var othersAtWork = new ArrayList<Boolean>();
        var memory = MemoryStore.of(() -> Instant.ofEpochMilli(now));
        var store = Interposed.around("look", memory, look -> {
            // While one worker asks, the three others find nothing that waits.
            while (room.get().hasTask()) {
                room.get().work();
            }
            looked.add("look");
            return look.get();
        });
        room.set(new EngineRoom(
                Lastmile.builder()
                        .store(store)
                        .notifier(
                                "email",
                                reminder -> {
                                    othersAtWork.add(room.get().hasTask());
                                    return SendResult.sent();
                                },
                                ChannelOptions.defaults().withConcurrency(4)),
                () -> now * 1_000_000,
                () -> now));
        room.get().lastmile().schedule(party(6));
        now += Duration.ofHours(1).toMillis();
        assertThat(room.get().claim()).isTrue();
        // Longer than a claim may wait without another look.
        now += 1_000;

        room.get().work();

        assertThat(looked).hasSize(1);
        assertThat(othersAtWork).hasSize(6);
        assertThat(othersAtWork.get(0)).as("others are to help with the rest").isTrue();
    }

    private static Goal party(int guests) {
        List<Recipient> people = IntStream.range(0, guests)
                .mapToObj(i -> Recipient.of("guest-" + i, "Guest " + i))
                .toList();
        return Goal.of("party", "Party")
                .due(LocalDateTime.parse("2026-07-03T08:00:00"), ZoneId.of("UTC"))
                .finalStep(Step.of("come", "Come")
                        .ladder(Ladder.of(Rung.before(Duration.ofHours(47)).by("email")))
                        .participants(people.toArray(Recipient[]::new)));
    }
}
