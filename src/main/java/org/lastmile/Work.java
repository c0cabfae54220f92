package org.lastmile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Claim;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.SendResult;
import org.lastmile.plan.Judgement;
import org.lastmile.plan.PlannedRung;
import org.lastmile.plan.Terms;
import org.lastmile.store.RollCall;
import org.lastmile.store.StoredGoal;

/**
 * One claim on its way through the engine: claimed, judged, perhaps sent, settled. Used by one thread at a time, save for
 * {@link #finish}, which the first caller wins.
 */
final class Work {
    /** What is to be done with it. */
    enum Task {
        /** Call the notifier. */
        SEND,
        /** Write what was decided; nothing is sent. */
        SETTLE,
        /** Its follow-up has ended: decide what that means for others. */
        DECIDE,
        /** Move it into another lane: the rung to be sent goes by another channel. */
        REFILE,
        /** It cannot be worked on; keep it aside. */
        SET_ASIDE
    }

    final Claim claim;
    final Task task;
    final @Nullable StoredGoal goal;
    final @Nullable Terms terms;
    final @Nullable Judgement judgement;
    final int position;
    private Timepiece.Mark heldAt;
    private @Nullable SendResult result;
    private boolean finished;
    private boolean leftBehind;
    private @Nullable String why;
    private @Nullable ReminderState refusal;
    private @Nullable RollCall roll;

    private Work(
            Claim claim,
            Timepiece.Mark heldAt,
            Task task,
            @Nullable StoredGoal goal,
            @Nullable Terms terms,
            @Nullable Judgement judgement,
            int position) {
        this.claim = claim;
        this.heldAt = heldAt;
        this.task = task;
        this.goal = goal;
        this.terms = terms;
        this.judgement = judgement;
        this.position = position;
    }

    /** @param at since when it is known to hold */
    static Work judged(
            Claim claim,
            Timepiece.Mark at,
            Task task,
            StoredGoal goal,
            Terms terms,
            Judgement judgement,
            int position) {
        return new Work(claim, at, task, goal, terms, judgement, position);
    }

    /**
     * @param at since when it is known to hold
     * @param goal {@code null} if it cannot be read
     * @param why in words that name nobody
     */
    static Work setAside(Claim claim, Timepiece.Mark at, @Nullable StoredGoal goal, String why) {
        var work = new Work(claim, at, Task.SET_ASIDE, goal, null, null, Routes.NONE);
        work.why = why;
        return work;
    }

    /** The same, only to be written: nothing is sent. */
    Work withoutSend() {
        return task == Task.SEND ? new Work(claim, heldAt(), Task.REFILE, goal, terms, judgement, position) : this;
    }

    static Work over(Claim claim, Timepiece.Mark at, StoredGoal goal) {
        return new Work(claim, at, Task.DECIDE, goal, null, null, Routes.NONE);
    }

    /** Why it is set aside. */
    @Nullable
    String why() {
        return why;
    }

    FollowUp followUp() {
        return claim.followUp();
    }

    @Nullable
    PlannedRung fire() {
        return judgement == null ? null : judgement.fire();
    }

    /** The channel of the send. */
    Channel channel() {
        var rung = fire();
        if (rung == null) {
            throw new IllegalStateException("nothing to send for " + followUp().key());
        }
        return rung.definition().channels().get(position);
    }

    Instant claimedAt() {
        var at = followUp().fence().claimedAt();
        if (at == null) {
            throw new IllegalStateException("not claimed: " + followUp().key());
        }
        return at;
    }

    /** When it was last known that the claim holds. */
    synchronized Timepiece.Mark heldAt() {
        return heldAt;
    }

    /** It has been looked at, and held then. */
    synchronized void held(Timepiece.Mark then) {
        heldAt = then;
    }

    /** Keeps the result if it is the first; a send that overran may come back with a second one. */
    synchronized boolean finish(@Nullable SendResult first) {
        if (finished) {
            return false;
        }
        finished = true;
        result = first;
        return true;
    }

    /** Whether its result is known: if so, it has been settled as such, and its send must not begin any more. */
    synchronized boolean isFinished() {
        return finished;
    }

    /** It is not to be sent, for this reason, which is final for the channel or for the rung. */
    synchronized void refuse(ReminderState why) {
        refusal = why;
    }

    synchronized @Nullable ReminderState refusal() {
        return refusal;
    }

    /** It was found in a lane that this node does not serve. */
    synchronized void isLeftBehind() {
        leftBehind = true;
    }

    synchronized boolean wasLeftBehind() {
        return leftBehind;
    }

    /** For an overseer: of whom they are told, as of right before the send. */
    synchronized @Nullable RollCall roll() {
        return roll;
    }

    synchronized void called(RollCall newRoll) {
        roll = newRoll;
    }

    /** What the notifier said; {@code null} if it was not called. */
    synchronized @Nullable SendResult result() {
        return result;
    }
}
