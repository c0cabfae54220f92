package org.lastmile;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.lastmile.watch.Event;
import org.lastmile.watch.Listener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what happens, apart from the sends: in a thread of its own, with a bounded queue, or on a borrowed executor.
 *
 * <p>Thread-safe.
 */
final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final int MOST_WAITING = 100_000;
    private static final long PATIENCE_SECONDS = 2;

    private final List<Listener> listeners;
    private final Executor executor;
    private final @Nullable ThreadPoolExecutor own;
    private final AtomicLong dropped = new AtomicLong();

    Events(List<Listener> listeners, @Nullable Executor borrowed) {
        this.listeners = List.copyOf(listeners);
        own = borrowed == null ? thread() : null;
        executor = own == null ? borrowed : own;
    }

    private ThreadPoolExecutor thread() {
        var pool = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                task -> {
                    var thread = new Thread(task, "lastmile-events");
                    thread.setDaemon(true);
                    return thread;
                },
                (task, full) -> drop());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private void drop() {
        long count = dropped.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.warn("listeners are too slow: {} events dropped so far", count);
        }
    }

    /** Whether anybody listens: if not, events need not be made. */
    boolean areHeard() {
        return !listeners.isEmpty();
    }

    void tell(Event event) {
        if (areHeard()) {
            executor.execute(() -> listeners.forEach(listener -> tell(listener, event)));
        }
    }

    private static void tell(Listener listener, Event event) {
        try {
            listener.on(event);
        } catch (RuntimeException | Error e) {
            // Its message may name a person; its class is enough to find it.
            LOG.warn(
                    "listener {} failed on {}: {}",
                    listener.getClass().getName(),
                    event.kind(),
                    e.getClass().getName());
        }
    }

    /** Lets what is waiting be told, for a little while. */
    void stop() {
        if (own != null) {
            own.shutdown();
            try {
                if (!own.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    own.shutdownNow();
                }
            } catch (InterruptedException e) {
                own.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }
}
