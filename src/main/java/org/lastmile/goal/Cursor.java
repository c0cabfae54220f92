package org.lastmile.goal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a follow-up waits for next, and how far the attempts at it have come.
 *
 * <p>Immutable and thread-safe.
 *
 * @param due when; none if it waits for something that is not a time
 * @param lane in which queue
 * @param rung the rung it is about, from 0; -1 if it is not about a rung
 * @param repetition of that rung, from 0
 * @param channel the position in the rung's list of channels, from 0
 * @param failures how many sends on that channel have failed
 */
public record Cursor(@Nullable Instant due, Lane lane, int rung, int repetition, int channel, int failures) {
    /** Nothing is ahead. */
    public static final Cursor NONE = new Cursor(null, Lane.ENGINE, -1, 0, 0, 0);

    /** A decision of the engine's own at that instant. */
    public static Cursor engine(Instant due) {
        return new Cursor(due, Lane.ENGINE, -1, 0, 0, 0);
    }

    /** The first attempt at a rung. */
    public static Cursor at(Instant due, Lane lane, int rung, int repetition) {
        return new Cursor(due, lane, rung, repetition, 0, 0);
    }

    /** Whether it is about that repetition of that rung. */
    public boolean isAbout(int someRung, int someRepetition) {
        return rung == someRung && repetition == someRepetition;
    }
}
