package org.lastmile.bench;

import java.time.Duration;
import java.time.Instant;

/** How late is a channel with few reminders, while another has a backlog that takes minutes? */
final class Fair implements Scenario {
    @Override
    public void run(PostgresServer server, Options options, Report report) {
        int overdue = options.number("overdue", 1_000_000, 50_000);
        int rate = options.number("rate", 10, 10);
        int seconds = options.number("seconds", 30, 5);
        int runs = options.number("runs", 3, 1);
        // A peer has one queue, in which the few wait for the many; who wants to see that names it.
        var contenders = Contenders.chosen(options, "");
        Drain.warmUp(server, options, contenders);
        for (int run = 1; run <= runs; run++) {
            for (var contender : contenders) {
                report.add(
                        "%d a second for %d s beside %,d overdue".formatted(rate, seconds, overdue),
                        contender.toString(),
                        measure(server, contender, overdue, rate, rate * seconds));
            }
        }
    }

    private static Sample measure(PostgresServer server, Contenders which, int overdue, int rate, int count) {
        try (var database = which.database(server);
                var books = which.books(database)) {
            books.prepare();
            books.overdue(overdue, Instant.now().minusSeconds(60));
            database.settle();
            var first = Instant.now().plusSeconds(Math.max(5, count / 100));
            Callers.call(
                    4,
                    count,
                    () -> false,
                    n -> books.book(LastmileContender.SMALL_CHANNEL, n, first.plusMillis(n * 1_000L / rate)));
            var ear = new LateEar(count, true);
            // The first ones come when the backlog is being worked on.
            var lead = Duration.between(Instant.now(), first).minusSeconds(2);
            Waiting.until(() -> false, lead.isNegative() ? Duration.ZERO : lead);
            books.start(ear);
            Waiting.until(() -> ear.judged() >= count, Duration.ofMillis(count * 1_000L / rate + 20_000));
            return ear.sample(count).with("of the backlog meanwhile", ear.count());
        }
    }
}
