package org.lastmile.goal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rungs of a step, in the order in which they grow firmer; others say escalation policy.
 *
 * <p>Immutable and thread-safe. {@code Ladder.parse(ladder.toString())} equals the ladder, so a ladder fits into a
 * configuration file. The text form has one rung a line (or between semicolons); {@code #} begins a comment:
 *
 * <pre>
 * before P14D by email
 * before P3D at 09:00 by email
 * before P1D by sms, email urgent
 * after P1D at 09:00 to owner by email
 * </pre>
 *
 * A rung is an anchor ({@code before}, {@code after}, {@code after-start}, {@code when-idle} with an offset, or
 * {@code at-opening}), then as wanted {@code at} a time, {@code on-business-days}, {@code every P1D times 3},
 * {@code to} an audience, {@code by} channels, {@code urgent}, {@code ignoring-quiet-hours}, {@code after-misses 2}.
 *
 * @param rungs 1 to 100 rungs
 */
public record Ladder(List<Rung> rungs) {
    /** The longest ladder. */
    public static final int MOST_RUNGS = 100;

    /** @throws IllegalArgumentException if there are no rungs, over 100, or one that is unfinished */
    public Ladder {
        rungs = List.copyOf(rungs);
        if (rungs.isEmpty()) {
            throw new IllegalArgumentException(
                    "ladder has no rung; add one, for example Rung.before(Period.ofDays(1))");
        }
        if (rungs.size() > MOST_RUNGS) {
            throw new IllegalArgumentException("ladder has " + rungs.size() + " rungs; use at most " + MOST_RUNGS
                    + " (a rung can repeat: every(…).times(n))");
        }
        for (int i = 0; i < rungs.size(); i++) {
            var rung = rungs.get(i);
            if (rung.channels().isEmpty()) {
                throw new IllegalArgumentException(
                        "rung " + (i + 1) + " \"" + rung + "\" names no channel; add .by(\"email\")");
            }
            if (rung.when().repetition() != null && rung.when().times() == 0) {
                throw new IllegalArgumentException(
                        "rung " + (i + 1) + " \"" + rung.when().anchor().word() + " "
                                + rung.when().offset() + " every "
                                + rung.when().repetition().every()
                                + "\" repeats without an end; add .times(n)");
            }
        }
    }

    /** The ladder of these rungs. */
    public static Ladder of(Rung... rungs) {
        return new Ladder(Arrays.asList(rungs));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it cannot be read; the message names the rung, the word and what may stand there
     */
    public static Ladder parse(String text) {
        var rungs = new ArrayList<Rung>();
        for (var part : text.replaceAll("#[^\\n\\r]*", "").split("[\\n\\r;]+")) {
            var rung = part.trim();
            if (!rung.isEmpty()) {
                if (rungs.size() == MOST_RUNGS) {
                    throw new IllegalArgumentException(
                            "ladder has over " + MOST_RUNGS + " rungs; use at most that many");
                }
                rungs.add(new RungParser(rungs.size() + 1, rung).parse());
            }
        }
        return new Ladder(rungs);
    }

    /** The text form, rungs between semicolons. */
    @Override
    public String toString() {
        return rungs.stream().map(Rung::toString).collect(Collectors.joining("; "));
    }
}
