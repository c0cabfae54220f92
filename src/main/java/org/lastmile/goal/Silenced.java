package org.lastmile.goal;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A reminder that was still ahead when its plan was given up, by a move, another ladder or an ending that was taken back (rule R12).
 * It has no line in the ledger, unless a claim was under way by then and it was sent all the same.
 *
 * <p>Immutable and thread-safe.
 *
 * @param epoch in which it was planned
 * @param activity by which it was armed, for an idle rung; else 0
 * @param rung of the ladder that held then, from 0
 * @param repetition of that rung, from 0
 * @param plannedAt when it was to be sent
 * @param underWayUntil until when the claim held that was made on it before and not settled, if there was one: so long it may still be
 *     sent
 */
public record Silenced(
        int epoch,
        int activity,
        int rung,
        int repetition,
        Instant plannedAt,
        @Nullable Instant underWayUntil) {
    /** One that nobody had claimed. */
    public Silenced(int epoch, int activity, int rung, int repetition, Instant plannedAt) {
        this(epoch, activity, rung, repetition, plannedAt, null);
    }

    /** The token of one that was asked for by hand. */
    public long token() {
        return ((long) repetition << 32) | (activity & 0xFFFF_FFFFL);
    }

    /** Whether it may still be sent at that instant. */
    public boolean isUnderWay(Instant at) {
        return underWayUntil != null && at.isBefore(underWayUntil);
    }

    /** It, under way as that other one if nobody knows that it was. */
    Silenced orUnderWayAs(Silenced other) {
        return underWayUntil != null
                ? this
                : new Silenced(epoch, activity, rung, repetition, plannedAt, other.underWayUntil);
    }

    /** Whether both are of the same reminder. */
    boolean isOfTheSame(Silenced other) {
        return epoch == other.epoch
                && activity == other.activity
                && rung == other.rung
                && repetition == other.repetition;
    }

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
        var numbers = text.split("[.@!]");
        if (numbers.length != 5 && numbers.length != 6) {
            throw new IllegalArgumentException("silenced is \"" + Text.shown(text)
                    + "\"; it has four numbers between dots, milliseconds behind @, and perhaps more behind !");
        }
        return new Silenced(
                Integer.parseInt(numbers[0]),
                Integer.parseInt(numbers[1]),
                Integer.parseInt(numbers[2]),
                Integer.parseInt(numbers[3]),
                Instant.ofEpochMilli(Long.parseLong(numbers[4])),
                numbers.length == 5 ? null : Instant.ofEpochMilli(Long.parseLong(numbers[5])));
    }

    @Override
    public String toString() {
        var text = epoch + "." + activity + "." + rung + "." + repetition + "@" + plannedAt.toEpochMilli();
        return underWayUntil == null ? text : text + "!" + underWayUntil.toEpochMilli();
    }
}
