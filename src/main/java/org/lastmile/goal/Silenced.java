package org.lastmile.goal;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A reminder that was still ahead when its plan was given up, by a move, another ladder or an ending that was taken back (rule R12).
 * It has no line in the ledger.
 *
 * <p>Immutable and thread-safe.
 *
 * @param epoch in which it was planned
 * @param activity by which it was armed, for an idle rung; else 0
 * @param rung of the ladder that held then, from 0
 * @param repetition of that rung, from 0
 * @param plannedAt when it was to be sent
 */
public record Silenced(int epoch, int activity, int rung, int repetition, Instant plannedAt) {
    /** Reads the text form of some of them. */
    public static List<Silenced> parseAll(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" ")).map(Silenced::parse).toList();
    }

    /** The text form of some of them. */
    public static String toString(List<Silenced> all) {
        return all.stream().map(Silenced::toString).collect(Collectors.joining(" "));
    }

    private static Silenced parse(String text) {
        var numbers = text.split("[.@]");
        if (numbers.length != 5) {
            throw new IllegalArgumentException("silenced is \"" + Text.shown(text)
                    + "\"; it has four numbers between dots, and milliseconds behind @");
        }
        return new Silenced(
                Integer.parseInt(numbers[0]),
                Integer.parseInt(numbers[1]),
                Integer.parseInt(numbers[2]),
                Integer.parseInt(numbers[3]),
                Instant.ofEpochMilli(Long.parseLong(numbers[4])));
    }

    @Override
    public String toString() {
        return epoch + "." + activity + "." + rung + "." + repetition + "@" + plannedAt.toEpochMilli();
    }
}
