package org.lastmile.plan.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.LatePolicy;
import org.lastmile.goal.ReminderState;
import org.lastmile.plan.oracle.Facts.Slot;

/** The plan that the rules give: every rung of one participant placed, then R10 and R9. */
final class Expected {
    private final Facts facts;
    private final Tally tally;
    private final Placing placing;

    private Expected(Facts facts, Tally tally) {
        this.facts = facts;
        this.tally = tally;
        this.placing = new Placing(facts, tally);
    }

    /** Every rung, those that will not speak too, in the order of the ladder. */
    static List<PlacedRung> placed(Facts facts, Tally tally) {
        return placed(facts, Set.of("participant"), tally);
    }

    /** The same of the rungs for these audiences. */
    static List<PlacedRung> placed(Facts facts, Set<String> audiences, Tally tally) {
        var expected = new Expected(facts, tally);
        var rungs = expected.place(audiences);
        expected.sayLatestAtOnce(rungs);
        return rungs;
    }

    private List<PlacedRung> place(Set<String> audiences) {
        var rungs = new ArrayList<PlacedRung>();
        var ladder = facts.step().ladder().rungs();
        for (int i = 0; i < ladder.size(); i++) {
            var rung = ladder.get(i);
            if (audiences.contains(rung.audience().toString())) {
                int times = rung.when().repetition() == null ? 1 : rung.when().times();
                for (int k = 0; k < times; k++) {
                    rungs.add(placing.place(rung, new Slot(i, k)));
                }
            }
        }
        return rungs;
    }

    private void sayLatestAtOnce(List<PlacedRung> rungs) {
        boolean armedInTime = facts.armedAt().isBefore(facts.due().instant());
        if (facts.goal().policy().late() != LatePolicy.LATEST_IF_NONE_LEFT || !armedInTime) {
            return;
        }
        @Nullable PlacedRung newest = null;
        for (var rung : rungs) {
            if (!rung.isAfterRung()) {
                boolean ahead = rung.isPlanned() && !rung.at().isBefore(facts.armedAt());
                boolean armedByActivity =
                        rung.anchor() == Anchor.WHEN_IDLE && facts.idleSince().isAfter(facts.armedAt());
                if (ahead || armedByActivity) {
                    tally.reach(Reached.R10_NOT_AT_ONCE_SINCE_ONE_IS_LEFT);
                    return;
                }
                boolean late = rung.state() == ReminderState.LATE
                        && placing.earliest(rung.anchor()).equals(facts.armedAt());
                if (late && (newest == null || rung.isNewerThan(newest))) {
                    newest = rung;
                }
            }
        }
        if (newest != null) {
            boolean moved = facts.armedAt().isAfter(facts.activatedAt());
            var atOnce = new PlacedRung(
                    newest.slot(),
                    newest.rung(),
                    newest.original(),
                    facts.armedAt(),
                    ReminderState.PLANNED,
                    new TreeSet<>(Set.of("AT_ONCE")));
            var heard = placing.heard(atOnce);
            tally.reach(moved ? Reached.R10_LATEST_AFTER_MOVE : Reached.R10_LATEST_AT_ONCE);
            if (heard.at().isAfter(facts.armedAt())) {
                tally.reach(Reached.R10_LATEST_AT_ONCE_DEFERRED);
            }
            boolean silent = heard.state() == ReminderState.QUIET;
            rungs.set(
                    rungs.indexOf(newest),
                    silent ? newest.as(ReminderState.QUIET).because(heard.why()) : heard);
        }
    }

    /** R9, among what has not been dealt with: who would not speak before somebody newer, does not speak. */
    static List<PlacedRung> superseded(List<PlacedRung> placed, Set<Slot> dealtWith, Tally tally) {
        var rungs = new ArrayList<PlacedRung>();
        for (var rung : placed) {
            var state = rung.state();
            for (var other : placed) {
                if (rung.isPlanned()
                        && other.isPlanned()
                        && !dealtWith.contains(rung.slot())
                        && !dealtWith.contains(other.slot())
                        && other.isNewerThan(rung)
                        && !other.at().isAfter(rung.at())) {
                    state = ReminderState.SUPERSEDED;
                    tally.reach(how(rung, other));
                }
            }
            rungs.add(rung.as(state));
        }
        return rungs;
    }

    private static Reached how(PlacedRung older, PlacedRung newer) {
        if (newer.at().equals(older.at())) {
            return newer.original().equals(older.original())
                    ? Reached.R9_SAME_INSTANT_AND_ORIGINAL
                    : Reached.R9_SAME_INSTANT;
        }
        return newer.why().contains("ADVANCED") ? Reached.R9_ADVANCED_AHEAD_OF_OLDER : Reached.R9_OLDER_DEFERRED_BEHIND;
    }

    /**
     * When the follow-up is over if nobody answers (R13): some time after the last after-rung of its own or of somebody who
     * oversees it, and not before a recovery of it is over.
     */
    static Instant expireAt(Facts facts, List<PlacedRung> own, @Nullable Held held, Tally tally) {
        @Nullable Instant lastWord = lastWord(own, held);
        var owner = facts.goal().owner();
        if (owner != null) {
            var told = lastWord(new Expected(facts.with(owner), new Tally()).place(Set.of("owner")), held);
            if (told != null && (lastWord == null || told.isAfter(lastWord))) {
                tally.reach(Reached.R13_OVERSEER_KEEPS_IT_OPEN);
                lastWord = told;
            }
        }
        var expireAt = lastWord == null
                ? facts.missAt()
                : lastWord.plus(facts.goal().policy().openAfter());
        for (var step : facts.goal().steps()) {
            if (facts.step().id().equals(step.recovers())) {
                var begun = facts.recovery(step);
                var recovered = expireAt(begun, placed(begun, new Tally()), null, new Tally());
                if (recovered.isAfter(expireAt)) {
                    tally.reach(Reached.R13_RECOVERY_KEEPS_IT_OPEN);
                    expireAt = recovered;
                }
            }
        }
        return held != null && held.until().isAfter(expireAt) ? held.until() : expireAt;
    }

    /** The last after-rung; one that falls into a hold is said when that runs out. */
    static @Nullable Instant lastWord(List<PlacedRung> rungs, @Nullable Held held) {
        @Nullable Instant last = null;
        for (var rung : rungs) {
            if (rung.isAfterRung()) {
                boolean heldBack = held != null
                        && !rung.at().isBefore(held.from())
                        && rung.at().isBefore(held.until());
                var at = heldBack ? held.until() : rung.at();
                last = last == null || at.isAfter(last) ? at : last;
            }
        }
        return last;
    }

    /** What was to be said by then, and has not been dealt with. */
    static List<PlacedRung> due(List<PlacedRung> rungs, Set<Slot> dealtWith, Instant at) {
        return rungs.stream()
                .filter(rung -> rung.isPlanned()
                        && !dealtWith.contains(rung.slot())
                        && !rung.at().isAfter(at))
                .toList();
    }

    /** R11: the one that counts of those that were to be said. */
    static @Nullable PlacedRung newest(List<PlacedRung> due) {
        @Nullable PlacedRung newest = null;
        for (var rung : due) {
            newest = newest == null || rung.at().isAfter(newest.at()) ? rung : newest;
        }
        return newest;
    }

    /** How old it is, in milliseconds, without the time that was held (R11). */
    static long age(PlacedRung rung, @Nullable Held held, Instant at) {
        long age = at.toEpochMilli() - rung.at().toEpochMilli();
        if (held == null) {
            return age;
        }
        long from = Math.max(held.from().toEpochMilli(), rung.at().toEpochMilli());
        long until = Math.min(held.until().toEpochMilli(), at.toEpochMilli());
        return age - Math.max(0, until - from);
    }

    /** A time in which nothing is said (R14). */
    record Held(Instant from, Instant until) {}
}
