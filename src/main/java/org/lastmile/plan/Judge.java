package org.lastmile.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Standing;

/**
 * Says what a follow-up is to do at an instant. One rule for every silence (R11): of all rungs that were missed, the newest
 * speaks, if it is not too old and, unless it is an after-rung, the deadline is still ahead; the others never do.
 */
public final class Judge {
    private final Standing standing;
    private final Terms terms;
    private final Plan plan;
    private final Instant now;

    private Judge(Terms terms, Standing standing, Plan plan, Instant now) {
        this.terms = terms;
        this.standing = standing;
        this.plan = plan;
        this.now = now;
    }

    /** What the follow-up is to do at that instant. It must be {@linkplain Standing#isLive() live}. */
    public static Judgement judge(Terms terms, Standing standing, Instant now) {
        return new Judge(terms, standing, Planner.plan(terms, standing), now).judge();
    }

    /** What the follow-up waits for, after all that was to be done at that instant has been done. */
    public static Judgement.Next next(Terms terms, Standing standing, Instant now) {
        return new Judge(terms, standing, Planner.plan(terms, standing), now).next();
    }

    /**
     * The same, cheaper where the plan of an earlier standing is known.
     *
     * @param plan of the earlier standing, by the same terms but for what an extension changes
     */
    public static Judgement.Next next(Terms terms, Standing standing, Instant now, Standing earlier, Plan plan) {
        return new Judge(terms, standing, Planner.plan(terms, standing, earlier, plan), now).next();
    }

    private Judgement judge() {
        var due = due();
        var newest = newest(due);
        boolean waits = newest != null && releaseAt(newest).isAfter(now);
        var skipped = new ArrayList<Judgement.Skipped>();
        PlannedRung fire = null;
        if (newest != null && !waits) {
            boolean speaks = maySpeak(newest);
            fire = speaks ? newest : null;
            for (var rung : due) {
                if (rung != fire) {
                    skipped.add(new Judgement.Skipped(rung, speaks ? ReminderState.SUPERSEDED : ReminderState.STALE));
                }
            }
        }
        boolean byLadder = fire != null;
        boolean missed = standing.state() == Standing.State.OPEN && isOver();
        boolean isMissed = missed || standing.state() == Standing.State.MISSED;
        var expireAt = plan.expireAt();
        boolean expired = isMissed && !waits && expireAt != null && !now.isBefore(expireAt);
        addSilent(skipped, fire, expired);
        var nudge = dueNudge(expired);
        if (nudge != null
                && !byLadder
                && nudge.isPending()
                && maySpeak(nudge)
                && !releaseAt(nudge).isAfter(now)) {
            fire = nudge;
        } else if (nudge != null) {
            skipped.add(new Judgement.Skipped(nudge, unsaid(nudge, byLadder)));
        }
        return new Judgement(fire, List.copyOf(skipped), missed, expired, plan);
    }

    /**
     * What was asked for by hand, once it is to be dealt with. It speaks beside the ladder, unless a rung speaks at that very moment:
     * then one message is enough.
     */
    private @Nullable PlannedRung dueNudge(boolean expired) {
        var nudge = plan.nudge();
        if (nudge == null) {
            return null;
        }
        boolean pointless = isOver() && Planner.speaksBeforeDeadline(nudge.definition());
        boolean isReleased = !nudge.at().isAfter(now) && !releaseAt(nudge).isAfter(now);
        return isReleased || pointless || expired ? nudge : null;
    }

    private static ReminderState unsaid(PlannedRung nudge, boolean byLadder) {
        if (byLadder) {
            return ReminderState.SUPERSEDED;
        }
        return nudge.isPending() ? ReminderState.STALE : nudge.state();
    }

    /** Of the rungs that were missed only the newest counts, as when it is judged; while it waits, nothing expires. */
    private Judgement.Next next() {
        var missed = newest(due());
        boolean open = standing.state() == Standing.State.OPEN;
        var decisionAt = open ? plan.missAt() : plan.expireAt();
        PlannedRung first = null;
        var firstAt = decisionAt;
        if (missed != null && (!open || releaseAt(missed).isBefore(plan.missAt()))) {
            first = missed;
            firstAt = releaseAt(missed);
        }
        for (var rung : plan.rungs()) {
            if (rung.isPending() && rung.at().isAfter(now)) {
                var at = releaseAt(rung);
                boolean sooner = firstAt == null || at.isBefore(firstAt);
                boolean newer = first != null && at.equals(firstAt) && rung.isNewerThan(first);
                if (sooner || newer) {
                    first = rung;
                    firstAt = at;
                }
            }
        }
        var nudge = plan.nudge();
        if (nudge != null
                && nudge.isPending()
                && (firstAt == null || releaseAt(nudge).isBefore(firstAt))) {
            return new Judgement.Next(releaseAt(nudge), nudge);
        }
        return new Judgement.Next(firstAt, first);
    }

    private List<PlannedRung> due() {
        var due = new ArrayList<PlannedRung>(plan.rungs().size());
        for (var rung : plan.rungs()) {
            if (rung.isPending() && !rung.at().isAfter(now)) {
                due.add(rung);
            }
        }
        return due;
    }

    private boolean isOver() {
        return !now.isBefore(plan.missAt());
    }

    /**
     * When a rung is judged: at its instant; a missed one at once. A hold is waited for, and so is the end of quiet hours
     * by one that comes late (R11, R14); but after the miss nothing that was to be said before the deadline is worth waiting for.
     */
    private Instant releaseAt(PlannedRung rung) {
        var at = rung.at();
        if (isOver() && Planner.speaksBeforeDeadline(rung.definition())) {
            return at.isBefore(now) ? now : at;
        }
        var hold = standing.hold();
        if (hold != null && at.isBefore(hold.until())) {
            at = hold.until();
        }
        if (at.isBefore(now)) {
            at = now;
        }
        if (at.equals(rung.at()) || rung.definition().ignoresQuietHours()) {
            return at;
        }
        var quietEnd = Moment.quietEnd(at, terms.quietHours(), terms.zone());
        return quietEnd == null ? at : quietEnd;
    }

    private static @Nullable PlannedRung newest(List<PlannedRung> due) {
        PlannedRung newest = null;
        for (var rung : due) {
            boolean newer = newest == null
                    || rung.at().isAfter(newest.at())
                    || rung.at().equals(newest.at()) && rung.isNewerThan(newest);
            newest = newer ? rung : newest;
        }
        return newest;
    }

    private boolean maySpeak(PlannedRung rung) {
        if (Planner.speaksBeforeDeadline(rung.definition())
                && !now.isBefore(plan.deadline().instant())) {
            return false;
        }
        var hold = standing.hold();
        var tooOld = rung.at()
                .plus(terms.policy().staleAfter())
                .plus(hold == null ? Duration.ZERO : hold.within(rung.at(), now));
        return !now.isAfter(tooOld);
    }

    /** Rungs that were never to speak: dealt with when their instant has come, the one in their stead speaks, or all is over. */
    private void addSilent(List<Judgement.Skipped> skipped, @Nullable PlannedRung fire, boolean expired) {
        for (var rung : plan.rungs()) {
            boolean silent = !rung.handled() && rung.state() != ReminderState.PLANNED;
            boolean replaced = fire != null
                    && rung.state() == ReminderState.SUPERSEDED
                    && fire.isNewerThan(rung)
                    && !fire.at().isAfter(rung.at());
            if (silent && (replaced || expired || !rung.at().isAfter(now))) {
                skipped.add(new Judgement.Skipped(rung, rung.state()));
            }
        }
    }
}
