package org.lastmile.bench;

import java.time.Duration;
import java.time.Instant;

/** How late reminders come that are due one after the other, evenly, beside many that are not due. */
final class Precision implements Scenario {
    private static final int THREADS = 16;
    /** So many of a hundred are planned for long after, to see how quickly the rest can be. */
    private static final int PROBE_PERCENT = 5;

    @Override
    public void run(PostgresServer server, Options options, Report report) {
        int pending = options.number("pending", 1_000_000, 10_000);
        int seconds = options.number("seconds", 20, 5);
        int runs = options.number("runs", 3, 1);
        var contenders = Contenders.chosen(options, "dbs-lock,dbs-fetch,jobrunr,quartz");
        Drain.warmUp(server, options, contenders);
        for (int run = 1; run <= runs; run++) {
            for (var contender : contenders) {
                int rate = rate(contender, options);
                report.add(
                        "evenly for %d s, %,d pending".formatted(seconds, pending),
                        contender.toString(),
                        measure(server, contender, pending, rate, rate * seconds));
            }
        }
    }

    /** A peer that cannot do as many has fewer to do. */
    private static int rate(Contenders contender, Options options) {
        return switch (contender) {
            case JOBRUNR -> options.number("rate-jobrunr", 200, 100);
            case QUARTZ -> options.number("rate-quartz", 100, 20);
            default -> options.number("rate", 1_000, 200);
        };
    }

    private static Sample measure(PostgresServer server, Contenders which, int pending, int rate, int count) {
        try (var database = which.database(server);
                var books = which.books(database)) {
            books.prepare();
            books.pending(pending, Instant.now().plus(Duration.ofDays(30)));
            database.settle();
            var first = bookEvenly(books, rate, count);
            database.settle();
            var ear = new LateEar(count, false);
            books.start(ear);
            var longest = Duration.between(Instant.now(), first).plusMillis(count * 1_000L / rate + 30_000);
            Waiting.until(() -> ear.judged() >= count, longest);
            return ear.sample(count).with("a second", rate);
        }
    }

    /** Gives the first instant. */
    static Instant bookEvenly(Books books, int rate, int count) {
        int probes = Math.max(1, count * PROBE_PERCENT / 100);
        var start = Instant.now();
        var muchLater = start.plus(Duration.ofDays(20));
        Callers.call(THREADS, probes, () -> false, n -> books.book(LastmileRows.CHANNEL, count + n, muchLater));
        var expected = Duration.between(start, Instant.now()).multipliedBy(count / probes + 1);
        var first = Instant.now().plus(expected).plus(expected.dividedBy(2)).plusSeconds(8);
        Callers.call(
                THREADS,
                count,
                () -> false,
                n -> books.book(LastmileRows.CHANNEL, n, first.plusMillis(n * 1_000L / rate)));
        if (Instant.now().isAfter(first)) {
            throw new IllegalStateException(
                    "planning took longer than expected; give the machine rest, or a lower --rate");
        }
        return first;
    }
}
