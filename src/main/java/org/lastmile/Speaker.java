package org.lastmile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.StillOpen;
import org.lastmile.notify.Notifier;
import org.lastmile.notify.Wording;
import org.lastmile.plan.Plan;
import org.lastmile.plan.PlannedRung;
import org.lastmile.store.RollCall;
import org.lastmile.store.Store;

/** Makes reminders of works and calls notifiers. A notifier's failure is data and never goes further. Thread-safe. */
final class Speaker {
    /** So many people an overseer's message names; the others are counted (R17). */
    private static final int MOST_NAMES = 100;

    private final Store store;
    private final Routes routes;
    private final Wording wording;
    private final Occurrences occurrences;
    private final Outreach outreach;
    private final Timepiece time;

    Speaker(Store store, Routes routes, Wording wording, Occurrences occurrences, Outreach outreach, Timepiece time) {
        this.store = store;
        this.routes = routes;
        this.wording = wording;
        this.occurrences = occurrences;
        this.outreach = outreach;
        this.time = time;
    }

    /**
     * Calls the notifier. {@code null} if the deadline came in between, or the claim has grown too old, so that it was not called.
     *
     * @param isTooOld asked right before the call
     */
    @Nullable
    SendResult send(Work work, BooleanSupplier isTooOld) {
        var notifier = routes.notifier(work.channel());
        var fire = work.fire();
        if (notifier == null || fire == null || work.terms == null || work.goal == null) {
            throw new IllegalStateException("not to be sent: " + work.followUp().key());
        }
        var now = time.now();
        boolean before = fire.definition().when().anchor() != Anchor.AFTER;
        if (before && !now.isBefore(work.terms.deadline().instant())) {
            return null;
        }
        boolean overseer = work.followUp().key().seat() != FollowUp.PARTICIPANT;
        if ((overseer || fire.definition().afterMisses() > 0)
                && call(work, fire.definition(), now).count() == 0) {
            return null;
        }
        if (outreach.caps().isOver(work.claim.recipient().id(), now)) {
            work.refuse(ReminderState.CAPPED);
            return null;
        }
        var result = guarded(notifier, work, isTooOld, now);
        if (result == null
                || result.kind() == SendResult.Kind.TEMPORARY
                || result.kind() == SendResult.Kind.PERMANENT) {
            outreach.caps().handBack(work.claim.recipient().id(), now);
        }
        return result;
    }

    /**
     * An overseer is told of those who are open right before the send (R17); a rung that waits for misses in a row speaks of, or to,
     * those only who have so many (R18).
     */
    private RollCall call(Work work, Rung rung, Instant now) {
        var key = work.followUp().key();
        var extension = work.followUp().standing().extension();
        var roll = key.seat() == FollowUp.PARTICIPANT
                ? new RollCall(List.of(new StillOpen(work.claim.recipient(), 0, null)), 1, null)
                : store.rollCall(key.goal(), key.step(), extension, now, MOST_NAMES);
        if (rung.afterMisses() > 0 && work.goal != null) {
            var goal = work.goal.facts();
            var step = goal.steps().get(key.step());
            var people = roll.people().stream()
                    .filter(person -> occurrences.isNthUnanswered(
                            goal, step, person.recipient().id(), rung.afterMisses()))
                    .toList();
            roll = new RollCall(people, people.size(), roll.heldUntil());
        }
        work.called(roll);
        return roll;
    }

    private @Nullable SendResult guarded(Notifier notifier, Work work, BooleanSupplier isTooOld, Instant now) {
        try {
            var recipient = outreach.find(work.claim.recipient());
            var refusal = routes.refusalNow(work.channel(), recipient);
            if (refusal != null) {
                work.refuse(refusal);
                return SendResult.permanent(refusal.name());
            }
            var reminder = reminder(work, recipient, now);
            if (work.isFinished()) {
                // The host's directory or wording took so long that the send has overrun: what is settled is not begun.
                return SendResult.unknown("overran before the call");
            }
            if (isTooOld.getAsBoolean()) {
                return null;
            }
            var result = notifier.send(reminder);
            return result != null ? result : SendResult.unknown("the notifier returned null");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SendResult.unknown("interrupted");
        } catch (Throwable e) {
            // A notifier's failure is data. Its message may name an address: only the class is kept.
            return SendResult.temporary(e.getClass().getName());
        }
    }

    private Reminder reminder(Work work, Recipient recipient, Instant now) {
        var fire = Objects.requireNonNull(work.fire());
        var goal = Objects.requireNonNull(work.goal).facts();
        var terms = Objects.requireNonNull(work.terms);
        var key = work.followUp().key();
        var step = goal.steps().get(key.step());
        var roll = work.roll();
        int attempt = work.followUp().cursor().isAbout(fire.rung(), fire.repetition())
                ? work.followUp().cursor().failures() + 1
                : 1;
        var reminder = new Reminder(
                ReminderIds.of(goal, key, recipient, fire, work.followUp().standing()),
                goal,
                step,
                recipient,
                work.channel(),
                recipient.address(work.channel()),
                fire.definition(),
                terms.deadline(),
                fire.at(),
                attempt,
                course(work.followUp(), Objects.requireNonNull(work.judgement).plan(), fire, now),
                roll == null || key.seat() == FollowUp.PARTICIPANT ? List.of() : roll.people(),
                roll == null || key.seat() == FollowUp.PARTICIPANT ? 0 : roll.count(),
                new Reminder.Message("", ""));
        return reminder.with(Reminder.Message.later(() -> wording.message(reminder, now)));
    }

    private static Reminder.Course course(FollowUp followUp, Plan plan, PlannedRung fire, Instant now) {
        var standing = followUp.standing();
        int before = 0;
        var ahead = new ArrayList<Instant>();
        for (var rung : plan.rungs()) {
            if (rung.state() == ReminderState.PLANNED) {
                before += rung.at().isBefore(fire.at()) ? 1 : 0;
                if (rung.isPending() && rung.at().isAfter(fire.at())) {
                    ahead.add(rung.at());
                }
            }
        }
        return new Reminder.Course(followUp.key(), standing.arming().epoch(), now, before + 1, ahead);
    }
}
