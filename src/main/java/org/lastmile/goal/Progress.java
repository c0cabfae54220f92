package org.lastmile.goal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often each rung of a ladder has been dealt with: sent, or skipped for good.
 *
 * <p>Immutable and thread-safe. {@code Progress.parse(progress.toString())} equals the value.
 */
public final class Progress {
    /** Nothing yet. */
    public static final Progress NONE = new Progress(new int[0]);

    private final int[] counts;

    private Progress(int[] counts) {
        int length = counts.length;
        while (length > 0 && counts[length - 1] == 0) {
            length--;
        }
        this.counts = length == counts.length ? counts : Arrays.copyOf(counts, length);
    }

    /** Reads the text form: a number for each rung, between dots. */
    public static Progress parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        try {
            return new Progress(
                    Arrays.stream(text.split("\\.")).mapToInt(Integer::parseInt).toArray());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "progress is \"" + Text.shown(text) + "\"; it has a number for each rung, between dots", e);
        }
    }

    /** Whether that repetition (from 0) of that rung (from 0) has been dealt with. */
    public boolean handled(int rung, int repetition) {
        return rung < counts.length && repetition < counts[rung];
    }

    /** With that repetition of that rung, and all before it, dealt with. */
    public Progress withHandled(int rung, int repetition) {
        if (handled(rung, repetition)) {
            return this;
        }
        var changed = Arrays.copyOf(counts, Math.max(counts.length, rung + 1));
        changed[rung] = repetition + 1;
        return new Progress(changed);
    }

    /** With nothing of that rung dealt with. */
    public Progress withoutRung(int rung) {
        if (rung >= counts.length || counts[rung] == 0) {
            return this;
        }
        var changed = counts.clone();
        changed[rung] = 0;
        return new Progress(changed);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Progress that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 0; i < counts.length; i++) {
            text.append(i == 0 ? "" : ".").append(counts[i]);
        }
        return text.toString();
    }
}
