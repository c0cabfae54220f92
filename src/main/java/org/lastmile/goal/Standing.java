package org.lastmile.goal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a follow-up stands: all that the planner must know of it, besides what was promised.
 *
 * <p>Immutable and thread-safe; a change is a new value.
 *
 * @param state in which part of its life it is
 * @param outcome how it ended, once it is closed
 * @param closedAt when it ended, once it is closed
 * @param arming the moments its rungs count from
 * @param progress the rungs that have been dealt with in this epoch
 * @param hold the last acknowledgement or snooze, if any (rule R14)
 * @param extension a deadline of its own, if one was given (R12)
 */
public record Standing(
        State state,
        @Nullable Outcome outcome,
        @Nullable Instant closedAt,
        Arming arming,
        Progress progress,
        @Nullable Hold hold,
        @Nullable Deadline extension) {

    /** The part of its life in which a follow-up is. */
    public enum State {
        /** Waits for another step (R16). */
        DORMANT,
        /** To be done by the deadline. */
        OPEN,
        /** The deadline has passed; it can still be answered (R13). */
        MISSED,
        /** Ended; nothing more is sent. */
        CLOSED
    }

    /** A follow-up that begins at that instant. */
    public static Standing open(Instant activation) {
        return new Standing(State.OPEN, null, null, Arming.at(activation), Progress.NONE, null, null);
    }

    /** Waiting for another step (R16). */
    public Standing asDormant() {
        return new Standing(State.DORMANT, outcome, closedAt, arming, progress, hold, extension);
    }

    /** Begun at that instant, with nothing dealt with yet (R16); the epoch goes on, so that no reminder's id comes twice. */
    public Standing activated(Instant at) {
        var begun = new Arming(at, at, at, arming.epoch() + 1, arming.activity());
        return new Standing(State.OPEN, null, null, begun, Progress.NONE, null, extension);
    }

    /** Whether it can be answered and reminded. */
    public boolean isLive() {
        return state == State.OPEN || state == State.MISSED;
    }

    /** Closed with that outcome. */
    public Standing closed(Outcome how, Instant at) {
        return new Standing(State.CLOSED, how, at, arming, progress, hold, extension);
    }

    /** Past its deadline and grace. */
    public Standing missed() {
        return new Standing(State.MISSED, outcome, closedAt, arming, progress, hold, extension);
    }

    /** With that repetition of that rung dealt with. */
    public Standing handled(int rung, int repetition) {
        var changed = progress.withHandled(rung, repetition);
        return changed == progress ? this : new Standing(state, outcome, closedAt, arming, changed, hold, extension);
    }

    /** Held until then (R14). A hold that begins before the last one has run out goes on with it, so that none of its time counts. */
    public Standing held(Hold newHold) {
        var held = hold != null && newHold.goesOnWith(hold) ? new Hold(hold.from(), newHold.until()) : newHold;
        return new Standing(state, outcome, closedAt, arming, progress, held, extension);
    }

    /** As if nobody had acknowledged or snoozed it. */
    public Standing unheld() {
        return new Standing(state, outcome, closedAt, arming, progress, null, extension);
    }

    /** Open again in a new epoch, with every rung that counts from the deadline armed again (R12). */
    public Standing moved(Instant at, Ladder ladder) {
        return new Standing(State.OPEN, null, null, arming.moved(at), rearmed(ladder, true), hold, extension);
    }

    /** With nothing dealt with: for another ladder (R20). */
    public Standing withoutProgress() {
        return new Standing(state, outcome, closedAt, arming, Progress.NONE, hold, extension);
    }

    /** With an activity at that instant, which arms the idle rungs again (R6). */
    public Standing touched(Instant at, Ladder ladder) {
        return new Standing(state, outcome, closedAt, arming.touched(at), rearmed(ladder, false), hold, extension);
    }

    /** With a deadline of its own, or without one. */
    public Standing withExtension(@Nullable Deadline newExtension) {
        return new Standing(state, outcome, closedAt, arming, progress, hold, newExtension);
    }

    private Progress rearmed(Ladder ladder, boolean byDeadline) {
        var changed = progress;
        for (int i = 0; i < ladder.rungs().size(); i++) {
            var anchor = ladder.rungs().get(i).when().anchor();
            if (byDeadline ? anchor.countsFromDeadline() : anchor == Anchor.WHEN_IDLE) {
                changed = changed.withoutRung(i);
            }
        }
        return changed;
    }
}
