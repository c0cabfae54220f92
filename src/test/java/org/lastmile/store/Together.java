package org.lastmile.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Several threads that begin at the same moment. */
public final class Together {
    private Together() {}

    /** What each of them gave, in their order. */
    public static <T> List<T> run(List<? extends Callable<? extends T>> works) throws Exception {
        var threads = Executors.newFixedThreadPool(works.size());
        try {
            var start = new CyclicBarrier(works.size());
            var running = new ArrayList<Future<T>>();
            for (var work : works) {
                running.add(threads.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return work.call();
                }));
            }
            var results = new ArrayList<T>();
            for (var each : running) {
                results.add(each.get(60, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
