package org.lastmile.plan.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Offset;
import org.lastmile.goal.Step;
import org.lastmile.goal.StepDue;

/**
 * A deadline as it was said, and the instant that means (rule R1).
 *
 * @param local what was said, or what the clock shows then; of a date, the midnight that ends it
 * @param date the date that was said, or that of the local time
 */
record Due(LocalDateTime local, LocalDate date, ZoneId zone, Instant instant, Form form) {
    /** How it was said. */
    enum Form {
        DATE,
        TIME,
        INSTANT
    }

    boolean wholeDay() {
        return form == Form.DATE;
    }

    static Due of(Deadline deadline) {
        if (deadline instanceof Deadline.OnDate said) {
            return onDate(said.date(), said.zone());
        }
        if (deadline instanceof Deadline.AtTime said) {
            return atTime(said.local(), said.zone());
        }
        return atInstant(((Deadline.AtInstant) deadline).instant(), deadline.zone());
    }

    static Due onDate(LocalDate date, ZoneId zone) {
        var midnight = Walk.by(date, 0, 1).atTime(LocalTime.MIDNIGHT);
        return new Due(midnight, date, zone, new WallClock(zone).find(midnight), Form.DATE);
    }

    static Due atTime(LocalDateTime local, ZoneId zone) {
        return new Due(local, local.toLocalDate(), zone, new WallClock(zone).find(local), Form.TIME);
    }

    static Due atInstant(Instant instant, ZoneId zone) {
        var local = new WallClock(zone).read(instant);
        return new Due(local, local.toLocalDate(), zone, instant, Form.INSTANT);
    }

    /** The deadline of a step for somebody who began it then. */
    static Due of(Goal goal, Step step, Instant activatedAt, BusinessCalendar calendar, Tally tally) {
        StepDue due = step.due();
        if (due instanceof StepDue.Own own) {
            tally.reach(Reached.R1_STEP_OWN_DEADLINE);
            return of(own.deadline());
        }
        if (due instanceof StepDue.FromStart from) {
            tally.reach(Reached.R1_STEP_FROM_ACTIVATION);
            return atInstant(activatedAt, goal.zone()).shifted(from.offset(), calendar);
        }
        if (due instanceof StepDue.FromStep from) {
            tally.reach(Reached.R1_STEP_FROM_OTHER_STEP);
            for (var other : goal.steps()) {
                if (other.id().equals(from.stepId())) {
                    return of(goal, other, activatedAt, calendar, tally).shifted(from.offset(), calendar);
                }
            }
            throw new IllegalStateException("no step " + from.stepId());
        }
        var ofGoal = of(goal.due());
        if (due instanceof StepDue.FromGoal from) {
            tally.reach(Reached.R1_STEP_FROM_GOAL);
            return ofGoal.shifted(from.offset(), calendar);
        }
        return ofGoal;
    }

    /** The deadline at that offset from this one; negative is before it. */
    Due shifted(Offset offset, BusinessCalendar calendar) {
        if (offset.toString().equals("PT0S") || offset.toString().equals("P0D")) {
            return this;
        }
        if (offset instanceof Offset.Elapsed elapsed) {
            return atInstant(instant.plus(elapsed.duration()), zone);
        }
        @Nullable LocalTime time = offset.at();
        LocalDate shifted;
        if (offset instanceof Offset.Business business) {
            int count = business.days().count();
            shifted = Walk.businessDays(date, Math.abs(count), count < 0 ? -1 : 1, calendar);
        } else {
            Period period = ((Offset.Calendar) offset).period();
            shifted = Walk.by(date, Walk.months(period), period.getDays());
        }
        if (time != null) {
            return atTime(shifted.atTime(time), zone);
        }
        return wholeDay() ? onDate(shifted, zone) : atTime(shifted.atTime(local.toLocalTime()), zone);
    }
}
