package org.lastmile.plan;

import java.time.Instant;
import java.util.Set;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;

/**
 * One rung (or one repetition of it) of one follow-up, worked out.
 *
 * <p>Immutable and thread-safe.
 *
 * @param rung its position in the ladder, from 0
 * @param repetition of that rung, from 0
 * @param definition what the ladder says
 * @param original the instant before business days and quiet hours (rules R2, R3)
 * @param at the instant it is planned for
 * @param state {@link ReminderState#PLANNED}, or why it will not speak
 * @param supersededBy the position of the rung that speaks in its stead, or -1
 * @param shifts why {@code at} is not {@code original}, or not the local time that was said
 * @param handled whether it has been dealt with in this epoch
 */
public record PlannedRung(
        int rung,
        int repetition,
        Rung definition,
        Instant original,
        Instant at,
        ReminderState state,
        int supersededBy,
        Set<Shift> shifts,
        boolean handled) {

    /** Whether it is still to speak. */
    public boolean isPending() {
        return !handled && state == ReminderState.PLANNED;
    }

    /** Whether, of two rungs of one follow-up, this one has more to say: the later original, then the later in the ladder (R9). */
    boolean isNewerThan(PlannedRung other) {
        int byOriginal = original.compareTo(other.original);
        int byRung = byOriginal != 0 ? byOriginal : Integer.compare(rung, other.rung);
        return byRung != 0 ? byRung > 0 : repetition > other.repetition;
    }

    PlannedRung as(ReminderState newState) {
        return new PlannedRung(rung, repetition, definition, original, at, newState, supersededBy, shifts, handled);
    }

    PlannedRung supersededBy(PlannedRung newer) {
        return new PlannedRung(
                rung, repetition, definition, original, at, ReminderState.SUPERSEDED, newer.rung, shifts, handled);
    }
}
