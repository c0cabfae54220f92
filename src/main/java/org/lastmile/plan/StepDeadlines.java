package org.lastmile.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.Objects;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.BusinessDays;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Offset;
import org.lastmile.goal.Step;
import org.lastmile.goal.StepDue;

/** Finds the deadline of a step (rule R1). */
public final class StepDeadlines {
    private StepDeadlines() {}

    /**
     * The deadline of a step for a follow-up that was activated then.
     *
     * @throws IllegalArgumentException if the steps count from one another in a circle
     */
    public static Deadline of(Goal goal, Step step, Instant activatedAt, BusinessCalendar calendar) {
        return of(goal, step, activatedAt, calendar, goal.steps().size());
    }

    /** Whether the deadline depends on when a follow-up begins, so that it may be another for each participant. */
    public static boolean countsFromStart(Goal goal, Step step) {
        var current = step;
        for (int i = 0; i <= goal.steps().size(); i++) {
            if (!(current.due() instanceof StepDue.FromStep from)) {
                return current.due() instanceof StepDue.FromStart;
            }
            current = Objects.requireNonNull(goal.findStep(from.stepId()), from.stepId());
        }
        return false;
    }

    private static Deadline of(Goal goal, Step step, Instant activatedAt, BusinessCalendar calendar, int stepsLeft) {
        var due = step.due();
        if (due instanceof StepDue.Own own) {
            return own.deadline();
        }
        if (due instanceof StepDue.FromStart from) {
            return shifted(Deadline.of(activatedAt, goal.zone()), from.offset(), calendar);
        }
        if (due instanceof StepDue.FromStep from) {
            if (stepsLeft == 0) {
                throw new IllegalArgumentException("the deadline of step \"" + step.id()
                        + "\" counts from itself over other steps; let one of them count from the goal");
            }
            var other = Objects.requireNonNull(goal.findStep(from.stepId()), from.stepId());
            return shifted(of(goal, other, activatedAt, calendar, stepsLeft - 1), from.offset(), calendar);
        }
        var ofGoal = Objects.requireNonNull(goal.due(), "goal's deadline");
        return due instanceof StepDue.FromGoal from ? shifted(ofGoal, from.offset(), calendar) : ofGoal;
    }

    /** What lies that far before a deadline, in its own zone. */
    public static Deadline before(Deadline base, Offset offset, BusinessCalendar calendar) {
        Offset back = Offset.of(Period.ZERO);
        if (offset instanceof Offset.Calendar in) {
            back = new Offset.Calendar(in.period().negated(), in.at());
        } else if (offset instanceof Offset.Elapsed in) {
            back = Offset.of(in.duration().negated());
        } else if (offset instanceof Offset.Business in) {
            back = new Offset.Business(BusinessDays.of(-in.days().count()), in.at());
        }
        return shifted(base, back, calendar);
    }

    /** The deadline at that offset from another; a date stays a date unless the offset names a time of day. */
    static Deadline shifted(Deadline base, Offset offset, BusinessCalendar calendar) {
        if (offset.isZero()) {
            // Resolving the local time again could end in the other hour of an overlap.
            return base;
        }
        var zone = base.zone();
        if (offset instanceof Offset.Elapsed elapsed) {
            return Deadline.of(base.instant().plus(elapsed.duration()), zone);
        }
        var time = offset.at();
        if (offset instanceof Offset.Calendar in && time == null) {
            return base instanceof Deadline.OnDate
                    ? Deadline.of(base.date().plus(in.period()), zone)
                    : Deadline.of(base.localDateTime().plus(in.period()), zone);
        }
        var date = date(base, offset, calendar);
        if (time == null && base instanceof Deadline.OnDate) {
            return Deadline.of(date, zone);
        }
        return Deadline.of(
                LocalDateTime.of(date, time == null ? base.localDateTime().toLocalTime() : time), zone);
    }

    private static LocalDate date(Deadline base, Offset offset, BusinessCalendar calendar) {
        if (offset instanceof Offset.Business in) {
            int count = in.days().count();
            return BusinessDates.shift(base.date(), Math.abs(count), count >= 0, calendar);
        }
        return base.date().plus(((Offset.Calendar) offset).period());
    }
}
