package org.lastmile.goal;

import java.time.Instant;

/**
 * The moments from which the rungs of a follow-up count.
 *
 * <p>Immutable and thread-safe.
 *
 * @param activatedAt when the follow-up began; {@code afterStart} rungs count from it
 * @param armedAt when its deadline was last set: at activation, or by the last move (rule R12)
 * @param idleSince the last activity; {@code whenIdle} rungs count from it (R6)
 * @param epoch raised by each move
 * @param activity raised by each activity
 */
public record Arming(Instant activatedAt, Instant armedAt, Instant idleSince, int epoch, int activity) {
    /** A follow-up that begins at that instant. */
    public static Arming at(Instant activation) {
        return new Arming(activation, activation, activation, 0, 0);
    }

    /** After a move at that instant. */
    public Arming moved(Instant at) {
        return new Arming(activatedAt, at, idleSince, epoch + 1, activity);
    }

    /** After an activity at that instant. */
    public Arming touched(Instant at) {
        return new Arming(activatedAt, armedAt, at, epoch, activity + 1);
    }
}
