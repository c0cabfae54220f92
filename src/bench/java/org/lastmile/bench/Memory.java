package org.lastmile.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.lastmile.Lastmile;
import org.lastmile.goal.Goal;
import org.lastmile.goal.SendResult;

/** What an open follow-up weighs in the memory store, and what an engine at rest costs over many rows in PostgreSQL. */
final class Memory implements Scenario {
    private static final int PARTICIPANTS = 1_000;

    @Override
    public void run(PostgresServer server, Options options, Report report) throws Exception {
        int open = options.number("open", 1_000_000, 100_000);
        int rows = options.number("rows", 5_000_000, 50_000);
        int seconds = options.number("seconds", 60, 12);
        int heap = options.number("heap", 64, 64);
        int runs = options.number("runs", 3, 1);
        for (int run = 1; run <= runs; run++) {
            report.add("memory store, %,d open follow-ups".formatted(open), "lastmile", weigh(open));
        }
        report.add(
                "at rest over %,d rows, with -Xmx%dm".formatted(rows, heap),
                "lastmile",
                atRest(server, rows, seconds, heap));
    }

    /** Besides what the host had made itself, which the store keeps: people with their names and addresses. */
    private static Sample weigh(int open) {
        var due = Instant.now().plus(Duration.ofDays(30));
        long empty = Heap.used();
        var goals = new ArrayList<Goal>();
        for (int i = 0; i < open / PARTICIPANTS; i++) {
            goals.add(LastmileRows.goal("goal-" + i, LastmileRows.CHANNEL, PARTICIPANTS, due));
        }
        long made = Heap.used();
        try (var lastmile = Lastmile.builder()
                .notifier(LastmileRows.CHANNEL, reminder -> SendResult.sent())
                .build()) {
            long start = System.nanoTime();
            goals.forEach(lastmile::schedule);
            double seconds = (System.nanoTime() - start) / 1e9;
            long kept = Heap.used();
            double count = (double) goals.size() * PARTICIPANTS;
            var next = lastmile.nextDue();
            if (next.isEmpty() || goals.isEmpty()) {
                throw new IllegalStateException("nothing is kept");
            }
            return Sample.time("bytes each", (kept - made) / count)
                    .with("the host's own", (made - empty) / count)
                    .with("planned/s", count / seconds);
        }
    }

    private static Sample atRest(PostgresServer server, int rows, int seconds, int heap) throws Exception {
        try (var database = server.create();
                var contender = LastmileContender.on(database)) {
            contender.pending(rows, Instant.now().plus(Duration.ofDays(30)));
            database.settle();
            try (var node = Node.start(Contenders.LASTMILE, database, "-Xmx" + heap + "m")) {
                node.begin();
                // The server learns of an idle connection's transactions within ten seconds.
                Waiting.until(() -> false, Duration.ofSeconds(12));
                var before = database.usage();
                Waiting.until(() -> false, Duration.ofSeconds(seconds));
                var used = database.usage().minus(before);
                return Sample.time("heap MB", node.heapBytes() / 1048576.0)
                        .with("transactions/s", used.commits() / seconds)
                        .with("server us/s", used.cpuNanos() / 1e3 / seconds);
            }
        }
    }
}
