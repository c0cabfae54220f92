package org.lastmile.soak;

import java.util.stream.Stream;

/**
 * What became of the reminders that were due.
 *
 * @param lost due, neither sent nor answered before
 * @param strangers sent, and not due
 */
record Outcome(
        int sent,
        int answers,
        int moves,
        int lost,
        int duplicates,
        int unnamed,
        int early,
        int strangers,
        int lateHalf,
        int lateMost,
        int latest) {
    String line() {
        return String.join(
                " ",
                Stream.of(sent, answers, moves, lost, duplicates, unnamed, early, strangers, lateHalf, lateMost, latest)
                        .map(String::valueOf)
                        .toList());
    }

    static Outcome parse(String line) {
        var n = Stream.of(line.split(" ")).mapToInt(Integer::parseInt).toArray();
        return new Outcome(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10]);
    }

    String words() {
        return ("%,d sent, %,d answers, %,d goals moved; lost: %d, unnamed sends after done: %d, duplicates: %d, early: %d;"
                        + " late by ms: p50 %d, p99 %d, max %d")
                .formatted(sent, answers, moves, lost, unnamed, duplicates, early, lateHalf, lateMost, latest);
    }
}
