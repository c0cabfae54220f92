package org.lastmile.plan.oracle;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.plan.oracle.Expected.Held;
import org.lastmile.plan.oracle.Facts.Slot;

/** What is known of one participant, and how the things that happen change it (rules R4, R6, R12, R14). */
final class Situation {
    private final Case life;
    private final Tally tally;
    private final Set<Slot> dealtWith = new HashSet<>();
    private final Set<Slot> sent = new HashSet<>();

    private Goal goal;
    private Recipient recipient;
    private Instant armedAt;
    private Instant idleSince;
    private int epoch;
    private int activity;
    private boolean missed;
    private @Nullable Deadline extension;
    private @Nullable Held held;
    private @Nullable Facts facts;
    private List<PlacedRung> placed = List.of();
    private Instant expireAt = Instant.MAX;

    Situation(Case life, Tally tally) {
        this.life = life;
        this.tally = tally;
        goal = life.goal();
        recipient = life.recipient();
        armedAt = life.start();
        idleSince = life.start();
        tally.reach(
                switch (kind(goal.due())) {
                    case "AtTime" -> Reached.R1_GOAL_LOCAL_TIME;
                    case "OnDate" -> Reached.R1_GOAL_DATE_ONLY;
                    default -> Reached.R1_GOAL_INSTANT;
                });
    }

    private static String kind(Deadline deadline) {
        return deadline.getClass().getSimpleName();
    }

    Facts facts() {
        var known = facts;
        if (known == null) {
            known = new Facts(goal, life.step(), recipient, life.calendar(), due(), life.start(), armedAt, idleSince);
            facts = known;
            placed = Expected.placed(known, tally);
            expireAt = Expected.expireAt(known, placed, held, tally);
        }
        return known;
    }

    private Due due() {
        return extension == null ? stepDue(goal) : Due.of(extension);
    }

    private Due stepDue(Goal of) {
        return Due.of(of, life.step(), life.start(), life.calendar(), tally);
    }

    /** Every rung where it belongs, without regard to the others. */
    List<PlacedRung> placed() {
        facts();
        return placed;
    }

    /** Every rung, with those that a newer one makes superfluous. */
    List<PlacedRung> rungs() {
        return Expected.superseded(placed(), dealtWith, tally);
    }

    Instant expireAt() {
        facts();
        return expireAt;
    }

    Quiet quiet() {
        var zone = recipient.zone() == null ? goal.zone() : recipient.zone();
        return new Quiet(recipient.quietHours(), new WallClock(zone));
    }

    @Nullable
    Held held() {
        return held;
    }

    int epoch() {
        return epoch;
    }

    int activity() {
        return activity;
    }

    Instant armedAt() {
        return armedAt;
    }

    boolean isMissed() {
        return missed;
    }

    void miss() {
        missed = true;
    }

    Set<Slot> dealtWith() {
        return dealtWith;
    }

    boolean isDealtWith(PlacedRung rung) {
        return dealtWith.contains(rung.slot());
    }

    void dealWith(PlacedRung rung, boolean wasSent) {
        dealtWith.add(rung.slot());
        if (wasSent) {
            sent.add(rung.slot());
        }
    }

    /** Takes what has happened into account, unless it is refused. */
    void happen(Event event) {
        var before = rungs();
        if (event instanceof Event.Touch touch) {
            touch(touch.at());
        } else if (event instanceof Event.Hold hold) {
            hold(hold);
        } else if (event instanceof Event.MoveGoal move) {
            moveGoal(move);
        } else if (event instanceof Event.Extend extend && due(extend.to()).isAfter(extend.at())) {
            extension = extend.to();
            tally.reach(Reached.R12_EXTENDED);
            move(extend.at());
        } else if (event instanceof Event.ChangeZone change) {
            recipient = recipient.withZone(change.to());
            tally.reach(Reached.R4_ZONE_CHANGED);
        } else if (event instanceof Event.ChangeQuietHours change) {
            recipient = recipient.withQuietHours(change.to());
            tally.reach(Reached.R4_QUIET_HOURS_CHANGED);
        }
        facts = null;
        if (event instanceof Event.ChangeZone || event instanceof Event.ChangeQuietHours) {
            tallyThrownBack(before, event.at());
        }
    }

    private static Instant due(Deadline deadline) {
        return Due.of(deadline).instant();
    }

    private void tallyThrownBack(List<PlacedRung> before, Instant now) {
        for (var rung : before) {
            boolean wasAhead = rung.isPlanned() && rung.at().isAfter(now) && !isDealtWith(rung);
            if (wasAhead
                    && rungs().stream()
                            .anyMatch(moved -> moved.slot().equals(rung.slot())
                                    && moved.isPlanned()
                                    && moved.at().isBefore(now))) {
                tally.reach(Reached.R4_REPLANNED_INTO_THE_PAST);
            }
        }
    }

    private void touch(Instant at) {
        idleSince = at;
        activity++;
        tally.reach(Reached.R6_TOUCHED);
        armAgain(true, Reached.R6_IDLE_ARMED_AGAIN);
    }

    /** R14: not beyond the deadline while that is ahead. A hold that follows on another goes on with it. */
    private void hold(Event.Hold hold) {
        var until = hold.until();
        var deadline = facts().due().instant();
        if (deadline.isAfter(hold.at())) {
            if (until.isAfter(deadline)) {
                until = deadline;
                tally.reach(Reached.R14_CUT_TO_THE_DEADLINE);
            }
        } else {
            tally.reach(Reached.R14_HELD_AFTER_THE_MISS);
        }
        tally.reach(hold.isAcknowledgement() ? Reached.R14_ACKNOWLEDGED : Reached.R14_SNOOZED);
        boolean goesOn = held != null && !held.until().isBefore(hold.at());
        if (goesOn) {
            tally.reach(Reached.R14_PROLONGED);
        }
        held = new Held(goesOn ? held.from() : hold.at(), until);
        if (hold.isAcknowledgement()) {
            touch(hold.at());
        }
    }

    private void moveGoal(Event.MoveGoal move) {
        if (!due(move.to()).isAfter(move.at())) {
            return;
        }
        var before = stepDue(goal);
        goal = goal.due(move.to());
        var after = stepDue(goal);
        if (after.equals(before)) {
            tally.reach(Reached.R12_STEP_DOES_NOT_MOVE_WITH_GOAL);
            return;
        }
        if (extension != null && !after.instant().isAfter(due(extension))) {
            tally.reach(Reached.R12_EXTENSION_KEPT);
            return;
        }
        if (extension != null) {
            extension = null;
            tally.reach(Reached.R12_EXTENSION_OUTGROWN);
        }
        tally.reach(after.instant().isAfter(before.instant()) ? Reached.R12_MOVED_LATER : Reached.R12_MOVED_EARLIER);
        move(move.at());
    }

    private void move(Instant at) {
        tally.reach(Reached.R12_MOVED);
        armedAt = at;
        epoch++;
        armAgain(false, Reached.R12_SENT_RUNG_ARMED_AGAIN);
        facts = null;
        if (missed && facts().due().instant().isAfter(at)) {
            tally.reach(Reached.R12_MISSED_OPEN_AGAIN);
        }
        missed = false;
        for (var rung : placed()) {
            if (rung.state() == ReminderState.LATE && sent.contains(rung.slot())) {
                tally.reach(Reached.R12_PAST_RUNG_LATE);
            }
            if (rung.anchor() == Anchor.AFTER_START && isDealtWith(rung)) {
                tally.reach(Reached.R12_START_RUNG_KEEPS_ITS_STATE);
            }
        }
    }

    private void armAgain(boolean idle, Reached what) {
        var rungs = life.step().ladder().rungs();
        dealtWith.removeIf(slot -> {
            var anchor = rungs.get(slot.rung()).when().anchor();
            boolean again = idle
                    ? anchor == Anchor.WHEN_IDLE
                    : anchor == Anchor.BEFORE || anchor == Anchor.AFTER || anchor == Anchor.AT_OPENING;
            if (again && sent.contains(slot)) {
                tally.reach(what);
            }
            return again;
        });
    }
}
