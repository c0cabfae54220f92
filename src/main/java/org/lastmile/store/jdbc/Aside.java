package org.lastmile.store.jdbc;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.lastmile.store.StoreException;

/** Work in a thread of its own, so that it takes no part in a transaction that is bound to the caller's. */
final class Aside {
    private Aside() {}

    /** Waits for it, and gives its result or throws what it threw. */
    static <T> T call(Supplier<T> work) {
        var task = new FutureTask<T>(work::get);
        var thread = new Thread(task, "lastmile-aside");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("the thread was interrupted while it waited for the database", e, true);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new AssertionError(e.getCause());
        }
    }
}
