package org.lastmile.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** {@code mvn -q -Pbench test-compile exec:java -Dexec.args="drain --quick"}; see {@code src/bench/README.md}. */
public final class Bench {
    private static final Map<String, Scenario> SCENARIOS = new TreeMap<>(Map.of(
            "drain", new Drain(),
            "schedule", new Schedule(),
            "precision", new Precision(),
            "growth", new Growth(),
            "nodes", new Nodes(),
            "memory", new Memory(),
            "answer", new AnswerUnderLoad(),
            "fair", new Fair()));

    private Bench() {}

    public static void main(String... arguments) throws Exception {
        var scenario = arguments.length == 0 ? null : SCENARIOS.get(arguments[0]);
        if (scenario == null) {
            throw new IllegalArgumentException(
                    "the work is " + Arrays.toString(arguments) + "; begin with one of " + SCENARIOS.keySet());
        }
        var options = Options.parse(Arrays.copyOfRange(arguments, 1, arguments.length));
        // It warns of its own slowness, which the report shows.
        System.setProperty("org.slf4j.simpleLogger.log.org.jobrunr", "error");
        var json = options.text("json", "");
        try (var server = PostgresServer.start(options)) {
            var report = new Report(arguments[0], server.machine());
            System.out.println(report.heading());
            try {
                scenario.run(server, options, report);
                options.complainOfUnused();
            } finally {
                // What has been measured before a failure took its time too.
                System.out.println(report.table());
                if (!json.isEmpty()) {
                    report.writeJson(Path.of(json));
                }
            }
        }
    }
}
