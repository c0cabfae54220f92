package org.lastmile.plan.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Outcome;

/** Lives a goal with several people as rules R15 to R20 say, stopping at every instant at which anything could happen. */
final class GroupLife {
    final Set<GroupReached> reached = EnumSet.noneOf(GroupReached.class);
    final List<GroupOccurrence> occurrences = new ArrayList<>();
    final List<GroupEvent> accepted = new ArrayList<>();
    final GroupPost post;
    private final GroupSeries series;
    private final GroupDeeds deeds;
    private final TreeSet<Instant> wakes = new TreeSet<>();
    private Instant passed;

    private GroupLife(GroupCase life) {
        post = new GroupPost(life, reached);
        passed = life.start();
        occurrences.add(new GroupOccurrence(life.goal(), 1, life.start()));
        series = new GroupSeries(occurrences, reached);
        deeds = new GroupDeeds(series, reached);
        boolean isHeardByNobody = life.goal().steps().stream()
                .flatMap(step -> step.ladder().rungs().stream())
                .anyMatch(rung -> !rung.audience().isParticipant()
                        && occurrences
                                .get(0)
                                .holders(rung.audience().toString())
                                .isEmpty());
        if (isHeardByNobody) {
            reached.add(GroupReached.R19_NO_RECIPIENT);
        }
    }

    static GroupLife of(GroupCase life, Instant end) {
        var lived = new GroupLife(life);
        lived.settle(life.start());
        for (var event : life.events()) {
            lived.passUntil(event.at());
            if (lived.deeds.happen(event)) {
                lived.accepted.add(event);
                lived.settle(event.at());
            }
        }
        lived.passUntil(end);
        return lived;
    }

    /** How everybody ended, and all that was sent. */
    List<String> lines() {
        var lines = new ArrayList<>(post.lines());
        lines.sort(null);
        for (var occurrence : occurrences) {
            // By its id the first one cannot be asked for any more once there is a second.
            boolean isPast = occurrence.number == 1 && occurrences.size() > 1;
            for (var seat : isPast ? List.<GroupSeat>of() : occurrence.participants) {
                lines.add(occurrence.id() + " " + seat.stepId + " " + seat.who.id() + " " + seat.outcome);
            }
        }
        return lines;
    }

    private void passUntil(Instant end) {
        while (true) {
            wakes.clear();
            occurrences.forEach(this::wakeFor);
            var next = wakes.isEmpty() ? null : wakes.first();
            if (next == null || next.isAfter(end)) {
                return;
            }
            settle(next);
        }
    }

    private void wakeFor(GroupOccurrence occurrence) {
        for (var seat : occurrence.all()) {
            if (seat.isLive()) {
                for (var rung : seat.placed(occurrence.goal)) {
                    wakeAt(rung.at());
                }
                var quiet = seat.quiet(occurrence.goal);
                if (quiet.is(passed)) {
                    wakeAt(quiet.endAfter(passed));
                }
                if (seat.held != null) {
                    wakeAt(seat.held.until());
                }
                if (seat.isParticipant()) {
                    wakeAt(seat.facts(occurrence.goal).due().instant());
                    wakeAt(seat.facts(occurrence.goal).missAt());
                    wakeAt(seat.expireAt(occurrence.goal, occurrence.group(seat)));
                }
            }
        }
        wakeAt(Due.of(occurrence.goal.due()).instant());
    }

    private void wakeAt(Instant at) {
        if (at.isAfter(passed)) {
            wakes.add(at);
        }
    }

    /** All that is due at an instant, and what follows from it, until nothing more does. */
    private void settle(Instant at) {
        passed = at;
        boolean goesOn = true;
        while (goesOn) {
            goesOn = false;
            for (var occurrence : occurrences) {
                for (var seat : List.copyOf(occurrence.overseers)) {
                    goesOn |= act(occurrence, seat, at);
                }
                for (var seat : occurrence.participants) {
                    goesOn |= act(occurrence, seat, at);
                }
                goesOn |= decide(occurrence, at);
            }
            if (!goesOn) {
                goesOn = series.comesAgain(at);
            }
        }
    }

    private boolean act(GroupOccurrence occurrence, GroupSeat seat, Instant at) {
        if (!seat.isLive()) {
            return false;
        }
        var goal = occurrence.goal;
        var facts = seat.facts(goal);
        var rungs = seat.rungs(goal);
        var due = Expected.due(rungs, seat.dealtWith, at);
        var newest = Expected.newest(due);
        boolean waits = false;
        boolean speaks = false;
        if (newest != null) {
            boolean beforeRung = !newest.isAfterRung();
            boolean inVain = beforeRung && !at.isBefore(facts.missAt());
            boolean quiet = at.isAfter(newest.at())
                    && !newest.rung().ignoresQuietHours()
                    && seat.quiet(goal).is(at);
            waits = !inVain && (isHeld(occurrence, seat, at) || quiet);
            boolean tooLate = beforeRung && !at.isBefore(facts.due().instant());
            speaks = !tooLate && !waits && !isStale(occurrence, seat, newest, at);
            if (!waits) {
                due.forEach(rung -> seat.dealtWith.add(rung.slot()));
                if (speaks) {
                    post.deliver(occurrences, occurrence, seat, newest, at);
                }
            }
        }
        for (var rung : rungs) {
            boolean replaced = speaks && rung.isReplacedBy(newest);
            if (!rung.isPlanned() && (replaced || !rung.at().isAfter(at))) {
                seat.dealtWith.add(rung.slot());
            }
        }
        boolean changed = newest != null && !waits;
        if (seat.isParticipant() && !at.isBefore(facts.missAt())) {
            changed |= !seat.missed;
            seat.missed = true;
            if (!waits && !at.isBefore(seat.expireAt(goal, occurrence.group(seat)))) {
                seat.outcome = Outcome.EXPIRED;
                rungs.stream().filter(rung -> !rung.isPlanned()).forEach(rung -> seat.dealtWith.add(rung.slot()));
                changed = true;
            }
        }
        return changed;
    }

    /** R14; an overseer waits while all of whom they would be told are held (R17). */
    private boolean isHeld(GroupOccurrence occurrence, GroupSeat seat, Instant at) {
        if (seat.isParticipant()) {
            return seat.isHeld(at);
        }
        @Nullable Instant first = null;
        for (var open : occurrence.open(seat)) {
            if (!open.isHeld(at)) {
                return false;
            }
            first = first == null || open.held.until().isBefore(first) ? open.held.until() : first;
        }
        if (first != null) {
            reached.add(GroupReached.R17_WAITED_FOR_A_HOLD);
            seat.hold(at, first);
        }
        return first != null;
    }

    private static boolean isStale(GroupOccurrence occurrence, GroupSeat seat, PlacedRung rung, Instant at) {
        return Expected.age(rung, seat.held, at)
                > occurrence.goal.policy().staleAfter().toMillis();
    }

    /** R15, R16, and the recovery of R13. */
    private boolean decide(GroupOccurrence occurrence, Instant at) {
        boolean changed = false;
        for (var step : occurrence.goal.steps()) {
            if (occurrence.closeTheOthers(step)) {
                changed = true;
                reached.add(
                        step.completion().quorum() == 1
                                ? GroupReached.R15_ANY_CLOSED_THE_OTHERS
                                : GroupReached.R15_AT_LEAST_CLOSED_THE_OTHERS);
            }
            if (occurrence.dismiss(step)) {
                reached.add(GroupReached.R17_ENDED_WITH_THE_LAST);
            }
            for (var seat : occurrence.of(step.id())) {
                if (seat.begunAt == null && seat.outcome == null) {
                    changed |= step.recovers() == null ? follow(occurrence, seat, at) : recover(occurrence, seat, at);
                }
            }
        }
        return changed;
    }

    private boolean follow(GroupOccurrence occurrence, GroupSeat seat, Instant at) {
        boolean begins = true;
        for (var before : seat.step(occurrence.goal).after()) {
            var end = occurrence.endBefore(before, seat);
            boolean done = end == Outcome.DONE || end == Outcome.RECOVERED;
            if (end != null && !done) {
                seat.outcome = end;
                reached.add(GroupReached.R16_ENDED_WITH_THE_STEP_BEFORE);
                return true;
            }
            begins &= done;
        }
        if (begins) {
            boolean own = occurrence.find(seat.step(occurrence.goal).after().get(0), seat.who.id()) != null;
            reached.add(own ? GroupReached.R16_BEGAN_FOR_ONE : GroupReached.R16_BEGAN_WITH_WHOLE_STEP);
            occurrence.begin(seat, at);
        }
        return begins;
    }

    private static boolean recover(GroupOccurrence occurrence, GroupSeat seat, Instant at) {
        var missed = occurrence.of(seat.step(occurrence.goal).recovers());
        if (missed.stream().anyMatch(other -> other.missed && other.outcome == null)) {
            occurrence.begin(seat, at);
            return true;
        }
        if (missed.stream().allMatch(other -> other.outcome != null)) {
            seat.outcome = Outcome.CANCELLED;
            return true;
        }
        return false;
    }
}
