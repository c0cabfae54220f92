package org.lastmile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Hold;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.plan.Planner;
import org.lastmile.plan.StepDeadlines;
import org.lastmile.store.Edited;
import org.lastmile.store.FollowUpEdit.Change;
import org.lastmile.store.NewFollowUp;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Target;

/** Those who are told of the people who have not answered: one follow-up for each, per step and deadline (rule R17). */
final class Overseers {
    private final Store store;
    private final Roster roster;
    private final Promises promises;

    Overseers(Store store, Promises promises) {
        this.store = store;
        this.roster = new Roster(store);
        this.promises = promises;
    }

    /** The follow-ups of the overseers of a step, whose first participant begins at that instant. */
    List<NewFollowUp> begin(Goal goal, int index, @Nullable Deadline extension, Instant at) {
        var followUps = new ArrayList<NewFollowUp>();
        for (var recipient : goal.overseers(goal.steps().get(index))) {
            var standing = Standing.open(at).withExtension(extension);
            int seat = FollowUp.overseerOf(extension);
            followUps.add(new NewFollowUp(
                    index, recipient, seat, standing, cursor(goal, index, seat, recipient, standing, at)));
        }
        return followUps;
    }

    private Cursor cursor(Goal goal, int index, int seat, Recipient recipient, Standing standing, Instant at) {
        var terms = promises.terms(goal, new FollowUp.Key(0, index, 0, seat), recipient, standing);
        return promises.cursor(terms, standing, at);
    }

    /** Sees to it that the overseers of a group are there and awake. */
    void attend(StoredGoal goal, Step step, @Nullable Deadline extension, Instant at) {
        if (goal.facts().overseers(step).isEmpty()) {
            return;
        }
        int index = goal.facts().indexOf(step.id());
        store.join(goal.facts().id(), current -> begin(current.facts(), index, extension, at));
        store.edit(
                new Target(goal.facts().id(), step.id(), null, Target.Seats.OVERSEERS),
                null,
                (current, followUp, recipient) -> {
                    if (followUp.key().seat() != FollowUp.overseerOf(extension)) {
                        return null;
                    }
                    if (followUp.standing().isLive()) {
                        return released(current.facts(), followUp, recipient, at);
                    }
                    var standing = followUp.standing().activated(at).withExtension(extension);
                    return new Change(
                            standing,
                            cursor(current.facts(), index, followUp.key().seat(), recipient, standing, at),
                            true);
                });
        // Whoever they were woken for may have ended by now, after which nobody else would end them.
        dismiss(goal, step, at);
    }

    /** Lets the overseers of a group who wait for the end of a hold wait no longer than until then: somebody may be open again (R17). */
    void release(StoredGoal goal, int index, @Nullable Deadline extension, Instant at) {
        var step = goal.facts().steps().get(index);
        if (!goal.facts().overseers(step).isEmpty()) {
            store.edit(
                    new Target(goal.facts().id(), step.id(), null, Target.Seats.OVERSEERS),
                    null,
                    (current, followUp, recipient) -> followUp.key().seat() == FollowUp.overseerOf(extension)
                            ? released(current.facts(), followUp, recipient, at)
                            : null);
        }
    }

    /** Whether anybody is open is found out by the roll call. */
    private @Nullable Change released(Goal goal, FollowUp followUp, Recipient recipient, Instant at) {
        var standing = followUp.standing();
        var hold = standing.hold();
        if (!standing.isLive() || hold == null || !hold.until().isAfter(at)) {
            return null;
        }
        var end = at.isBefore(hold.from()) ? hold.from() : at;
        var changed = promises.noting(goal, followUp, recipient, standing.held(new Hold(hold.from(), end)));
        var terms = promises.terms(goal, followUp.key(), recipient, changed);
        return new Change(changed, promises.cursor(terms, changed, end), false);
    }

    /** Whether a ladder tells overseers of idle time. */
    static boolean isIdle(Ladder ladder) {
        return ladder.rungs().stream()
                .anyMatch(
                        rung -> !rung.audience().isParticipant() && rung.when().anchor() == Anchor.WHEN_IDLE);
    }

    /** Somebody has begun, which is an activity: the group's idle rungs count from the newest (R17). */
    void stir(StoredGoal goal, Step step, @Nullable Deadline extension, Instant at) {
        boolean idles = isIdle(Objects.requireNonNull(step.ladder()));
        if (!idles || goal.facts().overseers(step).isEmpty()) {
            return;
        }
        store.edit(
                new Target(goal.facts().id(), step.id(), null, Target.Seats.OVERSEERS),
                null,
                (current, followUp, recipient) -> {
                    var standing = followUp.standing();
                    boolean isNews = standing.isLive()
                            && followUp.key().seat() == FollowUp.overseerOf(extension)
                            && at.isAfter(standing.arming().idleSince());
                    if (!isNews) {
                        return null;
                    }
                    int index = followUp.key().step();
                    var ladder = Objects.requireNonNull(
                            current.facts().steps().get(index).ladder());
                    var terms = promises.terms(current.facts(), followUp.key(), recipient, standing);
                    var touched = promises.noting(
                            current.facts(),
                            followUp,
                            recipient,
                            standing.touched(Planner.idleSince(terms, standing, at), ladder));
                    return new Change(touched, promises.cursor(terms, touched, at), false);
                });
    }

    /** Ends the overseers of a step if everybody in it has ended. */
    void dismiss(StoredGoal goal, Step step, Instant at) {
        if (goal.facts().overseers(step).isEmpty()) {
            return;
        }
        if (roster.isSettled(goal, goal.facts().indexOf(step.id()))) {
            store.edit(
                    new Target(goal.facts().id(), step.id(), null, Target.Seats.OVERSEERS),
                    null,
                    (current, followUp, recipient) -> followUp.standing().isLive()
                            ? new Change(followUp.standing().closed(Outcome.CANCELLED, at), Cursor.NONE, true)
                            : null);
        }
    }

    /** Ends those whom a move has woken, or an earlier try of it, though nobody is open in their step. */
    void dismissIdle(Edited moved, Instant at) {
        moved.rows().stream()
                .map(row -> row.after() == null ? row.before() : row.after())
                .filter(row ->
                        row.key().seat() != FollowUp.PARTICIPANT && row.key().seat() != FollowUp.CLOCKWORK)
                .filter(row -> row.standing().isLive())
                .map(row -> row.key().step())
                .distinct()
                .forEach(step ->
                        dismiss(moved.goal(), moved.goal().facts().steps().get(step), at));
    }

    /**
     * A deadline that counts from the activation is a deadline of its own: who is activated at another time is in another group.
     */
    Standing withDeadlineOfItsOwn(Goal goal, int index, Standing standing) {
        var step = goal.steps().get(index);
        if (!StepDeadlines.countsFromStart(goal, step) || goal.overseers(step).isEmpty()) {
            return standing;
        }
        return standing.withExtension(
                promises.deadline(goal, step, standing.arming().activatedAt()));
    }
}
