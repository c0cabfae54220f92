package org.lastmile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lastmile.crash.Interposed;
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
    private final List<Long> asked = new ArrayList<>();

    private final Store store = Interposed.around("now", MemoryStore.of(() -> BEGIN), now -> {
        asked.add(micros / 1_000_000);
        if (storeIsAway) {
            throw new StoreException("away", null, true);
        }
        return storesTime();
    });

    private final Pace pace = new Pace() {
        @Override
        public long nanos() {
            return micros * 1_000 + micros * fastPpm / 1_000;
        }

        @Override
        public long wallMillis() {
            return nanos() / 1_000_000;
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
}
