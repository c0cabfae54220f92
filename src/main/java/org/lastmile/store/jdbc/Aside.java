package org.lastmile.store.jdbc;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Work in a thread of its own, so that it takes no part in a transaction that is bound to the caller's. */
final class Aside {
    private Aside() {}

    /**
     * Waits for it, and gives its result or throws what it threw. An interrupt is kept for the caller, who is not to be left with
     * half of it: it ends by itself, as every transaction of ours does.
     */
    static <T> T call(Supplier<T> work) {
        var task = new FutureTask<T>(work::get);
        var thread = new Thread(task, "lastmile-aside");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new AssertionError(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
