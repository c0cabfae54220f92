package org.lastmile.plan.oracle;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Outcome;

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
        if (event instanceof GroupEvent.Join join) {
            return join(now, join);
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
        if (seat == null || !seat.isLive()) {
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

    private static boolean endsInTime(GroupOccurrence now, GroupSeat seat, GroupEvent.Hold hold) {
        var due = seat.due(now.goal).instant();
        return due.isAfter(hold.at()) ? !hold.until().isAfter(due) : now.goal.recurrence() == null;
    }

    private boolean hold(GroupOccurrence now, @Nullable GroupSeat seat, GroupEvent.Hold hold) {
        if (seat == null || !seat.isLive() || !endsInTime(now, seat, hold)) {
            return false;
        }
        if (seat.isHeld(hold.at()) && hold.until().isBefore(seat.held.until())) {
            reached.add(GroupReached.R17_HOLD_CUT_SHORT);
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
                || isRecovered(now)) {
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
        if (!Due.of(move.to()).instant().isAfter(move.at())) {
            return false;
        }
        if (now.callOff(move.at())) {
            reached.add(GroupReached.R13_RECOVERY_CALLED_OFF);
        }
        if (now.move(move.to(), move.at(), move.reconfirms())) {
            reached.add(GroupReached.R12_RECONFIRMED);
        }
        series.move(move.to());
        reached.add(now.goal.recurrence() == null ? GroupReached.R17_MOVED : GroupReached.R18_MOVED);
        return true;
    }

    private boolean renew(GroupOccurrence now, GroupEvent.NewLadder renewed) {
        var step = now.goal.findStep(renewed.step());
        now.goal = now.goal.withStep(step.ladder(renewed.ladder()));
        for (var seat : now.all()) {
            if (seat.stepId.equals(renewed.step()) && seat.isLive()) {
                seat.dealtWith.clear();
                if (seat.passOver(now.goal, renewed.at())) {
                    reached.add(GroupReached.R20_PAST_RUNG_OF_NEW_LADDER);
                }
                seat.move(now.goal, renewed.at());
            }
        }
        reached.add(GroupReached.R20_NEW_LADDER);
        return true;
    }

    private boolean join(GroupOccurrence now, GroupEvent.Join join) {
        now.join(join.step(), join.who(), join.at());
        reached.add(GroupReached.R16_JOINED_LATE);
        return true;
    }

    private static boolean isRecovered(GroupOccurrence now) {
        return now.goal.steps().stream().anyMatch(step -> step.recovers() != null);
    }
}
