package org.lastmile;

import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Move;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.goal.StepDue;
import org.lastmile.store.FollowUpEdit.Change;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Target;

/** Moves what is scheduled to another deadline (rule R12): a goal, a step, or one participant. */
final class Mover {
    private final Store store;
    private final Promises promises;
    private final Overseers overseers;
    private final Decisions decisions;
    private final Occurrences occurrences;
    private final Alarm alarm;
    private final Rearming rearming;

    Mover(
            Store store,
            Promises promises,
            Overseers overseers,
            Decisions decisions,
            Occurrences occurrences,
            Alarm alarm) {
        this.store = store;
        this.promises = promises;
        this.overseers = overseers;
        this.decisions = decisions;
        this.occurrences = occurrences;
        this.alarm = alarm;
        rearming = new Rearming(promises);
    }

    /** Moves a goal, and with it every step that counts from it. */
    boolean move(String goalId, Move move, Instant now) {
        checkAhead(move.to(), "goal \"" + goalId + "\"", now);
        return change(goalId, facts -> due(facts, move.to()), move.reopensClosed(), now);
    }

    /** A recurring goal's later occurrences count from the one that is moved (R18). */
    private static Goal due(Goal facts, Deadline deadline) {
        var moved = facts.due(deadline);
        var recurrence = facts.recurrence();
        return recurrence == null ? moved : moved.recurring(recurrence.movedTo(deadline));
    }

    /** Gives one step a deadline of its own, for everybody. */
    boolean move(String goalId, String stepId, Move move, Instant now) {
        checkAhead(move.to(), "step \"" + stepId + "\"", now);
        return occurrences.knows(goalId, stepId)
                && change(
                        goalId,
                        facts -> facts.withStep(step(facts, stepId).due(new StepDue.Own(move.to()))),
                        move.reopensClosed(),
                        now);
    }

    /** Gives one participant a deadline of their own: an extension. */
    boolean extend(String goalId, String stepId, String recipientId, Move move, Instant now) {
        checkAhead(move.to(), "recipient \"" + recipientId + "\"", now);
        var edited = occurrences.edit(
                Target.participants(goalId, stepId, recipientId),
                null,
                (goal, followUp, recipient) -> extended(goal.facts(), followUp, recipient, move, now));
        alarm.set(edited);
        edited.filter(done -> done.rows().stream().anyMatch(row -> row.after() != null))
                .ifPresent(
                        done -> overseers.attend(done.goal(), step(done.goal().facts(), stepId), move.to(), now));
        return edited.filter(done -> !done.rows().isEmpty()).isPresent();
    }

    private @Nullable Change extended(Goal goal, FollowUp followUp, Recipient recipient, Move move, Instant now) {
        var standing = followUp.standing();
        if (standing.state() == Standing.State.DORMANT) {
            return new Change(standing.withExtension(move.to()), Cursor.NONE, true);
        }
        if (!standing.isLive() && !(move.reopensClosed() && isReopenable(standing))) {
            return null;
        }
        return rearming.moved(goal, goal, followUp, recipient, move.to(), now);
    }

    private boolean change(String goalId, UnaryOperator<Goal> change, boolean reopens, Instant now) {
        var before = new AtomicReference<Goal>();
        var edited = occurrences.edit(
                Target.everybody(goalId),
                facts -> {
                    before.set(facts);
                    return change.apply(facts);
                },
                (goal, followUp, recipient) ->
                        moved(Objects.requireNonNull(before.get()), goal.facts(), followUp, recipient, reopens, now));
        alarm.set(edited);
        edited.ifPresent(done -> {
            overseers.dismissIdle(done, now);
            reviewDormant(done.goal(), reopens, now);
            // Until a date: one more may fit now that did not before.
            if (done.goal().facts().recurrence() != null) {
                store.join(done.goal().facts().id(), current -> Occurrences.clockwork(current.facts(), now));
            }
        });
        return edited.isPresent();
    }

    /**
     * What was opened again may begin, where what it comes after is done all the same. A recovery that was called off begins anew at the
     * next miss, or never if there is nobody left to miss it.
     */
    private void reviewDormant(StoredGoal goal, boolean reopens, Instant now) {
        for (int i = 0; i < goal.facts().steps().size(); i++) {
            var step = goal.facts().steps().get(i);
            if (reopens && !step.after().isEmpty()) {
                decisions.review(goal, i, now);
            }
            if (step.recovers() != null) {
                decisions.reviewRecovery(goal, i, now);
            }
        }
    }

    private @Nullable Change moved(
            Goal before, Goal goal, FollowUp followUp, Recipient recipient, boolean reopens, Instant now) {
        var standing = followUp.standing();
        if (followUp.key().seat() == FollowUp.CLOCKWORK) {
            var due = Objects.requireNonNull(goal.due()).instant();
            return standing.isLive() ? new Change(standing, Cursor.engine(due), true) : null;
        }
        int index = followUp.key().step();
        if (isCalledOff(before, goal, index, standing, now)) {
            // Its overseers are woken with the first who begins again.
            var calledOff = followUp.key().seat() == FollowUp.PARTICIPANT
                    ? rearming.noted(before, followUp, recipient)
                            .moved(now, Rearming.ladder(goal, index))
                            .asDormant()
                    : promises.noting(before, followUp, recipient, standing.closed(Outcome.CANCELLED, now));
            return new Change(calledOff, Cursor.NONE, true);
        }
        boolean overseer = followUp.key().seat() != FollowUp.PARTICIPANT;
        boolean wakes = standing.state() == Standing.State.CLOSED && reopens && (overseer || isReopenable(standing));
        if (!standing.isLive() && !wakes) {
            return null;
        }
        var activatedAt = standing.arming().activatedAt();
        var deadline = deadline(goal, index, activatedAt);
        boolean stepMoves = !deadline.equals(deadline(before, index, activatedAt));
        var extension = standing.extension();
        boolean outgrown = extension != null && deadline.instant().isAfter(extension.instant());
        if (overseer && outgrown) {
            // Its people are back in the group that has the step's own deadline.
            if (!standing.isLive()) {
                return null;
            }
            var closed = promises.noting(before, followUp, recipient, standing.closed(Outcome.CANCELLED, now));
            return new Change(closed, Cursor.NONE, true);
        }
        boolean kept = !stepMoves || extension != null && !outgrown;
        if (kept && !wakes) {
            return null;
        }
        var change = rearming.moved(before, goal, followUp, recipient, outgrown ? null : extension, now);
        // What is opened again waits as it did at first (R16), and a recovery for the next miss.
        boolean waits =
                !overseer && !standing.isLive() && beginsLater(goal.steps().get(index));
        return waits ? new Change(change.standing().asDormant(), Cursor.NONE, true) : change;
    }

    private static boolean beginsLater(Step step) {
        return !step.after().isEmpty() || step.recovers() != null;
    }

    /** A missed step whose deadline moves ahead is open again, so its recovery is called off, and can begin anew (R12). */
    private boolean isCalledOff(Goal before, Goal goal, int index, Standing standing, Instant now) {
        var recovered = goal.steps().get(index).recovers();
        if (recovered == null || !standing.isLive()) {
            return false;
        }
        int missed = goal.indexOf(recovered);
        var activatedAt = standing.arming().activatedAt();
        var deadline = deadline(goal, missed, activatedAt);
        return !deadline.equals(deadline(before, missed, activatedAt))
                && deadline.instant().isAfter(now);
    }

    private Deadline deadline(Goal goal, int index, Instant activatedAt) {
        return promises.deadline(goal, goal.steps().get(index), activatedAt);
    }

    private static boolean isReopenable(Standing standing) {
        return standing.outcome() == Outcome.DONE
                || standing.outcome() == Outcome.RECOVERED
                || standing.outcome() == Outcome.EXPIRED;
    }

    private static void checkAhead(Deadline deadline, String what, Instant now) {
        if (!deadline.instant().isAfter(now)) {
            throw new IllegalArgumentException("the new deadline of " + what + " is " + deadline
                    + ", which is not after now, " + now + "; give one ahead, or cancel instead");
        }
    }

    private static Step step(Goal goal, String stepId) {
        return Objects.requireNonNull(goal.findStep(stepId), stepId);
    }
}
