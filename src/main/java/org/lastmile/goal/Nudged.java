package org.lastmile.goal;

import java.time.Instant;
import java.util.HexFormat;

/**
 * A reminder that somebody asked for by hand, besides those of the ladder: the last one of its follow-up.
 *
 * <p>Immutable and thread-safe. {@code Nudged.parse(nudged.toString())} equals the value.
 *
 * @param token by which it is told from others
 * @param at when it was asked for, in whole milliseconds
 * @param rung how it is to be sent; after the deadline if it was asked for after it
 * @param isDealtWith whether it was sent, or skipped for good
 */
public record Nudged(long token, Instant at, Rung rung, boolean isDealtWith) {
    /** Stands for it where the ladder's rungs are numbered from 0, and -1 is none. */
    public static final int RUNG = -2;

    private static final String WAITING = "waiting";
    private static final String DEALT_WITH = "dealt-with";

    /** The token of a line of the ledger that is about one. */
    public static long token(LedgerEntry entry) {
        return ((long) entry.repetition() << 32) | (entry.activity() & 0xFFFF_FFFFL);
    }

    /** Sent, or skipped for good. */
    public Nudged dealtWith() {
        return new Nudged(token, at, rung, true);
    }

    /** The first half of the token, where the ledger has a rung's repetition. */
    public int first() {
        return (int) (token >>> 32);
    }

    /** The second half of the token, where the ledger has a rung's activity. */
    public int second() {
        return (int) token;
    }

    /** The token in sixteen hexadecimal digits. */
    static String digits(long token) {
        return HexFormat.of().toHexDigits(token);
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    public static Nudged parse(String text) {
        var words = text.split(" ", 4);
        boolean known = words.length == 4 && (words[2].equals(WAITING) || words[2].equals(DEALT_WITH));
        if (!known) {
            throw new IllegalArgumentException("nudge is \"" + Text.shown(text) + "\"; it has a token, an instant, "
                    + WAITING + " or " + DEALT_WITH + ", and a rung");
        }
        return new Nudged(
                HexFormat.fromHexDigitsToLong(words[0]),
                Instant.parse(words[1]),
                Ladder.parse(words[3]).rungs().get(0),
                words[2].equals(DEALT_WITH));
    }

    @Override
    public String toString() {
        return digits(token) + " " + at + " " + (isDealtWith ? DEALT_WITH : WAITING) + " " + rung;
    }
}
