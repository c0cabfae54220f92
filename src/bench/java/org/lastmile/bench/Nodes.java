package org.lastmile.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;

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
            try (var database = server.create();
                    var filler = which.on(database)) {
                filler.prepare();
                filler.pending(pending, Instant.now().plus(Duration.ofDays(30)));
                filler.overdue(warmUp, Instant.now().minusSeconds(60));
                database.settle();
                var nodes = new ArrayList<Node>();
                try {
                    for (int i = 0; i < count; i++) {
                        nodes.add(Node.start(which, database, "-Xmx512m"));
                    }
                    for (var node : nodes) {
                        node.begin();
                    }
                    Waiting.until(() -> isRecorded(filler, warmUp), limit);
                    return drain(database, filler, nodes);
                } finally {
                    nodes.forEach(Node::close);
                }
            }
        }

        private Sample drain(Database database, Contender filler, ArrayList<Node> nodes) throws Exception {
            var at = Instant.now().plus(lead);
            filler.overdue(due, at);
            database.settle();
            if (Instant.now().isAfter(at)) {
                throw new IllegalStateException("writing the rows took longer than " + lead + "; give a longer --lead");
            }
            Waiting.until(() -> !Instant.now().isBefore(at), lead);
            long start = System.nanoTime();
            boolean all = Waiting.until(() -> isRecorded(filler, warmUp + due), limit);
            double seconds = (System.nanoTime() - start) / 1e9;
            long recorded = all ? due : Math.max(0, filler.recorded() - warmUp);
            long heard = 0;
            for (var node : nodes) {
                heard += node.end();
            }
            return Sample.rate("reminders/s", recorded / seconds)
                    .with("sent twice", all ? heard - due - warmUp : Double.NaN);
        }

        /** Asked now and then, since the answer costs the server something. */
        private static boolean isRecorded(Contender contender, long count) {
            Waiting.until(() -> false, Duration.ofMillis(50));
            return contender.recorded() >= count;
        }
    }
}
