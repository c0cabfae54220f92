package org.lastmile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Move;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Silenced;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.goal.StepDue;
import org.lastmile.plan.Planner;
import org.lastmile.plan.StepDeadlines;
import org.lastmile.store.Edited;
import org.lastmile.store.FollowUpEdit.Change;
import org.lastmile.store.NewFollowUp;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Target;

/** Changes goals that are scheduled: their deadlines (rule R12), ladders (R20), people and words. */
final class Editor {
    private final Store store;
    private final Promises promises;
    private final Overseers overseers;
    private final Decisions decisions;
    private final Registrar registrar;
    private final Occurrences occurrences;
    private final Consumer<Instant> earliest;

    /** @param earliest gets the first instant at which something is due after a change */
    Editor(
            Store store,
            Promises promises,
            Overseers overseers,
            Decisions decisions,
            Registrar registrar,
            Occurrences occurrences,
            Consumer<Instant> earliest) {
        this.store = store;
        this.promises = promises;
        this.overseers = overseers;
        this.decisions = decisions;
        this.registrar = registrar;
        this.occurrences = occurrences;
        this.earliest = earliest;
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
        return knows(goalId, stepId)
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
        notice(edited);
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
        var known = noted(goal, followUp, recipient, now).withExtension(move.to());
        boolean fenced = !promises.mayHaveSentWhatMovesLeave(goal, followUp, recipient, now);
        return armed(goal, followUp, recipient, known, fenced, now);
    }

    /** Another ladder for a step that is under way (R20). */
    boolean replaceLadder(String goalId, String stepId, Ladder ladder, Instant now) {
        if (!knows(goalId, stepId)) {
            return false;
        }
        var active = lastActivities(goalId, stepId, ladder);
        var before = new AtomicReference<Goal>();
        var edited = occurrences.edit(
                new Target(goalId, stepId, null, Target.Seats.ALL),
                facts -> {
                    before.set(facts);
                    return facts.withStep(step(facts, stepId).ladder(ladder));
                },
                (goal, followUp, recipient) -> {
                    if (!followUp.standing().isLive()) {
                        return null;
                    }
                    var known = noted(Objects.requireNonNull(before.get()), followUp, recipient, anchor -> true);
                    var since = active.get(followUp.key().seat());
                    var begun = since != null && since.isAfter(known.arming().idleSince())
                            ? known.touched(since, ladder)
                            : known;
                    var past = withSilenced(goal.facts(), followUp, recipient, begun.withoutProgress(), now);
                    return armed(goal.facts(), followUp, recipient, past, true, now);
                });
        notice(edited);
        edited.ifPresent(done -> {
            var step = step(done.goal().facts(), stepId);
            var groups = new HashSet<@Nullable Deadline>();
            done.rows().stream()
                    .filter(row -> row.after() != null && row.before().key().seat() == FollowUp.PARTICIPANT)
                    .forEach(row -> groups.add(row.after().standing().extension()));
            groups.forEach(extension -> overseers.attend(done.goal(), step, extension, now));
            replanMissed(done.goal(), step, now);
        });
        return edited.isPresent();
    }

    /** Since when nobody of a group has been active, by the seat of their overseers: who had no idle rung so far does not know (R17). */
    private Map<Integer, Instant> lastActivities(String goalId, String stepId, Ladder ladder) {
        var active = new HashMap<Integer, Instant>();
        if (Overseers.isIdle(ladder)) {
            var found = occurrences.edit(Target.participants(goalId, stepId, null), null, (goal, row, who) -> null);
            for (var row : found.map(Edited::rows).orElse(List.of())) {
                var standing = row.before().standing();
                if (standing.isLive()) {
                    active.merge(
                            FollowUp.overseerOf(standing.extension()),
                            standing.arming().idleSince(),
                            (one, other) -> one.isAfter(other) ? one : other);
                }
            }
        }
        return active;
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
        notice(edited);
        edited.ifPresent(done -> {
            overseers.dismissIdle(done, now);
            reviewRecoveries(done.goal(), now);
            // Until a date: one more may fit now that did not before.
            if (done.goal().facts().recurrence() != null) {
                store.join(done.goal().facts().id(), current -> Occurrences.clockwork(current.facts(), now));
            }
        });
        return edited.isPresent();
    }

    /** A recovery that was called off begins anew at the next miss, or never if there is nobody left to miss it. */
    private void reviewRecoveries(StoredGoal goal, Instant now) {
        for (int i = 0; i < goal.facts().steps().size(); i++) {
            if (goal.facts().steps().get(i).recovers() != null) {
                decisions.reviewRecovery(goal, i, now);
            }
        }
    }

    /** What a step recovers can be answered as long as its recovery lasts (R13), which is another one by another ladder. */
    private void replanMissed(StoredGoal goal, Step recovery, Instant now) {
        if (recovery.recovers() != null) {
            notice(store.edit(
                    Target.participants(goal.facts().id(), recovery.recovers(), null),
                    null,
                    (current, followUp, recipient) -> replanned(current.facts(), followUp, recipient, now)));
        }
    }

    private @Nullable Change replanned(Goal goal, FollowUp followUp, Recipient recipient, Instant now) {
        var standing = followUp.standing();
        if (!standing.isLive()) {
            return null;
        }
        var terms = promises.terms(goal, followUp.key(), recipient, standing);
        return new Change(standing, promises.cursor(terms, standing, now), false);
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
                    ? noted(before, followUp, recipient, anchor -> true)
                            .moved(now, ladder(goal, index))
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
        var known = noted(before, followUp, recipient, now).withExtension(outgrown ? null : extension);
        boolean fenced = !promises.mayHaveSentWhatMovesLeave(before, followUp, recipient, now);
        return armed(goal, followUp, recipient, known, fenced, now);
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
        return StepDeadlines.of(goal, goal.steps().get(index), activatedAt, promises.calendar(goal));
    }

    private Change armed(
            Goal goal, FollowUp followUp, Recipient recipient, Standing standing, boolean fenced, Instant now) {
        var known = standing.isLive() ? standing : withSilenced(goal, followUp, recipient, standing, now);
        var changed = known.moved(now, ladder(goal, followUp.key().step()));
        var terms = promises.terms(goal, followUp.key(), recipient, changed);
        return new Change(changed, promises.cursor(terms, changed, now), fenced);
    }

    /** With what a move silences noted: what counts from the deadline, and was still ahead, or was when the follow-up ended. */
    private Standing noted(Goal before, FollowUp followUp, Recipient recipient, Instant now) {
        var noted = noted(before, followUp, recipient, Anchor::countsFromDeadline);
        return noted.isLive() ? withPassedOver(before, followUp, recipient, noted, now) : noted;
    }

    /** What does not move keeps its state (R12): also a rung that had fallen behind the old deadline, or was not to be said, unseen so far. */
    private Standing withPassedOver(
            Goal before, FollowUp followUp, Recipient recipient, Standing standing, Instant now) {
        var terms = promises.terms(before, followUp.key(), recipient, standing);
        var arming = standing.arming();
        var passed = standing;
        var silenced = new ArrayList<Silenced>();
        for (var rung : Planner.plan(terms, standing).rungs()) {
            var anchor = rung.definition().when().anchor();
            boolean unseen = !rung.isPending() && !rung.handled() && !rung.at().isAfter(now);
            if (unseen && !anchor.countsFromDeadline()) {
                passed = passed.handled(rung.rung(), rung.repetition());
                int activity = anchor == Anchor.WHEN_IDLE ? arming.activity() : 0;
                silenced.add(new Silenced(arming.epoch(), activity, rung.rung(), rung.repetition(), rung.at()));
            }
        }
        return passed.silencing(silenced);
    }

    private Standing noted(Goal before, FollowUp followUp, Recipient recipient, Predicate<Anchor> changes) {
        var standing = followUp.standing();
        var silenced = standing.silencing(
                Planner.silenced(promises.terms(before, followUp.key(), recipient, standing), standing, changes));
        return promises.noting(before, followUp, recipient, silenced);
    }

    /**
     * What an ending silenced is not said when the follow-up is opened again, and what a new ladder would have said before is not said
     * now: past rungs that do not move stay unsaid (R12).
     */
    private Standing withSilenced(Goal goal, FollowUp followUp, Recipient recipient, Standing standing, Instant now) {
        var terms = promises.terms(goal, followUp.key(), recipient, standing);
        var silenced = standing;
        for (var rung : Planner.plan(terms, standing).rungs()) {
            boolean moves = rung.definition().when().anchor().countsFromDeadline();
            if (!moves && rung.at().isBefore(now)) {
                silenced = silenced.handled(rung.rung(), rung.repetition());
            }
        }
        return silenced;
    }

    private static boolean isReopenable(Standing standing) {
        return standing.outcome() == Outcome.DONE
                || standing.outcome() == Outcome.RECOVERED
                || standing.outcome() == Outcome.EXPIRED;
    }

    /** Adds participants to a step; those it has already are left as they are. */
    boolean add(String goalId, String stepId, Collection<Recipient> recipients, Instant now) {
        if (!knows(goalId, stepId)) {
            return false;
        }
        var goal = occurrences.current(goalId).orElseThrow();
        int index = goal.facts().indexOf(stepId);
        boolean isTooLate = decisions.isDone(goal, index);
        store.join(goal.facts().id(), current -> {
            List<NewFollowUp> followUps = new ArrayList<>();
            for (var recipient : recipients) {
                var begun = registrar.begin(current.facts(), index, recipient, now);
                followUps.add(isTooLate ? cancelled(begun, now) : begun);
            }
            followUps.stream()
                    .map(followUp -> followUp.cursor().due())
                    .filter(Objects::nonNull)
                    .min(Instant::compareTo)
                    .ifPresent(earliest);
            return followUps;
        });
        var step = goal.facts().steps().get(index);
        if (isTooLate) {
            return true;
        }
        if (!step.after().isEmpty()) {
            decisions.review(goal, index, now);
        } else if (step.recovers() != null) {
            decisions.reviewRecovery(goal, index, now);
        } else {
            var extension = overseers
                    .withDeadlineOfItsOwn(goal.facts(), index, Standing.open(now))
                    .extension();
            overseers.attend(goal, step, extension, now);
            overseers.stir(goal, step, extension, now);
        }
        return true;
    }

    private static NewFollowUp cancelled(NewFollowUp begun, Instant now) {
        return new NewFollowUp(
                begun.step(),
                begun.recipient(),
                begun.seat(),
                begun.standing().closed(Outcome.CANCELLED, now),
                Cursor.engine(now));
    }

    /** Changes what is known of a recipient in a goal; what is unsent is planned again, in the same epoch (R4). */
    boolean update(String goalId, Recipient changed, Instant now) {
        var known = known(goalId, changed.id());
        var edited = store.update(goalId, changed, (goal, followUp, recipient) -> {
            if (!followUp.standing().isLive()) {
                return null;
            }
            var standing = known == null
                    ? followUp.standing()
                    : promises.noting(goal.facts(), followUp, known, followUp.standing());
            var terms = promises.terms(goal.facts(), followUp.key(), recipient, standing);
            return new Change(standing, promises.cursor(terms, standing, now), false);
        });
        notice(edited);
        return edited.isPresent();
    }

    /** What has been known of a recipient so far; {@code null} if nothing. */
    private @Nullable Recipient known(String goalId, String recipientId) {
        return store.edit(new Target(goalId, null, recipientId, Target.Seats.ALL), null, (goal, row, known) -> null)
                .flatMap(found -> found.rows().stream().findFirst())
                .map(Edited.Row::recipient)
                .orElse(null);
    }

    /** Changes a goal's words: title, label, data. */
    boolean reword(String goalId, UnaryOperator<Goal> change) {
        return occurrences
                .edit(
                        new Target(goalId, "", null, Target.Seats.PARTICIPANTS),
                        facts -> checkedWords(facts, change.apply(facts)),
                        (goal, followUp, recipient) -> null)
                .isPresent();
    }

    private static Goal checkedWords(Goal before, Goal after) {
        var words = before.titled(after.title()).data(after.data());
        var label = after.label();
        if (!(label == null ? words : words.label(label)).equals(after)) {
            throw new IllegalArgumentException("update of goal \"" + before.id()
                    + "\" changes more than title, label and data; use reschedule, addParticipants or replaceLadder");
        }
        return after;
    }

    private boolean knows(String goalId, String stepId) {
        return store.goal(goalId)
                .filter(goal -> goal.facts().indexOf(stepId) >= 0)
                .isPresent();
    }

    private static Step step(Goal goal, String stepId) {
        return Objects.requireNonNull(goal.findStep(stepId), stepId);
    }

    private static Ladder ladder(Goal goal, int step) {
        return Objects.requireNonNull(goal.steps().get(step).ladder());
    }

    private static void checkAhead(Deadline deadline, String what, Instant now) {
        if (!deadline.instant().isAfter(now)) {
            throw new IllegalArgumentException("the new deadline of " + what + " is " + deadline
                    + ", which is not after now, " + now + "; give one ahead, or cancel instead");
        }
    }

    private void notice(Optional<Edited> edited) {
        edited.ifPresent(done -> done.rows().stream()
                .map(row -> row.after() == null ? null : row.after().cursor().due())
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .ifPresent(earliest));
    }
}
