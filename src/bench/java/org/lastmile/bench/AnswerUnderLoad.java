package org.lastmile.bench;

import java.time.Duration;
import java.time.Instant;

/** How long a completion takes while the engine is busy, when many threads of the host answer at once. */
final class AnswerUnderLoad implements Scenario {
    @Override
    public void run(PostgresServer server, Options options, Report report) {
        int due = options.number("due", 500_000, 30_000);
        int open = options.number("open", 100_000, 20_000);
        int threads = options.number("threads", 16, 16);
        var longest = Duration.ofSeconds(options.number("seconds", 20, 5));
        int runs = options.number("runs", 3, 1);
        for (int run = 0; run <= runs; run++) {
            try (var database = server.create();
                    var contender = LastmileContender.on(database)) {
                var now = Instant.now();
                contender.open(open, now.plus(Duration.ofDays(30)));
                contender.overdue(due, now.minusSeconds(60));
                database.settle();
                var ear = new Ear();
                contender.start(ear);
                Waiting.until(() -> ear.count() > 0, Duration.ofSeconds(10));
                long end = System.nanoTime() + (run == 0 ? longest.dividedBy(4) : longest).toNanos();
                long start = System.nanoTime();
                var latencies = Callers.call(
                        threads, open, () -> System.nanoTime() > end || ear.count() >= due, contender::complete);
                double seconds = (System.nanoTime() - start) / 1e9;
                if (run > 0) {
                    report.add(
                            "%d threads answer beside a drain of %,d".formatted(threads, due),
                            Contenders.LASTMILE.toString(),
                            Sample.time("p99 ms", latencies.at(0.99))
                                    .with("p50 ms", latencies.at(0.5))
                                    .with("longest ms", latencies.at(1))
                                    .with("answers/s", latencies.count() / seconds)
                                    .with("reminders/s meanwhile", ear.count() / seconds));
                }
            }
        }
    }
}
