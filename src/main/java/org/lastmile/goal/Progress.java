package org.lastmile.goal;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which repetitions of each rung of a ladder have been dealt with: sent, or skipped for good. Mostly the first few of each; a
 * repetition that is rolled or advanced ahead of the one before it makes a gap.
 *
 * <p>Immutable and thread-safe. {@code Progress.parse(progress.toString())} equals the value.
 */
public final class Progress {
    /** Nothing yet. */
    public static final Progress NONE = new Progress(new BigInteger[0]);

    /** For each rung, a bit for each repetition. */
    private final BigInteger[] rungs;

    private Progress(BigInteger[] rungs) {
        int length = rungs.length;
        while (length > 0 && rungs[length - 1].signum() == 0) {
            length--;
        }
        this.rungs = length == rungs.length ? rungs : Arrays.copyOf(rungs, length);
    }

    /** Reads the text form: for each rung, between dots, the number of the first ones or, after an {@code x}, a bit for each. */
    public static Progress parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        try {
            return new Progress(
                    Arrays.stream(text.split("\\.", -1)).map(Progress::read).toArray(BigInteger[]::new));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "progress is \"" + Text.shown(text) + "\"; it has a number for each rung, between dots", e);
        }
    }

    /** Whether that repetition (from 0) of that rung (from 0) has been dealt with. */
    public boolean handled(int rung, int repetition) {
        return rung < rungs.length && rungs[rung].testBit(repetition);
    }

    /** With that repetition of that rung dealt with. */
    public Progress withHandled(int rung, int repetition) {
        if (handled(rung, repetition)) {
            return this;
        }
        var changed = Arrays.copyOf(rungs, Math.max(rungs.length, rung + 1));
        Arrays.fill(changed, rungs.length, changed.length, BigInteger.ZERO);
        changed[rung] = changed[rung].setBit(repetition);
        return new Progress(changed);
    }

    /** With nothing of that rung dealt with. */
    public Progress withoutRung(int rung) {
        if (rung >= rungs.length || rungs[rung].signum() == 0) {
            return this;
        }
        var changed = rungs.clone();
        changed[rung] = BigInteger.ZERO;
        return new Progress(changed);
    }

    private static BigInteger read(String rung) {
        if (rung.startsWith("x")) {
            var bits = new BigInteger(rung.substring(1), 16);
            if (bits.signum() >= 0 && bits.bitLength() <= Repetition.MOST) {
                return bits;
            }
        } else {
            int first = Integer.parseInt(rung);
            if (first >= 0 && first <= Repetition.MOST) {
                return first(first);
            }
        }
        throw new NumberFormatException(rung);
    }

    private static BigInteger first(int count) {
        return BigInteger.ONE.shiftLeft(count).subtract(BigInteger.ONE);
    }

    private static String write(BigInteger rung) {
        int count = rung.bitLength();
        return rung.equals(first(count)) ? Integer.toString(count) : "x" + rung.toString(16);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Progress that && Arrays.equals(rungs, that.rungs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rungs);
    }

    @Override
    public String toString() {
        return String.join(".", Arrays.stream(rungs).map(Progress::write).toList());
    }
}
