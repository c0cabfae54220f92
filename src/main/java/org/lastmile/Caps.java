package org.lastmile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.lastmile.store.Store;

/**
 * At most so many messages for each recipient in a time (rule R19). What other nodes have sent is read from the ledger, so a node may
 * be one message behind.
 *
 * <p>Thread-safe.
 */
final class Caps {
    private static final int MOST_REMEMBERED = 100_000;

    private final Store store;
    private final @Nullable Cap cap;
    private final Map<String, Deque<Instant>> own = new ConcurrentHashMap<>();

    /** So many messages in a time. */
    record Cap(int messages, Duration per) {
        Cap {
            if (messages < 1 || per.toMillis() < 1) {
                throw new IllegalArgumentException(
                        "cap is " + messages + " messages in " + per + "; use at least 1 in at least 1 ms");
            }
        }
    }

    Caps(Store store, @Nullable Cap cap) {
        this.store = store;
        this.cap = cap;
    }

    /** Whether one more message would be too many; if not, it counts from now on. */
    boolean isOver(String recipientId, Instant now) {
        if (cap == null) {
            return false;
        }
        var since = now.minus(cap.per());
        if (own.size() > MOST_REMEMBERED) {
            own.values().removeIf(times -> times.isEmpty() || times.peekLast().isBefore(since));
        }
        int elsewhere = store.sentSince(recipientId, since, cap.messages());
        var over = new boolean[1];
        own.compute(recipientId, (id, known) -> {
            var times = known == null ? new ArrayDeque<Instant>() : known;
            while (!times.isEmpty() && !times.peekFirst().isAfter(since)) {
                times.removeFirst();
            }
            over[0] = Math.max(elsewhere, times.size()) >= cap.messages();
            if (!over[0]) {
                times.addLast(now);
            }
            return times;
        });
        return over[0];
    }

    /** What counted from that instant on has not become a message: it failed. */
    void handBack(String recipientId, Instant at) {
        own.computeIfPresent(recipientId, (id, times) -> {
            times.removeLastOccurrence(at);
            return times;
        });
    }
}
