package org.lastmile;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Hold;
import org.lastmile.goal.Lane;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Remarks;
import org.lastmile.goal.Standing;
import org.lastmile.plan.Judge;
import org.lastmile.plan.Planner;
import org.lastmile.plan.Terms;
import org.lastmile.store.Edited;
import org.lastmile.store.FollowUpEdit;
import org.lastmile.store.FollowUpEdit.Change;
import org.lastmile.store.Store;
import org.lastmile.store.Target;

/** Takes the answers of people: the moment one is taken, its follow-up is silent. */
final class Responder {
    private final Store store;
    private final Promises promises;
    private final InFlight flying;
    private final Occurrences occurrences;
    private final Overseers overseers;
    private final Narrator narrator;

    Responder(
            Store store,
            Promises promises,
            InFlight flying,
            Occurrences occurrences,
            Overseers overseers,
            Narrator narrator) {
        this.store = store;
        this.promises = promises;
        this.flying = flying;
        this.occurrences = occurrences;
        this.overseers = overseers;
        this.narrator = narrator;
    }

    /** Closes what is open of the target; {@link Outcome#DONE} becomes {@code RECOVERED} after the miss (R13). */
    Answer close(Target target, Outcome outcome, @Nullable String reason, Instant now) {
        var kept = Remarks.checkedReason(reason);
        var edited = occurrences.edit(
                target,
                null,
                (goal, followUp, recipient) -> closed(goal.facts(), followUp, recipient, outcome, kept, now));
        edited.ifPresent(done -> {
            narrator.answered(done, kept, now);
            narrator.unreadable(done, now);
        });
        return edited.map(done -> answer(done, now)).orElse(Answer.UNKNOWN);
    }

    /** Closes exactly that follow-up, of whatever occurrence, and only while it is in that epoch. */
    Answer closeIn(int epoch, Target target, Outcome outcome, Instant now) {
        var edited = store.edit(
                target,
                null,
                in(
                        epoch,
                        (goal, followUp, recipient) -> closed(goal.facts(), followUp, recipient, outcome, null, now)));
        edited.ifPresent(done -> {
            narrator.answered(done, null, now);
            narrator.unreadable(done, now);
        });
        return edited.map(done -> answer(done, now)).orElse(Answer.UNKNOWN);
    }

    private static FollowUpEdit in(int epoch, FollowUpEdit edit) {
        return (goal, followUp, recipient) ->
                followUp.standing().arming().epoch() == epoch ? edit.apply(goal, followUp, recipient) : null;
    }

    private @Nullable Change closed(
            Goal goal, FollowUp followUp, Recipient recipient, Outcome wanted, @Nullable String reason, Instant now) {
        var standing = followUp.standing();
        if (standing.state() == Standing.State.CLOSED) {
            return null;
        }
        if (followUp.key().seat() == FollowUp.CLOCKWORK) {
            return wanted == Outcome.CANCELLED ? new Change(standing.closed(wanted, now), Cursor.NONE, true) : null;
        }
        boolean missed = false;
        if (standing.isLive()) {
            var terms = promises.terms(goal, followUp.key(), recipient, standing);
            var judgement = Judge.judge(terms, standing, now);
            // What was set aside ends only by an answer: nobody expires it.
            boolean aside = followUp.cursor().lane().equals(Lane.ASIDE);
            if (judgement.expired() && judgement.fire() == null && !aside) {
                return null;
            }
            missed = judgement.missed() || standing.state() == Standing.State.MISSED;
        }
        var outcome = wanted == Outcome.DONE && missed ? Outcome.RECOVERED : wanted;
        // What that means for others is decided after the commit: the row stays in the engine's lane until it has been.
        boolean participant = followUp.key().seat() == FollowUp.PARTICIPANT;
        return new Change(standing.closed(outcome, now, reason), participant ? Cursor.engine(now) : Cursor.NONE, true);
    }

    /**
     * Nothing fires until then (R14); an acknowledgement is an activity besides (R6).
     *
     * @param until when it runs out; {@code null} for so long as the limit says, cut to the deadline
     */
    Held hold(Target target, @Nullable Instant until, Duration limit, boolean acknowledges, Instant now) {
        if (until != null && !until.isAfter(now)) {
            throw new IllegalArgumentException(
                    "until is " + until + ", which is not after now, " + now + "; give one ahead");
        }
        var edited = occurrences.edit(target, null, holding(until, limit, acknowledges, now));
        edited.ifPresent(done -> narrator.unreadable(done, now));
        edited.ifPresent(done -> {
            if (acknowledges) {
                touchOverseers(done, now);
            }
            tellWhoWaits(done);
        });
        return edited.map(Responder::held).orElse(Held.UNKNOWN);
    }

    /** An overseer who waits for the end of a hold (R17) waits for that of a shorter one. */
    private void tellWhoWaits(Edited edited) {
        record Group(int step, @Nullable Deadline extension) {}
        var released = new HashMap<Group, Instant>();
        for (var row : edited.rows()) {
            var before = row.before().standing().hold();
            var after = row.after() == null ? null : row.after().standing().hold();
            if (before != null && after != null && after.until().isBefore(before.until())) {
                var group = new Group(
                        row.before().key().step(), row.before().standing().extension());
                released.merge(group, after.until(), (one, other) -> one.isBefore(other) ? one : other);
            }
        }
        released.forEach((group, at) -> overseers.release(edited.goal(), group.step(), group.extension(), at));
    }

    /** Snoozes exactly that follow-up, of whatever occurrence, and only while it is in that epoch; at most to the deadline. */
    Held snoozeIn(int epoch, Target target, Duration time, Instant now) {
        var edited = store.edit(target, null, in(epoch, holding(null, time, false, now)));
        edited.ifPresent(this::tellWhoWaits);
        return edited.map(Responder::held).orElse(Held.UNKNOWN);
    }

    private FollowUpEdit holding(@Nullable Instant until, Duration limit, boolean acknowledges, Instant now) {
        return (goal, followUp, recipient) -> {
            var standing = followUp.standing();
            if (!standing.isLive()) {
                return null;
            }
            var terms = promises.terms(goal.facts(), followUp.key(), recipient, standing);
            var end = until != null ? checkedEnd(until, terms, now) : cutToDeadline(now.plus(limit), terms, now);
            var before = standing.hold();
            var from = before != null && !before.until().isBefore(now) ? before.from() : now;
            var touched = acknowledges ? touched(terms, standing, now) : standing;
            var changed = promises.noting(goal.facts(), followUp, recipient, touched.held(new Hold(from, end)));
            return new Change(changed, promises.cursor(terms, changed, now), false);
        };
    }

    private static Instant checkedEnd(Instant until, Terms terms, Instant now) {
        var deadline = terms.deadline().instant();
        if (deadline.isAfter(now) && until.isAfter(deadline)) {
            throw new IllegalArgumentException("until is " + until + ", after the deadline " + terms.deadline() + " ("
                    + deadline + "); give one that is not after it, or move the deadline");
        }
        return until;
    }

    private static Instant cutToDeadline(Instant end, Terms terms, Instant now) {
        var deadline = terms.deadline().instant();
        return deadline.isAfter(now) && end.isAfter(deadline) ? deadline : end;
    }

    /** Something was done for it: idle rungs count from now (R6), those of its overseers too (R17). */
    Held touch(Target target, Instant now) {
        var edited = occurrences.edit(
                target, null, (goal, followUp, recipient) -> touched(goal.facts(), followUp, recipient, now));
        edited.ifPresent(done -> {
            narrator.unreadable(done, now);
            touchOverseers(done, now);
        });
        return edited.map(Responder::held).orElse(Held.UNKNOWN);
    }

    private @Nullable Change touched(Goal goal, FollowUp followUp, Recipient recipient, Instant now) {
        var standing = followUp.standing();
        if (!standing.isLive()) {
            return null;
        }
        var terms = promises.terms(goal, followUp.key(), recipient, standing);
        var changed = promises.noting(goal, followUp, recipient, touched(terms, standing, now));
        return new Change(changed, promises.cursor(terms, changed, now), false);
    }

    private static Standing touched(Terms terms, Standing standing, Instant now) {
        return standing.touched(Planner.idleSince(terms, standing, now), terms.ladder());
    }

    private void touchOverseers(Edited edited, Instant now) {
        var groups = new HashMap<String, Set<Integer>>();
        for (var row : edited.rows()) {
            if (row.after() != null) {
                var step = edited.goal().facts().steps().get(row.before().key().step());
                boolean idles = step.ladder() != null && Overseers.isIdle(step.ladder());
                if (idles) {
                    groups.computeIfAbsent(step.id(), key -> new HashSet<>())
                            .add(FollowUp.overseerOf(row.after().standing().extension()));
                }
            }
        }
        groups.forEach((stepId, seats) -> store.edit(
                new Target(edited.goal().facts().id(), stepId, null, Target.Seats.OVERSEERS),
                null,
                (goal, followUp, recipient) -> seats.contains(followUp.key().seat())
                        ? touched(goal.facts(), followUp, recipient, now)
                        : null));
    }

    private static Held held(Edited edited) {
        if (edited.rows().isEmpty()) {
            return edited.unreadable().isEmpty() ? Held.UNKNOWN : Held.UNREADABLE;
        }
        return edited.rows().stream().anyMatch(row -> row.after() != null) ? Held.DONE : Held.ALREADY_CLOSED;
    }

    private Answer answer(Edited edited, Instant now) {
        if (edited.rows().isEmpty()) {
            return edited.unreadable().isEmpty() ? Answer.UNKNOWN : Answer.UNREADABLE;
        }
        var inFlight = new LinkedHashSet<String>();
        Outcome stands = null;
        int stopped = 0;
        for (var row : edited.rows()) {
            var after = row.after();
            var goal = edited.goal().facts();
            if (after == null) {
                var before = row.before().standing().outcome();
                stands = stopped > 0 ? stands : before == null ? Outcome.EXPIRED : before;
                inFlight.addAll(flying.stillOf(goal, row.before(), row.recipient(), now));
            } else {
                stopped++;
                stands = after.standing().outcome();
                var reminder = flying.of(goal, row.before(), row.recipient());
                if (reminder != null) {
                    inFlight.add(reminder);
                }
            }
            for (var silenced : row.before().standing().remarks().silenced()) {
                if (silenced.isUnderWay(now)) {
                    inFlight.add(ReminderIds.of(goal, row.before().key(), row.recipient(), silenced));
                }
            }
        }
        var kind = stopped > 0 ? Answer.Kind.STOPPED : Answer.Kind.ALREADY_CLOSED;
        return new Answer(kind, stands, stopped, List.copyOf(inFlight));
    }
}
