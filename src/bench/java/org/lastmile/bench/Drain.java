package org.lastmile.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** So many reminders are due at once, beside others that are not: how many are recorded in a second? */
final class Drain implements Scenario {
    @Override
    public void run(PostgresServer server, Options options, Report report) {
        var sizes = new Sizes(
                options.number("due", 100_000, 10_000),
                options.number("pending", 200_000, 10_000),
                Duration.ofSeconds(options.number("limit", 60, 8)));
        int runs = options.number("runs", 3, 1);
        var contenders = Contenders.chosen(options, "dbs-lock,dbs-fetch,quartz,jobrunr,raw,lastmile-h2,dbs-h2");
        warmUp(server, options, contenders);
        for (int run = 1; run <= runs; run++) {
            for (var contender : contenders) {
                report.add(
                        "%,d due, %,d pending%s".formatted(sizes.due(), sizes.pending(), contender.place()),
                        contender.toString(),
                        measure(server, contender, sizes));
            }
        }
    }

    /** Everybody's code has run, and is compiled, before anything is measured. */
    static void warmUp(PostgresServer server, Options options, List<Contenders> contenders) {
        int due = options.number("warm-up", 20_000, 2_000);
        var limit = Duration.ofSeconds(options.isQuick() ? 4 : 20);
        for (var contender : contenders) {
            measure(server, contender, new Sizes(due, 0, limit));
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
                contender.prepare();
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
