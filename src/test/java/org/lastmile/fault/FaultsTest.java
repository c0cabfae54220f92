package org.lastmile.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rounds of real processes with faults, for {@code -Dfaults.minutes=n} or {@code -Dfaults.rounds=n}, whichever is first, a few at once
 * ({@code -Dfaults.parallel=n}). {@code -Dfaults.seed=s} says which; {@code -Dfaults.replay=number} plays one alone, whose fault and
 * moments are the same, though processes are never quite.
 */
@Tag("faults")
@EnabledOnOs(OS.LINUX)
class FaultsTest {
    private static final long SEED = Long.getLong("faults.seed", 2026);
    private static final long NO_REPLAY = Long.MIN_VALUE;
    private static final long REPLAY = Long.getLong("faults.replay", NO_REPLAY);
    private static final int MINUTES = Integer.getInteger("faults.minutes", 0);
    private static final int ROUNDS = Integer.getInteger("faults.rounds", 16);
    private static final int PARALLEL = Integer.getInteger("faults.parallel", 5);

    @TempDir
    private Path folder;

    private final SplittableRandom numbers = new SplittableRandom(SEED);
    private final Map<String, Integer> kinds = new TreeMap<>();
    private final Map<String, Integer> explained = new TreeMap<>();
    private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
    private int begun;
    private int ended;
    private int calls;
    private int answers;
    private int named;
    private int lost;
    private int unnamed;
    private int unexplained;
    private int early;

    @Test
    void promisesHoldInEveryRound() throws Exception {
        long began = System.nanoTime();
        long end = MINUTES > 0 ? began + TimeUnit.MINUTES.toNanos(MINUTES) : Long.MAX_VALUE;
        try (var rounds = new Rounds(folder)) {
            var players = new ArrayList<Thread>();
            for (int i = 0; i < (REPLAY == NO_REPLAY ? PARALLEL : 1); i++) {
                var player = new Thread(() -> play(rounds, end), "plays-" + i);
                player.start();
                players.add(player);
            }
            for (var player : players) {
                player.join();
            }
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        System.out.printf(
                "faults: %d rounds in %d s (seed %d): %s%n  %d sends, %d answers; lost: %d, unnamed sends after done: %d,"
                        + " duplicates: %d (each explained: %s; unexplained: %d), named and sent: %d, early: %d%n",
                ended,
                seconds,
                SEED,
                kinds,
                calls,
                answers,
                lost,
                unnamed,
                sum(explained),
                explained,
                unexplained,
                named,
                early);
        assertThat(complaints).isEmpty();
        assertThat(ended).isPositive();
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void play(Rounds rounds, long end) {
        for (long number = next(end); number != NO_REPLAY; number = next(end)) {
            var kind = Rounds.Kind.of(number);
            try {
                count(kind, number, rounds.play(kind, Sabotage.NONE, number));
            } catch (Exception | AssertionError e) {
                complaints.add(kind + ", -Dfaults.replay=" + number + ": " + e);
            }
        }
    }

    private synchronized long next(long end) {
        if (begun >= ROUNDS || System.nanoTime() >= end || complaints.size() > 5) {
            return NO_REPLAY;
        }
        begun++;
        if (REPLAY != NO_REPLAY) {
            return begun == 1 ? REPLAY : NO_REPLAY;
        }
        return numbers.nextLong();
    }

    private synchronized void count(Rounds.Kind kind, long number, Verdict verdict) {
        ended++;
        kinds.merge(kind.toString(), 1, Integer::sum);
        verdict.explained.forEach((why, times) -> explained.merge(why, times, Integer::sum));
        calls += verdict.calls();
        answers += verdict.answers();
        named += verdict.named;
        lost += verdict.lost.size();
        unnamed += verdict.unnamed.size();
        unexplained += verdict.unexplained.size();
        early += verdict.early.size();
        List<String> all = verdict.complaints();
        if (!all.isEmpty()) {
            complaints.add(kind + ", -Dfaults.replay=" + number + ":\n  "
                    + String.join("\n  ", all.subList(0, Math.min(10, all.size()))));
        }
    }
}
