package org.lastmile.bench;

import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** Threads of a host, each of which calls again as soon as its last call has returned. */
final class Callers {
    private Callers() {}

    /** Makes so many calls, numbered from 0, or fewer if they are to stop before; how many milliseconds each took. */
    static Latencies call(int threads, int calls, BooleanSupplier stop, IntConsumer call) {
        var latencies = new Latencies(calls);
        var next = new AtomicInteger();
        var pool = Executors.newFixedThreadPool(threads);
        try {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    for (int n = next.getAndIncrement();
                            n < calls && !stop.getAsBoolean();
                            n = next.getAndIncrement()) {
                        long start = System.nanoTime();
                        call.accept(n);
                        latencies.add((System.nanoTime() - start) / 1e6);
                    }
                }));
            }
            for (var one : running) {
                one.get();
            }
            return latencies;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calling", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
