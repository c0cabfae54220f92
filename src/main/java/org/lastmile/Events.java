package org.lastmile;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.lastmile.watch.Event;
import org.lastmile.watch.Listener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what happens, one event after the other and apart from the sends: in a thread of its own, or in one at a time of a
 * borrowed executor.
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
    private final BlockingQueue<Event> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicBoolean telling = new AtomicBoolean();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    Events(List<Listener> listeners, @Nullable Executor borrowed) {
        this.listeners = List.copyOf(listeners);
        if (borrowed == null) {
            own = thread();
            executor = own;
        } else {
            own = null;
            executor = borrowed;
        }
    }

    private static ThreadPoolExecutor thread() {
        var pool = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            var thread = new Thread(task, "lastmile-events");
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Whether anybody listens: if not, events need not be made. */
    boolean areHeard() {
        return !listeners.isEmpty();
    }

    /** Returns at once, unless the executor works in the caller's thread. */
    void tell(Event event) {
        if (!areHeard()) {
            return;
        }
        if (!waiting.offer(event)) {
            drop();
        }
        if (telling.compareAndSet(false, true)) {
            try {
                executor.execute(this::tellAll);
            } catch (RejectedExecutionException e) {
                // What happened has happened, and is no fault of who caused it: the event waits for the next one.
                telling.set(false);
                LOG.debug("no thread to tell listeners of {} now", event.kind(), e);
            }
        }
    }

    private void drop() {
        long count = dropped.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.warn("listeners are too slow: {} events dropped so far", count);
        }
    }

    private void tellAll() {
        do {
            for (var event = waiting.poll(); event != null; event = waiting.poll()) {
                for (var listener : listeners) {
                    tell(listener, event);
                }
            }
            telling.set(false);
            // One that came between the last look and this line found somebody telling.
        } while (!waiting.isEmpty() && telling.compareAndSet(false, true));
    }

    private void tell(Listener listener, Event event) {
        try {
            listener.on(event);
        } catch (RuntimeException | Error e) {
            // Its message may name a person; its class is enough to find it. The 1st, 2nd, 4th, 8th … failure is told.
            long count = failed.incrementAndGet();
            if (Long.bitCount(count) == 1) {
                LOG.warn(
                        "listener {} failed on {}: {} ({} failures so far)",
                        listener.getClass().getName(),
                        event.kind(),
                        e.getClass().getName(),
                        count);
            }
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
