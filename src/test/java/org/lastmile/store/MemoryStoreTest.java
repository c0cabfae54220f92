package org.lastmile.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.lastmile.store.memory.MemoryStore;

class MemoryStoreTest extends StoreContract {
    private final Store store = MemoryStore.of(() -> Scene.NOON);

    @Override
    public Store store() {
        return store;
    }

    @Test
    void goesByTheTimeItIsGivenInWholeMilliseconds() {
        var time = new AtomicReference<>(Instant.parse("2026-06-01T12:00:00.123456Z"));
        try (var timed = MemoryStore.of(time::get)) {
            assertThat(timed.now()).isEqualTo(Instant.parse("2026-06-01T12:00:00.123Z"));
            time.set(Instant.parse("2026-06-01T12:00:01Z"));
            assertThat(timed.now()).isEqualTo(Instant.parse("2026-06-01T12:00:01Z"));
        }
    }
}
