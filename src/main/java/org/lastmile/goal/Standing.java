package org.lastmile.goal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a follow-up stands: all that the planner must know of it, besides what was promised, and what is
 * noted of it.
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
 * @param nudge the last reminder that was asked for by hand, if any
 * @param remarks what is noted for those who look back
 */
public record Standing(
        State state,
        @Nullable Outcome outcome,
        @Nullable Instant closedAt,
        Arming arming,
        Progress progress,
        @Nullable Hold hold,
        @Nullable Deadline extension,
        @Nullable Nudged nudge,
        Remarks remarks) {

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

    /** One that was never nudged, and of which nothing is noted. */
    public Standing(
            State state,
            @Nullable Outcome outcome,
            @Nullable Instant closedAt,
            Arming arming,
            Progress progress,
            @Nullable Hold hold,
            @Nullable Deadline extension) {
        this(state, outcome, closedAt, arming, progress, hold, extension, null, Remarks.NONE);
    }

    /** A follow-up that begins at that instant. */
    public static Standing open(Instant activation) {
        return new Standing(State.OPEN, null, null, Arming.at(activation), Progress.NONE, null, null);
    }

    /** Waiting for another step (R16). */
    public Standing asDormant() {
        return in(State.DORMANT);
    }

    /** Begun at that instant, with nothing dealt with yet (R16); the epoch goes on, so that no reminder's id comes twice. */
    public Standing activated(Instant at) {
        var begun = new Arming(at, at, at, arming.epoch() + 1, arming.activity());
        return new Standing(
                State.OPEN, null, null, begun, Progress.NONE, null, extension, lastNudge(), remarks.withReason(null));
    }

    /** Whether it can be answered and reminded. */
    public boolean isLive() {
        return state == State.OPEN || state == State.MISSED;
    }

    /** Closed with that outcome. */
    public Standing closed(Outcome how, Instant at) {
        return closed(how, at, null);
    }

    /** Closed with that outcome, for that reason if one was given. */
    public Standing closed(Outcome how, Instant at, @Nullable String reason) {
        return new Standing(
                State.CLOSED, how, at, arming, progress, hold, extension, nudge, remarks.withReason(reason));
    }

    /** Past its deadline and grace. */
    public Standing missed() {
        return in(State.MISSED);
    }

    /** With that repetition of that rung dealt with, or with its nudge. */
    public Standing handled(int rung, int repetition) {
        if (rung == Nudged.RUNG) {
            return nudged(lastNudge());
        }
        var changed = progress.withHandled(rung, repetition);
        return changed == progress ? this : with(arming, changed, hold);
    }

    /** Held until then (R14). A hold that begins before the last one has run out goes on with it, so that none of its time counts. */
    public Standing held(Hold newHold) {
        var held = hold != null && newHold.goesOnWith(hold) ? new Hold(hold.from(), newHold.until()) : newHold;
        return with(arming, progress, held);
    }

    /**
     * Open again in a new epoch, with every rung that counts from the deadline armed again (R12). A nudge still waits for its
     * moment, unless the follow-up had ended.
     */
    public Standing moved(Instant at, Ladder ladder) {
        return new Standing(
                State.OPEN,
                null,
                null,
                arming.moved(at),
                rearmed(ladder, true),
                hold,
                extension,
                state == State.CLOSED ? lastNudge() : nudge,
                remarks.withReason(null));
    }

    /** With nothing dealt with: for another ladder (R20). */
    public Standing withoutProgress() {
        return with(arming, Progress.NONE, hold);
    }

    /** With an activity at that instant, which arms the idle rungs again (R6). */
    public Standing touched(Instant at, Ladder ladder) {
        return with(arming.touched(at), rearmed(ladder, false), hold);
    }

    /** With a deadline of its own, or without one. */
    public Standing withExtension(@Nullable Deadline newExtension) {
        return new Standing(state, outcome, closedAt, arming, progress, hold, newExtension, nudge, remarks);
    }

    /** With that nudge. No activity: the ladder goes on as if nothing had been said. */
    public Standing nudged(@Nullable Nudged newNudge) {
        return new Standing(state, outcome, closedAt, arming, progress, hold, extension, newNudge, remarks);
    }

    /** With these reminders noted, that a change of the plan silences. */
    public Standing silencing(List<Silenced> silenced) {
        var noted = remarks.withSilenced(silenced);
        return new Standing(state, outcome, closedAt, arming, progress, hold, extension, nudge, noted);
    }

    private Standing in(State newState) {
        return new Standing(newState, outcome, closedAt, arming, progress, hold, extension, nudge, remarks);
    }

    private Standing with(Arming newArming, Progress newProgress, @Nullable Hold newHold) {
        return new Standing(state, outcome, closedAt, newArming, newProgress, newHold, extension, nudge, remarks);
    }

    private @Nullable Nudged lastNudge() {
        return nudge == null ? null : nudge.dealtWith();
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
