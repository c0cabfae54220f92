package org.lastmile.plan;

import java.time.Instant;
import java.util.Set;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Arming;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Nudged;
import org.lastmile.goal.Progress;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Silenced;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;

/**
 * One rung (or one repetition of it) of one follow-up, worked out.
 *
 * <p>Immutable and thread-safe.
 *
 * @param rung its position in the ladder, from 0; {@link Nudged#RUNG} for a reminder that was asked for by hand
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

    /** Whether somebody asked for it by hand. */
    public boolean isNudge() {
        return rung == Nudged.RUNG;
    }

    /** Its number as people count: from 1; 0 for what was asked for by hand. */
    public int number() {
        return isNudge() ? 0 : rung + 1;
    }

    /** The id of the reminder that it is, or would be, for that recipient of a step. */
    public String reminderId(Goal goal, Step step, Recipient recipient, int seat, Standing standing) {
        var nudge = standing.nudge();
        if (isNudge() && nudge != null) {
            return Reminder.nudgeId(goal.id(), step.id(), recipient.id(), nudge.token());
        }
        var arming = standing.arming();
        int activity = definition.when().anchor() == Anchor.WHEN_IDLE ? arming.activity() : 0;
        return Reminder.id(goal.id(), step.id(), recipient.id(), seat, rung, repetition, arming.epoch(), activity);
    }

    /** As it is noted when its plan is given up. */
    Silenced silenced(Arming arming) {
        int activity = definition.when().anchor() == Anchor.WHEN_IDLE ? arming.activity() : 0;
        return new Silenced(arming.epoch(), activity, rung, repetition, at);
    }

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

    /** The same rung when so much has been dealt with, before it is asked which rungs are superseded. */
    PlannedRung asOf(Progress progress) {
        return new PlannedRung(
                rung,
                repetition,
                definition,
                original,
                at,
                state == ReminderState.SUPERSEDED ? ReminderState.PLANNED : state,
                -1,
                shifts,
                progress.handled(rung, repetition));
    }

    PlannedRung as(ReminderState newState) {
        return new PlannedRung(rung, repetition, definition, original, at, newState, supersededBy, shifts, handled);
    }

    PlannedRung supersededBy(PlannedRung newer) {
        return new PlannedRung(
                rung, repetition, definition, original, at, ReminderState.SUPERSEDED, newer.rung, shifts, handled);
    }
}
