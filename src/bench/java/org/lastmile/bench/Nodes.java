package org.lastmile.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Several processes on one database: how much do they get done together, and how often does one do another's work again? */
final class Nodes implements Scenario {
    @Override
    public void run(PostgresServer server, Options options, Report report) throws Exception {
        int due = options.number("due", 100_000, 5_000);
        int pending = options.number("pending", 200_000, 5_000);
        int warmUp = options.number("warm-up", 20_000, 1_000);
        int runs = options.number("runs", 3, 1);
        var limit = Duration.ofSeconds(options.number("limit", 120, 15));
        // So long before they are due they are written, so that every node has heard of them.
        var lead = Duration.ofSeconds(options.number("lead", 30, 12));
        for (int run = 1; run <= runs; run++) {
            for (var count : options.list("nodes", options.isQuick() ? "1,2" : "1,2,4")) {
                for (var contender : Contenders.chosen(options, "dbs-lock")) {
                    var work = new Work(due, pending, warmUp, lead, limit);
                    report.add(
                            "nodes: %s; %,d due, %,d pending".formatted(count, due, pending),
                            contender.toString(),
                            work.measure(server, contender, Integer.parseInt(count)));
                }
            }
        }
    }

    private record Work(int due, int pending, int warmUp, Duration lead, Duration limit) {
        Sample measure(PostgresServer server, Contenders which, int count) throws Exception {
            try (var database = server.create()) {
                Drained drained;
                try (var filler = which.on(database)) {
                    filler.prepare();
                    filler.pending(pending, Instant.now().plus(Duration.ofDays(30)));
                    filler.overdue(warmUp, Instant.now().minusSeconds(60));
                    database.settle();
                    drained = drainBy(count, which, database, filler);
                }
                var reading = drained.reading();
                return Sample.rate("reminders/s", drained.recorded() / reading.seconds())
                        .with("sent twice", drained.sentTwice())
                        .with(reading.costs(drained.recorded(), 0));
            }
        }

        private record Drained(Meter.Reading reading, long recorded, double sentTwice) {}

        private Drained drainBy(int count, Contenders which, Database database, Contender filler) throws Exception {
            var nodes = new ArrayList<Node>();
            try {
                for (int i = 0; i < count; i++) {
                    nodes.add(Node.start(which, database, "-Xmx512m"));
                }
                for (var node : nodes) {
                    node.begin();
                }
                areRecorded(filler, nodes, warmUp);
                return drain(database, filler, nodes);
            } finally {
                nodes.forEach(Node::close);
            }
        }

        private Drained drain(Database database, Contender filler, List<Node> nodes) throws Exception {
            var at = Instant.now().plus(lead);
            filler.overdue(due, at);
            database.settle();
            if (Instant.now().isAfter(at)) {
                throw new IllegalStateException("writing the rows took longer than " + lead + "; give a longer --lead");
            }
            Waiting.until(() -> !Instant.now().isBefore(at), lead);
            var meter = Meter.start(
                    database, () -> nodes.stream().mapToDouble(Node::cpuNanos).sum());
            boolean all = areRecorded(filler, nodes, warmUp + due);
            var reading = meter.stop();
            long recorded = all ? due : Math.max(0, filler.recorded() - warmUp);
            long heard = 0;
            for (var node : nodes) {
                heard += node.end();
            }
            return new Drained(reading, recorded, all ? heard - due - warmUp : Double.NaN);
        }

        /** Waits for it. The database is asked when as many have been sent, since counting what is recorded would cost it more than the work. */
        private boolean areRecorded(Contender contender, List<Node> nodes, long count) {
            var since = Instant.now();
            Waiting.until(() -> heard(nodes) >= count, limit);
            return Waiting.until(
                    () -> contender.recorded() >= count, limit.minus(Duration.between(since, Instant.now())));
        }

        /** Asked now and then, since the answer takes the nodes a moment. */
        private static long heard(List<Node> nodes) {
            Waiting.until(() -> false, Duration.ofMillis(20));
            try {
                long heard = 0;
                for (var node : nodes) {
                    heard += node.heard();
                }
                return heard;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
