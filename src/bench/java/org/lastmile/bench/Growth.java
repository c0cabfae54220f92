package org.lastmile.bench;

import java.time.Duration;
import java.time.Instant;

/** Does it stay as quick when more and more is pending, or overdue? */
final class Growth implements Scenario {
    @Override
    public void run(PostgresServer server, Options options, Report report) {
        int due = options.number("due", 100_000, 5_000);
        int overdue = options.number("overdue", 1_000_000, 20_000);
        int runs = options.number("runs", 3, 1);
        var limit = Duration.ofSeconds(options.number("limit", 60, 8));
        var contenders = Contenders.chosen(options, "dbs-lock");
        Drain.warmUp(server, options, contenders);
        for (int run = 1; run <= runs; run++) {
            for (var size :
                    options.list("pending", options.isQuick() ? "10000,50000" : "10000,100000,1000000,5000000")) {
                for (var contender : contenders) {
                    var sizes = new Drain.Sizes(due, Long.parseLong(size.replace("_", "")), limit);
                    drain(server, contender, sizes, report);
                }
            }
            for (var contender : contenders) {
                drain(server, contender, new Drain.Sizes(overdue, 0, limit), report);
            }
        }
    }

    private static void drain(PostgresServer server, Contenders which, Drain.Sizes sizes, Report report) {
        var sample = Drain.measure(server, which, sizes);
        if (which == Contenders.LASTMILE) {
            sample = sample.with("claim ms", claimMillis(server, sizes));
        }
        report.add("%,d due, %,d pending".formatted(sizes.due(), sizes.pending()), which.toString(), sample);
    }

    /** How long one claim of a hundred takes, at the median of some, in a store that is full of both. */
    private static double claimMillis(PostgresServer server, Drain.Sizes sizes) {
        try (var database = server.create();
                var contender = LastmileContender.on(database)) {
            var now = Instant.now();
            contender.pending(sizes.pending(), now.plus(Duration.ofDays(30)));
            contender.overdue(sizes.due(), now.minusSeconds(60));
            database.settle();
            return contender.claimMillis(40, 100);
        }
    }
}
