package org.lastmile.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Offset;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Standing;
import org.lastmile.goal.When;

/** Works out the instant of one rung from its anchor: rules R1 to R7, before quiet hours. */
final class RungTimes {
    private final Terms terms;
    private final Standing standing;
    private final ZoneId zone;

    RungTimes(Terms terms, Standing standing) {
        this.terms = terms;
        this.standing = standing;
        this.zone = terms.zone();
    }

    /**
     * What an offset counts from.
     *
     * @param local the date-time that a period is counted from
     * @param date the date that a time of day is counted from (R3)
     */
    private record Origin(Instant instant, LocalDateTime local, LocalDate date) {}

    /** The instant that the offset and the time of day say, before business days. */
    Moment original(Rung rung, int repetition) {
        var when = rung.when();
        if (when.anchor() == Anchor.AT_OPENING) {
            return lastOpening();
        }
        var origin = origin(when.anchor());
        boolean forwards = when.anchor() != Anchor.BEFORE;
        var every = when.repetition();
        if (every == null || repetition == 0) {
            return moment(origin, when.offset(), forwards);
        }
        if (every.every() instanceof Duration distance) {
            var first = moment(origin, when.offset(), forwards);
            return Moment.of(first.instant().plus(distance.multipliedBy(repetition)), zone);
        }
        return moment(origin, repeated(when, (Period) every.every(), repetition, forwards), forwards);
    }

    /** The same, rolled to a business day if the rung wants it: backwards before the deadline, else forwards (R7). */
    Moment rolled(Rung rung, Moment original) {
        if (!rung.when().onBusinessDays()) {
            return original;
        }
        boolean backwards = rung.when().anchor() == Anchor.BEFORE || rung.when().anchor() == Anchor.AT_OPENING;
        var date = original.local().toLocalDate();
        var day = BusinessDates.roll(date, !backwards, terms.calendar());
        return day.equals(date)
                ? original
                : Moment.of(day.atTime(original.local().toLocalTime()), zone);
    }

    /** The instant before which the rung makes no sense: what it counts from, or the last move (R8, R10, R12). */
    Instant earliest(Rung rung) {
        return switch (rung.when().anchor()) {
            case AFTER_START -> standing.arming().activatedAt();
            case WHEN_IDLE -> standing.arming().idleSince();
            case BEFORE, AFTER, AT_OPENING -> standing.arming().armedAt();
        };
    }

    /** One period for the k-th repetition, which is later than the one before it: months first, then days (R2). */
    private static Offset repeated(When when, Period every, int repetition, boolean forwards) {
        var offset = (Offset.Calendar) when.offset();
        var distance = every.multipliedBy(repetition);
        return new Offset.Calendar(
                forwards ? offset.period().plus(distance) : offset.period().minus(distance), offset.at());
    }

    private Moment moment(Origin origin, Offset offset, boolean forwards) {
        if (offset instanceof Offset.Elapsed elapsed) {
            var distance = elapsed.duration();
            return Moment.of(
                    forwards
                            ? origin.instant().plus(distance)
                            : origin.instant().minus(distance),
                    zone);
        }
        var at = offset.at();
        if (offset instanceof Offset.Calendar calendar) {
            var period = calendar.period();
            if (at != null) {
                var date = forwards ? origin.date().plus(period) : origin.date().minus(period);
                return Moment.of(date.atTime(at), zone);
            }
            // No distance is no distance: resolving the local time again could end in the other hour of an overlap.
            return period.isZero()
                    ? new Moment(origin.instant(), origin.local(), zone, false)
                    : Moment.of(
                            forwards
                                    ? origin.local().plus(period)
                                    : origin.local().minus(period),
                            zone);
        }
        int days = ((Offset.Business) offset).days().count();
        var date = BusinessDates.shift(origin.date(), days, forwards, terms.calendar());
        return Moment.of(
                at != null ? date.atTime(at) : origin.local().plusDays(ChronoUnit.DAYS.between(origin.date(), date)),
                zone);
    }

    private Origin origin(Anchor anchor) {
        return switch (anchor) {
            case AFTER_START -> origin(standing.arming().activatedAt());
            case WHEN_IDLE -> origin(standing.arming().idleSince());
            case BEFORE, AFTER, AT_OPENING -> deadline();
        };
    }

    private Origin origin(Instant instant) {
        var local = Moment.local(instant, zone);
        return new Origin(instant, local, local.toLocalDate());
    }

    /** In the deadline's own zone what was said counts; elsewhere the local time of its instant; a date is that date everywhere. */
    private Origin deadline() {
        var deadline = terms.deadline();
        var instant = deadline.instant();
        var local = zone.equals(deadline.zone()) ? deadline.localDateTime() : Moment.local(instant, zone);
        return new Origin(instant, local, deadline instanceof Deadline.OnDate ? deadline.date() : local.toLocalDate());
    }

    /** The last opening of the step before the deadline, in the goal's zone (R6). */
    private Moment lastOpening() {
        var opens = Objects.requireNonNull(terms.opening(), "opening hours").opens();
        var end = terms.deadline().instant();
        var day = LocalDateTime.ofInstant(end, terms.goalZone()).toLocalDate().plusDays(1);
        var opening = Moment.of(day.atTime(opens), terms.goalZone());
        while (!opening.instant().isBefore(end)) {
            day = day.minusDays(1);
            opening = Moment.of(day.atTime(opens), terms.goalZone());
        }
        return zone.equals(terms.goalZone()) ? opening : Moment.of(opening.instant(), zone);
    }
}
