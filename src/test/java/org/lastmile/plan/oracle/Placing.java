package org.lastmile.plan.oracle;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Offset;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.plan.oracle.Facts.Slot;

/** Puts a rung where rules R2 to R8 say, in their order: offset, time of day, business day, miss, quiet hours, deadline. */
final class Placing {
    private final Facts facts;
    private final Tally tally;
    private final ZoneId zone;
    private final WallClock clock;
    private final Quiet quiet;

    Placing(Facts facts, Tally tally) {
        this.facts = facts;
        this.tally = tally;
        var own = facts.recipient().zone();
        tally.reach(own == null ? Reached.R4_ZONE_OF_GOAL : Reached.R4_ZONE_OF_RECIPIENT);
        this.zone = own == null ? facts.goal().zone() : own;
        this.clock = new WallClock(zone);
        this.quiet = new Quiet(facts.recipient().quietHours(), clock);
    }

    /** A time of the clock, or an instant that no time of the clock was said for. */
    private record Spot(LocalDateTime local, Instant instant, boolean inGap) {}

    PlacedRung place(Rung rung, Slot slot) {
        var why = new TreeSet<String>();
        var original = original(rung, slot.repetition());
        var rolled = rolled(rung, original, why);
        if (rolled.inGap()) {
            why.add("GAP");
        }
        var at = rolled.instant();
        if (rung.when().anchor() == Anchor.AFTER && at.isBefore(facts.missAt())) {
            at = facts.missAt();
            why.add("AT_MISS");
            tally.reach(Reached.R6_AFTER_RUNG_HELD_TO_THE_MISS);
        }
        return heard(new PlacedRung(slot, rung, original.instant(), at, ReminderState.PLANNED, why));
    }

    /** Rules R8, R6 and R10 for a rung at an instant. */
    PlacedRung heard(PlacedRung rung) {
        var why = new TreeSet<>(rung.why());
        var at = rung.at();
        if (quiet.is(at) && rung.rung().ignoresQuietHours()) {
            tally.reach(Reached.R8_IGNORED);
        } else if (quiet.is(at)) {
            var latest = facts.due().instant().minus(facts.goal().policy().minLead());
            var end = quiet.endAfter(at);
            boolean beforeDeadline =
                    !rung.isAfterRung() && at.isBefore(facts.due().instant());
            if (!beforeDeadline || !end.isAfter(latest)) {
                at = end;
                why.add("DEFERRED");
                tally.reach(Reached.R8_DEFERRED);
            } else {
                var start = quiet.startBefore(at);
                if (!clock.read(start)
                        .toLocalTime()
                        .equals(facts.recipient().quietHours().startInclusive())) {
                    tally.reach(Reached.R8_BEGIN_IN_GAP);
                }
                var advanced = start.minus(Duration.ofMinutes(30));
                // Who has done something at that very moment is not told then that they did nothing.
                boolean activeJustThen = rung.anchor() == Anchor.WHEN_IDLE
                        && facts.idleSince().isAfter(facts.activatedAt())
                        && advanced.equals(facts.idleSince());
                if (activeJustThen) {
                    tally.reach(Reached.R8_NO_ROOM_SINCE_ACTIVITY);
                    return rung.as(ReminderState.QUIET);
                }
                if (advanced.isBefore(earliest(rung.anchor()))) {
                    tally.reach(Reached.R8_NO_ROOM_SINCE_CREATION);
                    // What had passed anyway is late, quiet or not.
                    boolean passed = at.isBefore(earliest(rung.anchor()));
                    return rung.as(passed ? ReminderState.LATE : ReminderState.QUIET);
                }
                if (quiet.is(advanced)) {
                    tally.reach(Reached.R8_NO_ROOM_BETWEEN_QUIET_HOURS);
                    return rung.as(ReminderState.QUIET);
                }
                at = advanced;
                why.add("ADVANCED");
                tally.reach(Reached.R8_ADVANCED);
            }
        }
        var state = ReminderState.PLANNED;
        if (!rung.isAfterRung() && !at.isBefore(facts.due().instant())) {
            state = ReminderState.PAST_DEADLINE;
            tally.reach(Reached.R6_PAST_DEADLINE);
        } else if (at.isBefore(earliest(rung.anchor()))) {
            state = ReminderState.LATE;
            tally.reach(Reached.R10_LATE);
        } else if (at.equals(facts.activatedAt())) {
            tally.reach(Reached.R10_AT_THE_ACTIVATION_ITSELF);
        }
        return new PlacedRung(rung.slot(), rung.rung(), rung.original(), at, state, why);
    }

    /** Before this, the rung had passed already when it was armed. */
    Instant earliest(Anchor anchor) {
        return switch (anchor) {
            case AFTER_START -> facts.activatedAt();
            case WHEN_IDLE -> facts.idleSince();
            default -> facts.armedAt();
        };
    }

    private Spot original(Rung rung, int repetition) {
        var when = rung.when();
        if (when.anchor() == Anchor.AT_OPENING) {
            return lastOpening();
        }
        tally.reach(
                switch (when.anchor()) {
                    case BEFORE -> Reached.R6_BEFORE;
                    case AFTER -> Reached.R6_AFTER;
                    case AFTER_START -> Reached.R6_AFTER_START;
                    default -> Reached.R6_WHEN_IDLE;
                });
        int sign = when.anchor() == Anchor.BEFORE ? -1 : 1;
        var every = when.repetition();
        if (every == null || repetition == 0) {
            return spot(when.anchor(), when.offset(), sign, 0, 0);
        }
        if (every.every() instanceof Duration distance) {
            tally.reach(Reached.R2_REPEATED_BY_DURATION);
            var instant = spot(when.anchor(), when.offset(), sign, 0, 0).instant();
            for (int i = 0; i < repetition; i++) {
                instant = instant.plus(distance);
            }
            return unsaid(instant);
        }
        tally.reach(Reached.R2_REPEATED_BY_PERIOD);
        var period = (Period) every.every();
        return spot(
                when.anchor(), when.offset(), sign, repetition * Walk.months(period), repetition * period.getDays());
    }

    /** @param laterMonths how much later than the offset says, for a repetition: in whole, one distance from the anchor */
    private Spot spot(Anchor anchor, Offset offset, int sign, int laterMonths, int laterDays) {
        boolean fromDeadline = anchor == Anchor.BEFORE || anchor == Anchor.AFTER;
        var instant = fromDeadline ? facts.due().instant() : earliest(anchor);
        if (offset instanceof Offset.Elapsed elapsed) {
            tally.reach(Reached.R2_ELAPSED_TIME);
            return unsaid(sign < 0 ? instant.minus(elapsed.duration()) : instant.plus(elapsed.duration()));
        }
        boolean ownZone = fromDeadline && facts.due().zone().equals(zone);
        var local = ownZone ? facts.due().local() : clock.read(instant);
        var date = fromDeadline && facts.due().wholeDay() ? facts.due().date() : local.toLocalDate();
        if (fromDeadline && !ownZone) {
            tally.reach(Reached.R2_DEADLINE_OF_ANOTHER_ZONE);
        } else if (ownZone && clock.readings(local).isEmpty()) {
            tally.reach(Reached.R2_DEADLINE_IN_GAP_KEPT);
        }
        var time = offset.at();
        if (time != null) {
            tally.reach(
                    fromDeadline && facts.due().wholeDay()
                            ? Reached.R3_TIME_OF_DAY_OF_DATE_ONLY
                            : Reached.R3_TIME_OF_DAY);
        }
        if (offset instanceof Offset.Business business) {
            int days = business.days().count();
            tally.reach(days == 0 ? Reached.R7_NO_BUSINESS_DAYS : Reached.R7_BUSINESS_DAYS);
            var day = Walk.businessDays(date, days, sign, facts.calendar());
            return time != null ? said(day.atTime(time)) : said(sameDistance(local, date, day));
        }
        var period = ((Offset.Calendar) offset).period();
        int months = sign * Walk.months(period) + laterMonths;
        int days = sign * period.getDays() + laterDays;
        tally.reach(Reached.R2_CALENDAR_TIME);
        if (Walk.by(date, months, 0).getDayOfMonth() != date.getDayOfMonth()) {
            tally.reach(Reached.R2_MONTH_END_CLIPPED);
        }
        if (time != null) {
            return said(Walk.by(date, months, days).atTime(time));
        }
        return months == 0 && days == 0 ? new Spot(local, instant, false) : said(Walk.by(local, months, days));
    }

    /** The local time as many days away as the one date is from the other. */
    private static LocalDateTime sameDistance(LocalDateTime local, LocalDate from, LocalDate to) {
        var walked = local;
        for (var day = from; !day.equals(to); day = day.plusDays(to.isAfter(from) ? 1 : -1)) {
            walked = walked.plusDays(to.isAfter(from) ? 1 : -1);
        }
        return walked;
    }

    private Spot said(LocalDateTime local) {
        int readings = clock.readings(local).size();
        if (readings != 1) {
            tally.reach(readings == 0 ? Reached.R5_GAP : Reached.R5_OVERLAP);
        }
        if (readings == 0 && !clock.read(clock.find(local)).isBefore(local.plusDays(1))) {
            tally.reach(Reached.R5_DAY_MISSING);
        }
        return new Spot(local, clock.find(local), readings == 0);
    }

    private Spot unsaid(Instant instant) {
        return new Spot(clock.read(instant), instant, false);
    }

    private Spot lastOpening() {
        tally.reach(Reached.R6_AT_OPENING);
        var goalClock = new WallClock(facts.goal().zone());
        @Nullable LocalTime opens = facts.step().opening().opens();
        var day = goalClock.read(facts.due().instant()).toLocalDate().plusDays(2);
        while (!goalClock.find(day.atTime(opens)).isBefore(facts.due().instant())) {
            day = day.minusDays(1);
        }
        var instant = goalClock.find(day.atTime(opens));
        return zone.equals(facts.goal().zone())
                ? new Spot(
                        day.atTime(opens),
                        instant,
                        goalClock.readings(day.atTime(opens)).isEmpty())
                : unsaid(instant);
    }

    private Spot rolled(Rung rung, Spot original, TreeSet<String> why) {
        var date = original.local().toLocalDate();
        if (!rung.when().onBusinessDays() || facts.calendar().isBusinessDay(date)) {
            return original;
        }
        boolean back = rung.when().anchor() == Anchor.BEFORE || rung.when().anchor() == Anchor.AT_OPENING;
        tally.reach(back ? Reached.R7_ROLLED_BACK : Reached.R7_ROLLED_ON);
        why.add("ROLLED");
        var day = Walk.businessDays(date, 0, back ? -1 : 1, facts.calendar());
        return said(day.atTime(original.local().toLocalTime()));
    }
}
