package org.lastmile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lastmile.crash.Interposed;
import org.lastmile.crash.Patience;
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;
import org.lastmile.store.memory.MemoryStore;

/** The store's time as a process knows it: hardly behind, never ahead, and never backwards. */
class StoreClockTest {
    private static final Instant BEGIN = Instant.parse("2026-07-01T08:00:00Z");
    /** The real time, in microseconds since then. */
    private long micros;
    /** How much faster than real this process's clock runs, in parts of a million. */
    private int fastPpm;

    private Duration storeIsAhead = Duration.ZERO;
    private boolean storeIsAway;
    private Duration underWay = Duration.ZERO;
    private long sleptMillis;
    private Runnable meanwhile = () -> {};
    private final List<Long> asked = new ArrayList<>();

    private final Store store = Interposed.around("now", MemoryStore.of(() -> BEGIN), now -> {
        asked.add(micros / 1_000_000);
        meanwhile.run();
        if (storeIsAway) {
            throw new StoreException("away", null, true);
        }
        var answer = storesTime();
        pass(underWay);
        return answer;
    });

    private final Pace pace = new Pace() {
        @Override
        public long nanos() {
            return micros * 1_000 + micros * fastPpm / 1_000;
        }

        @Override
        public long wallMillis() {
            return nanos() / 1_000_000 + sleptMillis;
        }
    };

    private final StoreClock clock = new StoreClock(store, pace);

    private Instant storesTime() {
        return BEGIN.plusNanos(micros * 1_000).plus(storeIsAhead);
    }

    private Duration behind() {
        return Duration.between(clock.instant(), storesTime());
    }

    private void pass(Duration time) {
        micros += time.toNanos() / 1_000;
    }

    @Test
    void itIsBehindByTwoAndAHalfMillisecondsAtMost() {
        for (int i = 0; i < 6_000; i++) {
            pass(Duration.ofMillis(10));
            assertThat(behind()).isBetween(Duration.ZERO, Duration.ofNanos(2_500_000));
        }
        assertThat(asked).as("how often it asked in a minute").hasSizeBetween(12, 13);
    }

    @Test
    void itIsNeverAheadOfTheStoreThoughThisProcessIsFast() {
        fastPpm = 499;
        for (int i = 0; i < 6_000; i++) {
            pass(Duration.ofMillis(10));
            assertThat(behind()).isGreaterThanOrEqualTo(Duration.ZERO);
        }
    }

    @Test
    void itStandsStillRatherThanToRunBackwards() {
        pass(Duration.ofSeconds(4));
        var before = clock.instant();
        storeIsAhead = Duration.ofSeconds(-3);
        pass(Duration.ofSeconds(2));
        assertThat(clock.instant()).isEqualTo(before);
        pass(Duration.ofSeconds(2));
        assertThat(clock.instant()).isAfter(before);
    }

    /** Whoever asks may wait for a time-out, and everybody else with them. */
    @Test
    void aStoreThatDoesNotAnswerIsNotAskedAgainForAMinute() {
        storeIsAway = true;
        for (int i = 0; i < 150; i++) {
            pass(Duration.ofSeconds(1));
            assertThat(behind()).isBetween(Duration.ZERO, Duration.ofMillis(75));
        }
        assertThat(asked).containsExactly(0L, 6L, 67L, 128L);
    }

    @Test
    void aStoreThatIsBackIsAskedAtOnce() {
        storeIsAway = true;
        pass(Duration.ofSeconds(6));
        clock.instant();
        storeIsAway = false;
        storeIsAhead = Duration.ofSeconds(20);
        new Timepiece(clock, pace).storeIsBack();
        assertThat(behind()).isZero();
    }

    /** It may wait for a connection of a pool that is used up: the others carry the last sample on. */
    @Test
    void whoAsksHoldsNobodyElseUp() throws Exception {
        pass(Duration.ofSeconds(6));
        var asks = new CountDownLatch(1);
        var answers = new CountDownLatch(1);
        meanwhile = () -> {
            asks.countDown();
            Patience.until("it answers", () -> answers.getCount() == 0);
        };
        var asker = new Thread(clock::instant);
        asker.start();
        assertThat(asks.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(behind()).isBetween(Duration.ZERO, Duration.ofMillis(3));
        answers.countDown();
        asker.join(30_000);
        assertThat(asker.isAlive()).isFalse();
        assertThat(behind()).isZero();
    }

    /** Its leases would have run out when they are given: it stood still after the store had answered. */
    @Test
    void anAnswerThatWasLongUnderWayDoesNotSetItBack() {
        pass(Duration.ofSeconds(6));
        underWay = Duration.ofMinutes(2);
        assertThat(behind()).isBetween(Duration.ZERO, Duration.ofMillis(64));
        underWay = Duration.ZERO;
        pass(Duration.ofSeconds(6));
        assertThat(behind()).isZero();
    }

    /** While it slept {@code nanoTime} stood still. */
    @Test
    void afterASleepItAsksAtOnce() {
        pass(Duration.ofSeconds(1));
        sleptMillis = 3_600_000;
        storeIsAhead = Duration.ofHours(1);
        assertThat(behind()).isZero();
    }
}
