package org.lastmile.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lastmile.Answer;
import org.lastmile.Lastmile;
import org.lastmile.goal.Fence;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.store.Edited;
import org.lastmile.store.Servers;
import org.lastmile.store.Store;
import org.lastmile.store.jdbc.JdbcStore;
import org.lastmile.store.memory.MemoryStore;

/**
 * A guest answers in the instant in which the reminder is claimed: from the return of the answer no send begins that the answer did
 * not name (promise 2). One counter, which notifier and guest draw from, says what was first; clocks are not asked.
 */
class AnswerRaceTest {
    private static final int ROUNDS = 300;
    private static final long SEED = 20_260_704;

    @TempDir
    private Path folder;

    @Test
    void isWonByOneSideInMemory() {
        try (var store = MemoryStore.of(Instant::now)) {
            judge("memory", Race.on(store));
        }
    }

    @Test
    void isWonByOneSideOnAnH2File() {
        try (var store = JdbcStore.h2(folder.resolve("store"))) {
            judge("H2", Race.on(store));
        }
    }

    @Test
    void isWonByOneSideOnPostgreSql() {
        try (var pool = Servers.postgres();
                var store = JdbcStore.of(pool)) {
            judge("PostgreSQL", Race.on(store));
        }
    }

    @Test
    @Tag("mariadb")
    void isWonByOneSideOnMariaDb() {
        try (var pool = Servers.mariaDb();
                var store = JdbcStore.of(pool)) {
            judge("MariaDB", Race.on(store));
        }
    }

    private static void judge(String store, Race race) {
        System.out.printf(
                "%d races on %s: silent %d, named %d (%d of them sent), sent before %d, unnamed sends after done: %d%n",
                ROUNDS, store, race.silent, race.named, race.namedAndSent, race.sentBefore, race.unnamed);
        assertThat(race.unnamed).isZero();
        // Each side won now and then, else it was no race.
        assertThat(race.silent).isPositive();
        assertThat(race.named).isPositive();
        assertThat(race.sentBefore + race.namedAndSent).isPositive();
    }

    @Test
    void isSeenToBeLostWhereTheStoreHidesClaims() {
        try (var store = MemoryStore.of(Instant::now)) {
            var hiding = Interposed.around("edit", store, edit -> hidden((Optional<?>) edit.get()));
            assertThat(Race.on(hiding).unnamed).isPositive();
        }
    }

    /** The rows as if nobody had claimed them before. */
    private static Optional<Edited> hidden(Optional<?> found) {
        return found.map(Edited.class::cast)
                .map(edited -> new Edited(
                        edited.goal(),
                        edited.rows().stream()
                                .map(row -> new Edited.Row(unclaimed(row.before()), row.recipient(), row.after()))
                                .toList()));
    }

    private static FollowUp unclaimed(FollowUp row) {
        return new FollowUp(row.key(), row.standing(), row.cursor(), Fence.NEW);
    }

    /** Many rounds between one node that sends and another that takes answers. */
    private static final class Race {
        private final AtomicLong counter = new AtomicLong();
        private final Map<String, Long> sends = new ConcurrentHashMap<>();
        private final SplittableRandom random = new SplittableRandom(SEED);
        /** Sought by trial: so long after the scheduling the reminder is claimed and sent. */
        private double nanos = 500_000;

        int silent;
        int named;
        int namedAndSent;
        int sentBefore;
        int unnamed;

        static Race on(Store store) {
            var race = new Race();
            var answers = new HashMap<String, Answer>();
            var returns = new HashMap<String, Long>();
            try (var sender = sender(store, race);
                    var desk = Lastmile.builder().store(store).build()) {
                for (int i = 0; i < ROUNDS; i++) {
                    var id = "goal-" + i;
                    sender.schedule(goal(id));
                    race.waitForTheMoment();
                    answers.put(id, desk.complete(id, "rsvp", "guest"));
                    returns.put(id, race.counter.incrementAndGet());
                    race.seekTheMoment(race.sends.containsKey(id));
                }
            }
            // The sender is closed: what was in flight has been sent or dropped.
            answers.forEach((id, answer) -> race.count(answer, race.sends.get(id), returns.get(id)));
            return race;
        }

        private static Lastmile sender(Store store, Race race) {
            // Between claim and send lies a moment more than need be, so that some answers fall into it.
            var slow = Interposed.around("claim", store, claim -> {
                var claims = claim.get();
                if (claims instanceof List<?> list && !list.isEmpty()) {
                    LockSupport.parkNanos(300_000);
                }
                return claims;
            });
            return Lastmile.builder()
                    .store(slow)
                    .notifier("log", reminder -> {
                        race.sends.put(reminder.goalId(), race.counter.incrementAndGet());
                        return SendResult.sent();
                    })
                    .start();
        }

        private static Goal goal(String id) {
            return Goal.of(id, "Goal")
                    .due(Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS))
                    .finalStep(Step.of("rsvp", "Reply")
                            .ladder(Ladder.of(Rung.afterStart(Duration.ZERO).by("log")))
                            .participants(Recipient.of("guest", "Guest")));
        }

        private void waitForTheMoment() {
            long until = System.nanoTime() + (long) (nanos * (0.5 + random.nextDouble()));
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }

        private void seekTheMoment(boolean tooLate) {
            nanos = Math.max(1_000, Math.min(100_000_000, tooLate ? nanos * 0.8 : nanos * 1.2));
        }

        private void count(Answer answer, @Nullable Long sent, long returned) {
            boolean isNamed = !answer.inFlight().isEmpty();
            if (sent != null && sent < returned) {
                sentBefore++;
            } else if (isNamed) {
                named++;
                namedAndSent += sent == null ? 0 : 1;
            } else if (sent == null) {
                silent++;
            } else {
                unnamed++;
            }
        }
    }
}
