package org.lastmile.bench;

import java.time.Duration;
import java.time.Instant;

/** So many reminders are due at once, beside others that are not: how many are recorded in a second? */
final class Drain implements Scenario {
    @Override
    public void run(PostgresServer server, Options options, Report report) {
        var sizes = new Sizes(
                options.number("due", 100_000, 10_000),
                options.number("pending", 200_000, 10_000),
                Duration.ofSeconds(options.number("limit", 60, 4)));
        int runs = options.number("runs", 3, 1);
        int warmUp = options.number("warm-up", 20_000, 2_000);
        var contenders = Contenders.chosen(options, "dbs-lock,dbs-fetch,raw");
        for (int run = 0; run <= runs; run++) {
            for (var contender : contenders) {
                if (run == 0) {
                    measure(
                            server,
                            contender,
                            new Sizes(warmUp, 0, sizes.limit().dividedBy(2)));
                } else {
                    report.add(
                            "%,d due, %,d pending".formatted(sizes.due(), sizes.pending()),
                            contender.toString(),
                            measure(server, contender, sizes));
                }
            }
        }
    }

    /** @param limit after which a contender is stopped, and judged by what it has done */
    record Sizes(long due, long pending, Duration limit) {}

    static Sample measure(PostgresServer server, Contenders which, Sizes sizes) {
        try (var database = which.database(server)) {
            Meter.Reading reading;
            long recorded;
            int polls = 0;
            try (var contender = which.on(database)) {
                var now = Instant.now();
                contender.pending(sizes.pending(), now.plus(Duration.ofDays(30)));
                contender.overdue(sizes.due(), now.minusSeconds(60));
                database.settle();
                var ear = new Ear();
                var meter = Meter.start(database);
                contender.start(ear);
                Waiting.until(() -> ear.count() >= sizes.due(), sizes.limit());
                do {
                    recorded = contender.recorded();
                    polls++;
                } while (recorded < sizes.due()
                        && meter.seconds() < sizes.limit().toSeconds());
                reading = meter.stop();
            }
            return Sample.rate("reminders/s", recorded / reading.seconds()).with(reading.costs(recorded, polls));
        }
    }
}
