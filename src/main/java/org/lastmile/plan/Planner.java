package org.lastmile.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.LatePolicy;
import org.lastmile.goal.Nudged;
import org.lastmile.goal.Progress;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Silenced;
import org.lastmile.goal.Standing;

/**
 * Works out every rung of a follow-up. The order is that of the rules: offset, time of day, business days (R7), the miss
 * (R6), quiet hours (R8), the deadline (R6), what has passed (R10), what comes at the same instant (R9).
 *
 * <p>A rung is always computed from what was said, never from an instant computed before; so the same follow-up planned
 * later, under changed zone rules or in another zone, gets the instants that hold then.
 */
public final class Planner {
    /** How long before the quiet hours a rung is advanced to (R8), in elapsed time. */
    private static final Duration AHEAD_OF_QUIET = Duration.ofMinutes(30);

    /** How long it takes at most to write an activity down. */
    private static final Duration A_MOMENT = Duration.ofMinutes(1);

    private static final Comparator<PlannedRung> IN_TIME = Comparator.comparing(PlannedRung::at)
            .thenComparing(PlannedRung::rung)
            .thenComparing(PlannedRung::repetition);

    private final Terms terms;
    private final Standing standing;
    private final RungTimes times;
    private final Instant deadline;

    private Planner(Terms terms, Standing standing) {
        this.terms = terms;
        this.standing = standing;
        this.times = new RungTimes(terms, standing);
        this.deadline = terms.deadline().instant();
    }

    /** The plan of a follow-up as it stands. */
    public static Plan plan(Terms terms, Standing standing) {
        return new Planner(terms, standing).plan();
    }

    /**
     * The same, from the plan of an earlier standing. If no more has happened since than that rungs were dealt with, none of their
     * instants is worked out again.
     */
    static Plan plan(Terms terms, Standing standing, Standing earlier, Plan plan) {
        boolean sameInstants = standing.arming().equals(earlier.arming())
                && Objects.equals(standing.hold(), earlier.hold())
                && Objects.equals(standing.extension(), earlier.extension());
        return sameInstants ? new Planner(terms, standing).dealtWith(plan) : plan(terms, standing);
    }

    /** What has been dealt with silences nobody (R9), so that this is asked again. */
    private Plan dealtWith(Plan plan) {
        var rungs = new ArrayList<PlannedRung>(plan.rungs().size());
        for (var rung : plan.rungs()) {
            rungs.add(rung.asOf(standing.progress()));
        }
        supersede(rungs);
        return new Plan(List.copyOf(rungs), nudge(), plan.deadline(), plan.missAt(), plan.expireAt());
    }

    private Plan plan() {
        var rungs = placed(rung -> true);
        fireLatestIfNoneIsLeft(rungs);
        supersede(rungs);
        rungs.sort(IN_TIME);
        var expireAt = terms.isParticipant() ? expireAt(rungs) : null;
        return new Plan(List.copyOf(rungs), nudge(), terms.deadline(), terms.missAt(), expireAt);
    }

    /** What was asked for by hand waits for the end of quiet hours (R8), and for nothing else; it supersedes nothing. */
    private @Nullable PlannedRung nudge() {
        var nudge = standing.nudge();
        if (nudge == null || nudge.isDealtWith()) {
            return null;
        }
        var quiet = nudge.rung().ignoresQuietHours() ? null : terms.quietHours();
        var end = Moment.quietEnd(nudge.at(), quiet, terms.zone());
        var at = end == null ? nudge.at() : end;
        boolean past = speaksBeforeDeadline(nudge.rung()) && !at.isBefore(deadline);
        return new PlannedRung(
                Nudged.RUNG,
                0,
                nudge.rung(),
                nudge.at(),
                at,
                past ? ReminderState.PAST_DEADLINE : ReminderState.PLANNED,
                -1,
                end == null ? Set.of() : Set.of(Shift.DEFERRED),
                false);
    }

    /**
     * From when idle rungs count that an activity arms again (R6): from the activity; or from the last rung that has been dealt with, if
     * that came a moment later and the host's word of the activity was written after it. Else R8 could bring what was just said to the
     * same instant again.
     */
    public static Instant idleSince(Terms terms, Standing standing, Instant activity) {
        boolean idles = terms.ladder().rungs().stream()
                .anyMatch(rung -> rung.when().anchor() == Anchor.WHEN_IDLE && terms.isFor(rung));
        if (!idles || standing.progress().equals(Progress.NONE)) {
            return activity;
        }
        var rungs = new Planner(terms, standing.withoutProgress()).plan().rungs();
        return rungs.stream()
                .filter(rung -> rung.isPending() && standing.progress().handled(rung.rung(), rung.repetition()))
                .map(PlannedRung::at)
                .filter(at -> !at.isAfter(activity.plus(A_MOMENT)))
                .reduce(activity, Planner::later);
    }

    /** What a change of the plan would silence: the rungs that are still to speak, if the change is about them. */
    public static List<Silenced> silenced(Terms terms, Standing standing, Predicate<Anchor> changes) {
        var arming = standing.arming();
        return plan(terms, standing).rungs().stream()
                .filter(rung -> rung.isPending()
                        && changes.test(rung.definition().when().anchor()))
                .map(rung -> rung.silenced(arming))
                .toList();
    }

    private List<PlannedRung> placed(Predicate<Rung> wanted) {
        var rungs = new ArrayList<PlannedRung>();
        var ladder = terms.ladder().rungs();
        for (int i = 0; i < ladder.size(); i++) {
            var rung = ladder.get(i);
            if (terms.isFor(rung) && wanted.test(rung)) {
                int times = Math.max(1, rung.when().times());
                for (int repetition = 0; repetition < times; repetition++) {
                    rungs.add(place(rung, i, repetition));
                }
            }
        }
        return rungs;
    }

    private PlannedRung place(Rung rung, int index, int repetition) {
        var original = times.original(rung, repetition);
        var shifts = EnumSet.noneOf(Shift.class);
        var rolled = times.rolled(rung, original);
        if (rolled != original) {
            shifts.add(Shift.ROLLED);
        }
        if (rolled.inGap()) {
            shifts.add(Shift.GAP);
        }
        var at = rolled.instant();
        if (rung.when().anchor() == Anchor.AFTER && at.isBefore(terms.missAt())) {
            at = terms.missAt();
            shifts.add(Shift.AT_MISS);
        }
        var audible = outsideQuietHours(rung, at, shifts);
        var state = audible == null ? unheard(rung, at) : state(rung, audible);
        return new PlannedRung(
                index,
                repetition,
                rung,
                original.instant(),
                audible == null ? at : audible,
                state,
                -1,
                shifts.isEmpty() ? Set.of() : Set.copyOf(shifts),
                standing.progress().handled(index, repetition));
    }

    /** R8 and R10: what had passed before the follow-up began or was moved is late, quiet hours or not. */
    private ReminderState unheard(Rung rung, Instant at) {
        return at.isBefore(times.earliest(rung)) ? ReminderState.LATE : ReminderState.QUIET;
    }

    private ReminderState state(Rung rung, Instant at) {
        if (speaksBeforeDeadline(rung) && !at.isBefore(deadline)) {
            return ReminderState.PAST_DEADLINE;
        }
        return at.isBefore(times.earliest(rung)) ? ReminderState.LATE : ReminderState.PLANNED;
    }

    /** When it may be heard (R8): then, or when quiet hours end, or before they begin; {@code null} if there is no room. */
    private @Nullable Instant outsideQuietHours(Rung rung, Instant at, Set<Shift> shifts) {
        var quiet = terms.quietHours();
        if (quiet == null || rung.ignoresQuietHours()) {
            return at;
        }
        var end = Moment.quietEnd(at, quiet, terms.zone());
        if (end == null) {
            return at;
        }
        boolean ahead = speaksBeforeDeadline(rung) && at.isBefore(deadline);
        if (!ahead || !end.isAfter(deadline.minus(terms.policy().minLead()))) {
            shifts.add(Shift.DEFERRED);
            return end;
        }
        var advanced = Moment.quietStart(at, quiet, terms.zone()).minus(AHEAD_OF_QUIET);
        if (isTooEarly(rung, advanced) || Moment.isQuiet(advanced, quiet, terms.zone())) {
            return null;
        }
        shifts.add(Shift.ADVANCED);
        return advanced;
    }

    /** Before it was armed, or just then by an activity: nobody has been idle who has done something at this very moment. */
    private boolean isTooEarly(Rung rung, Instant advanced) {
        var earliest = times.earliest(rung);
        boolean byActivity = rung.when().anchor() == Anchor.WHEN_IDLE
                && earliest.isAfter(standing.arming().activatedAt());
        return advanced.isBefore(earliest) || byActivity && advanced.equals(earliest);
    }

    /**
     * R10: if at the activation or the last move (R12) no rung before the deadline was left, the newest of those that were late
     * then is said at once. An idle rung that an activity has armed since counts as left.
     */
    private void fireLatestIfNoneIsLeft(List<PlannedRung> rungs) {
        var arming = standing.arming();
        if (terms.policy().late() != LatePolicy.LATEST_IF_NONE_LEFT
                || !arming.armedAt().isBefore(deadline)) {
            return;
        }
        PlannedRung newest = null;
        for (var rung : rungs) {
            if (speaksBeforeDeadline(rung.definition())) {
                boolean armedSince = rung.definition().when().anchor() == Anchor.WHEN_IDLE
                        && arming.idleSince().isAfter(arming.armedAt());
                if (armedSince
                        || rung.state() == ReminderState.PLANNED && !rung.at().isBefore(arming.armedAt())) {
                    return;
                }
                boolean candidate = rung.state() == ReminderState.LATE
                        && times.earliest(rung.definition()).equals(arming.armedAt());
                newest = candidate && (newest == null || rung.isNewerThan(newest)) ? rung : newest;
            }
        }
        if (newest != null) {
            rungs.set(rungs.indexOf(newest), atOnce(newest));
        }
    }

    private PlannedRung atOnce(PlannedRung late) {
        var shifts = EnumSet.of(Shift.AT_ONCE);
        var at = outsideQuietHours(late.definition(), standing.arming().armedAt(), shifts);
        var state = at == null ? ReminderState.QUIET : state(late.definition(), at);
        return new PlannedRung(
                late.rung(),
                late.repetition(),
                late.definition(),
                late.original(),
                at == null ? late.at() : at,
                state,
                -1,
                Set.copyOf(shifts),
                late.handled());
    }

    /**
     * R9: a rung whose instant is that of a newer one, or comes after it, is not said any more. What has been dealt with, or
     * will not be said itself, silences nobody.
     */
    private static void supersede(List<PlannedRung> rungs) {
        for (int i = 0; i < rungs.size(); i++) {
            var older = rungs.get(i);
            if (older.isPending()) {
                PlannedRung newest = null;
                for (var other : rungs) {
                    if (other != older
                            && !other.handled()
                            && (other.state() == ReminderState.PLANNED || other.state() == ReminderState.SUPERSEDED)
                            && !other.at().isAfter(older.at())
                            && other.isNewerThan(older)
                            && (newest == null || other.isNewerThan(newest))) {
                        newest = other;
                    }
                }
                if (newest != null) {
                    rungs.set(i, older.supersededBy(newest));
                }
            }
        }
    }

    /**
     * R13: answerable until some time after the last after-rung, the participant's own or one that tells an overseer of them,
     * and while a recovery step is left; without any of these, not beyond the miss. Who is held stays answerable until that runs
     * out (R14).
     */
    private Instant expireAt(List<PlannedRung> rungs) {
        var end = lastWord(rungs);
        for (var overseer : terms.overseers()) {
            var told = lastWord(new Planner(overseer, standing).placed(Planner::speaksAfterDeadline));
            end = told == null ? end : later(end, told);
        }
        var expireAt = end == null ? terms.missAt() : end.plus(terms.policy().openAfter());
        var begun = Standing.open(terms.missAt());
        for (var recovery : terms.recoveries(begun)) {
            expireAt =
                    later(expireAt, Objects.requireNonNull(plan(recovery, begun).expireAt()));
        }
        var hold = standing.hold();
        return hold == null ? expireAt : later(expireAt, hold.until());
    }

    /** When the last after-rung is heard: one that falls into a hold, when that runs out. */
    private @Nullable Instant lastWord(List<PlannedRung> rungs) {
        var hold = standing.hold();
        Instant last = null;
        for (var rung : rungs) {
            if (speaksAfterDeadline(rung.definition())) {
                last = later(last, hold != null && hold.covers(rung.at()) ? hold.until() : rung.at());
            }
        }
        return last;
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one == null || other.isAfter(one) ? other : one;
    }

    static boolean speaksBeforeDeadline(Rung rung) {
        return !speaksAfterDeadline(rung);
    }

    private static boolean speaksAfterDeadline(Rung rung) {
        return rung.when().anchor() == Anchor.AFTER;
    }
}
