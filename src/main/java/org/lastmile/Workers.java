package org.lastmile;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Lane;

/**
 * The threads that call notifiers: named daemons, a few for each lane, gone after some idle seconds. A borrowed executor is
 * used for all lanes and never shut down.
 *
 * <p>Thread-safe.
 */
final class Workers {
    private static final long IDLE_SECONDS = 10;

    private final @Nullable Executor borrowed;
    private final Map<Lane, ThreadPoolExecutor> own = new ConcurrentHashMap<>();

    Workers(@Nullable Executor borrowed) {
        this.borrowed = borrowed;
    }

    Executor of(Lane lane, int concurrency) {
        return borrowed != null ? borrowed : own.computeIfAbsent(lane, key -> pool(key, concurrency));
    }

    private static ThreadPoolExecutor pool(Lane lane, int concurrency) {
        var number = new AtomicInteger();
        var pool = new ThreadPoolExecutor(
                concurrency, concurrency, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    var thread = new Thread(task, "lastmile-" + lane + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Ends the threads; a send that hangs is interrupted. */
    void stop() {
        own.values().forEach(ThreadPoolExecutor::shutdownNow);
    }
}
