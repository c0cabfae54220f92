package org.lastmile.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has been counted, in one world or in all of them. Thread-safe. */
final class Tally {
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final Map<String, Long> calls = new TreeMap<>();
    private final Map<String, Long> explanations = new TreeMap<>();
    private long worlds;
    private long steps;
    private long sends;
    private long lost;
    private long unnamed;

    synchronized void count(Fault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    /** The host was answered. */
    synchronized void answered(String call) {
        calls.merge(call, 1L, Long::sum);
    }

    synchronized void sent() {
        sends++;
    }

    /** Something that may happen only for a reason, and there was that one. */
    synchronized void explained(String what) {
        explanations.merge(what, 1L, Long::sum);
    }

    synchronized void lived(long itsSteps, List<String> complaints) {
        worlds++;
        steps += itsSteps;
        lost += complaints.stream()
                .filter(what -> what.startsWith("P1 lost") || what.startsWith("P1 forgotten"))
                .count();
        unnamed += complaints.stream()
                .filter(what -> what.startsWith("P2 sent after done"))
                .count();
    }

    synchronized void add(Tally other) {
        other.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
        other.calls.forEach((call, count) -> calls.merge(call, count, Long::sum));
        other.explanations.forEach((what, count) -> explanations.merge(what, count, Long::sum));
        worlds += other.worlds;
        steps += other.steps;
        sends += other.sends;
        lost += other.lost;
        unnamed += other.unnamed;
    }

    synchronized long of(Fault fault) {
        return faults.getOrDefault(fault, 0L);
    }

    synchronized long of(String call) {
        return calls.getOrDefault(call, 0L);
    }

    synchronized String text() {
        var text = new StringBuilder("simulation: " + steps + " steps\n  faults:");
        for (var fault : Fault.values()) {
            text.append(' ')
                    .append(fault.plural())
                    .append(' ')
                    .append(of(fault))
                    .append(',');
        }
        text.append("\n  calls answered: ").append(calls);
        text.append("\n  explained: ").append(explanations);
        long duplicates = explanations.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("duplicate"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return text + "\nsimulation: " + worlds + " worlds, " + sends + " sends, " + of(Fault.CRASH)
                + " crashes, lost: " + lost + ", unnamed sends after done: " + unnamed + ", duplicates: " + duplicates
                + " (each explained)";
    }
}
