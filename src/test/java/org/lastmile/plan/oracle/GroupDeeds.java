package org.lastmile.plan.oracle;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.ReminderState;

/** What people do, and whether it makes sense at that moment (rules R12, R14, R17, R20). */
final class GroupDeeds {
    private final GroupSeries series;
    private final Set<GroupReached> reached;

    GroupDeeds(GroupSeries series, Set<GroupReached> reached) {
        this.series = series;
        this.reached = reached;
    }

    boolean happen(GroupEvent event) {
        var now = series.current();
        if (event instanceof GroupEvent.Answer answer) {
            return answer(now.find(answer.step(), answer.person()), answer.how());
        }
        if (event instanceof GroupEvent.Touch touch) {
            return touch(now, now.find(touch.step(), touch.person()), touch.at());
        }
        if (event instanceof GroupEvent.Hold hold) {
            return hold(now, now.find(hold.step(), hold.person()), hold);
        }
        if (event instanceof GroupEvent.Extend extend) {
            return extend(now, now.find(extend.step(), extend.person()), extend);
        }
        return event instanceof GroupEvent.Move move ? move(now, move) : renew(now, (GroupEvent.NewLadder) event);
    }

    private boolean answer(@Nullable GroupSeat seat, Outcome how) {
        if (seat == null || seat.outcome != null) {
            return false;
        }
        if (seat.begunAt == null) {
            if (seat.step(series.current().goal).recovers() != null) {
                return false;
            }
            reached.add(GroupReached.R16_ANSWERED_WHILE_DORMANT);
        }
        seat.outcome = how == Outcome.DONE && seat.missed ? Outcome.RECOVERED : how;
        if (seat.step(series.current().goal).completion().quorum() == 0) {
            reached.add(GroupReached.R15_ALL);
        }
        return true;
    }

    /** R17: overseers count idle time from the newest activity among those of whom they are told. */
    private boolean touch(GroupOccurrence now, @Nullable GroupSeat seat, Instant at) {
        if (seat == null || !seat.isLive() || isTooLateForOverseers(now, seat, at)) {
            return false;
        }
        seat.touch(now.goal, at);
        now.group(seat).forEach(overseer -> {
            overseer.touch(now.goal, at);
            if (overseer.placed(now.goal).stream().anyMatch(rung -> rung.anchor() == Anchor.WHEN_IDLE)) {
                reached.add(GroupReached.R17_IDLE_FROM_NEWEST_ACTIVITY);
            }
        });
        return true;
    }

    /** Whether overseers would be told, after a move, of an activity behind the old deadline: that is not asked here. */
    private static boolean isTooLateForOverseers(GroupOccurrence now, GroupSeat seat, Instant at) {
        return !seat.due(now.goal).instant().isAfter(at)
                && now.group(seat).stream()
                        .flatMap(overseer -> overseer.placed(now.goal).stream())
                        .anyMatch(rung -> rung.anchor() == Anchor.WHEN_IDLE);
    }

    private static boolean endsInTime(GroupOccurrence now, GroupSeat seat, GroupEvent.Hold hold) {
        var due = seat.due(now.goal).instant();
        return due.isAfter(hold.at()) ? !hold.until().isAfter(due) : now.goal.recurrence() == null;
    }

    private boolean hold(GroupOccurrence now, @Nullable GroupSeat seat, GroupEvent.Hold hold) {
        if (seat == null || !seat.isLive() || !endsInTime(now, seat, hold)) {
            return false;
        }
        if (hold.isAcknowledgement() && isTooLateForOverseers(now, seat, hold.at())) {
            return false;
        }
        // Overseers who wait for the end of a hold are not asked here what they make of a shorter one.
        if (seat.isHeld(hold.at()) && hold.until().isBefore(seat.held.until())) {
            return false;
        }
        seat.hold(hold.at(), hold.until());
        return !hold.isAcknowledgement() || touch(now, seat, hold.at());
    }

    private boolean extend(GroupOccurrence now, @Nullable GroupSeat seat, GroupEvent.Extend extend) {
        var to = Due.of(extend.to()).instant();
        if (seat == null
                || !seat.isLive()
                || !to.isAfter(extend.at())
                || to.equals(seat.due(now.goal).instant())
                || isRecovered(now)
                || isPassedOver(now, extend.at())) {
            return false;
        }
        seat.extension = extend.to();
        seat.move(now.goal, extend.at());
        now.oversee(seat, extend.at());
        if (!now.group(seat).isEmpty()) {
            reached.add(GroupReached.R17_SECOND_GROUP);
        }
        return true;
    }

    private boolean move(GroupOccurrence now, GroupEvent.Move move) {
        if (!Due.of(move.to()).instant().isAfter(move.at()) || isRecovered(now) || isPassedOver(now, move.at())) {
            return false;
        }
        now.move(move.to(), move.at());
        series.move(move.to());
        reached.add(now.goal.recurrence() == null ? GroupReached.R17_MOVED : GroupReached.R18_MOVED);
        return true;
    }

    private boolean renew(GroupOccurrence now, GroupEvent.NewLadder renewed) {
        if (isRecovered(now)) {
            return false;
        }
        var step = now.goal.findStep(renewed.step());
        now.goal = now.goal.withStep(step.ladder(renewed.ladder()));
        for (var seat : now.all()) {
            if (seat.stepId.equals(renewed.step()) && seat.isLive()) {
                seat.dealtWith.clear();
                seat.move(now.goal, renewed.at());
            }
        }
        reached.add(GroupReached.R20_NEW_LADDER);
        return true;
    }

    /** Whether a rung that does not move has fallen behind the old deadline: what a move makes of it is not asked here. */
    private static boolean isPassedOver(GroupOccurrence now, Instant at) {
        return now.all().stream()
                .filter(GroupSeat::isLive)
                .anyMatch(seat -> seat.placed(now.goal).stream()
                        .anyMatch(rung -> rung.state() == ReminderState.PAST_DEADLINE
                                && (rung.anchor() == Anchor.WHEN_IDLE || rung.anchor() == Anchor.AFTER_START)
                                && (!rung.at().isAfter(at) || isOverForOverseer(now, seat, at))));
    }

    private static boolean isOverForOverseer(GroupOccurrence now, GroupSeat seat, Instant at) {
        return !seat.isParticipant() && !seat.due(now.goal).instant().isAfter(at);
    }

    private static boolean isRecovered(GroupOccurrence now) {
        return now.goal.steps().stream().anyMatch(step -> step.recovers() != null);
    }
}
