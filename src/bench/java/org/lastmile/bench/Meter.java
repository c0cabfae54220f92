package org.lastmile.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** What a piece of work costs from now on: time, commits, log, processors. */
final class Meter {
    private final Database database;
    private final DoubleSupplier processor;
    private final Database.Usage usage;
    private final double cpu;
    private final long nanos;

    private Meter(Database database, DoubleSupplier processor) {
        this.database = database;
        this.processor = processor;
        usage = database.usage();
        cpu = processor.getAsDouble();
        nanos = System.nanoTime();
    }

    static Meter start(Database database) {
        return start(database, Processor::ofThisProcess);
    }

    /** @param processor the nanoseconds of processor time that those who do the work have used so far */
    static Meter start(Database database, DoubleSupplier processor) {
        return new Meter(database, processor);
    }

    double seconds() {
        return (System.nanoTime() - nanos) / 1e9;
    }

    /** The work has ended. */
    Reading stop() {
        return new Reading(
                seconds(), processor.getAsDouble() - cpu, database.usage().minus(usage));
    }

    /** What it took. Commits are known for certain only once the connections have ended. */
    final class Reading {
        private final double seconds;
        private final double cpuNanos;
        private final Database.Usage atEnd;

        private Reading(double seconds, double cpuNanos, Database.Usage atEnd) {
            this.seconds = seconds;
            this.cpuNanos = cpuNanos;
            this.atEnd = atEnd;
        }

        double seconds() {
            return seconds;
        }

        /** For each of so many reminders; the contender has been closed, and its connections are now. */
        Map<String, Double> costs(long recorded, int ourOwnCommits) {
            double reminders = Math.max(1, recorded);
            database.disconnect();
            double commits = database.usage().commits() - usage.commits() - ourOwnCommits;
            var costs = new LinkedHashMap<String, Double>();
            costs.put("commits each", commits / reminders);
            costs.put("WAL bytes each", atEnd.walBytes() / reminders);
            costs.put("JVM us each", cpuNanos / 1e3 / reminders);
            costs.put("server us each", atEnd.cpuNanos() / 1e3 / reminders);
            return costs;
        }
    }
}
