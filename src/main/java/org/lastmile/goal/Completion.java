package org.lastmile.goal;

/**
 * How many of its participants complete a step (rule R15).
 *
 * <p>Immutable and thread-safe. {@code Completion.parse(completion.toString())} equals the value.
 *
 * @param quorum so many close the step for all others; 0 if each participant is on their own
 */
public record Completion(int quorum) {
    /** Each participant is on their own. */
    public static final Completion ALL = new Completion(0);
    /** The first closes the others. */
    public static final Completion ANY = new Completion(1);

    /** @throws IllegalArgumentException if the number is negative */
    public Completion {
        if (quorum < 0) {
            throw new IllegalArgumentException("quorum is " + quorum + "; use 1 or more");
        }
    }

    /** The n-th closes the others. */
    public static Completion atLeast(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("atLeast(" + n + "); use 1 or more");
        }
        return new Completion(n);
    }

    /** Reads {@code all} or {@code at-least n}. */
    public static Completion parse(String text) {
        if (text.equals("all")) {
            return ALL;
        }
        try {
            return atLeast(Integer.parseInt(text.replaceFirst("^at-least ", "")));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "completion is \"" + Text.shown(text) + "\"; write all or at-least 2", e);
        }
    }

    @Override
    public String toString() {
        return quorum == 0 ? "all" : "at-least " + quorum;
    }
}
