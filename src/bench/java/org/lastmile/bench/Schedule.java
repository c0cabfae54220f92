package org.lastmile.bench;

import java.time.Duration;
import java.time.Instant;

/** How many reminders a second can be planned: in bulk, and by single calls from one thread and from many. */
final class Schedule implements Scenario {
    private static final int REMINDERS_EACH = 5;

    @Override
    public void run(PostgresServer server, Options options, Report report) {
        int people = options.number("people", 10_000, 1_000);
        int calls = options.number("calls", 10_000, 1_000);
        int threads = options.number("threads", 16, 16);
        int runs = options.number("runs", 3, 1);
        var contenders = Contenders.chosen(options, "dbs-lock,jobrunr,quartz");
        for (int run = 0; run <= runs; run++) {
            for (var contender : contenders) {
                // The first time is to warm up.
                var bulk = measure(server, contender, new Bulk(people));
                var single = measure(server, contender, new Calls(1, calls));
                var many = measure(server, contender, new Calls(threads, calls));
                if (run > 0) {
                    report.add(
                            "in bulk, %,d people with %d reminders each".formatted(people, REMINDERS_EACH),
                            contender.toString(),
                            bulk);
                    report.add("%,d calls from 1 thread".formatted(calls), contender.toString(), single);
                    report.add("%,d calls from %d threads".formatted(calls, threads), contender.toString(), many);
                }
            }
        }
    }

    private interface Planning {
        /** Gives the figure's name, and how many there were. */
        String plan(Books books, Instant first);

        int count();
    }

    private record Bulk(int people) implements Planning {
        @Override
        public String plan(Books books, Instant first) {
            books.bookAll(people, REMINDERS_EACH, first);
            return "reminders/s";
        }

        @Override
        public int count() {
            return people * REMINDERS_EACH;
        }
    }

    private record Calls(int threads, int count) implements Planning {
        @Override
        public String plan(Books books, Instant first) {
            Callers.call(threads, count, () -> false, number -> books.book(LastmileRows.CHANNEL, number, first));
            return "calls/s";
        }
    }

    private static Sample measure(PostgresServer server, Contenders which, Planning planning) {
        try (var database = which.database(server)) {
            Meter.Reading reading;
            String figure;
            try (var books = which.books(database)) {
                books.prepare();
                database.settle();
                var meter = Meter.start(database);
                figure = planning.plan(books, Instant.now().plus(Duration.ofDays(30)));
                reading = meter.stop();
            }
            return Sample.rate(figure, planning.count() / reading.seconds()).with(reading.costs(planning.count(), 0));
        }
    }
}
