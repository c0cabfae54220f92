package org.lastmile.plan.oracle;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.BusinessDays;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.LatePolicy;
import org.lastmile.goal.Offset;
import org.lastmile.goal.OpeningHours;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Step;
import org.lastmile.goal.StepDue;
import org.lastmile.goal.TimePolicy;

/** Rolls a case: the same seed gives the same case. Most of it crowds around a day on which clocks are set. */
final class CaseDice {
    private static final List<String> PERIODS =
            List.of("P0D", "P1D", "P1D", "P2D", "P3D", "P7D", "P14D", "P30D", "P1M", "P2M", "P6M", "P1Y", "P1M15D");
    private static final List<String> DURATIONS = List.of(
            "PT0S",
            "PT1M",
            "PT10M",
            "PT30M",
            "PT1H",
            "PT2H",
            "PT3H",
            "PT12H",
            "PT24H",
            "PT36H",
            "PT48H",
            "PT72H",
            "PT12H34M56.789S");
    private static final List<String> PATIENCE = List.of("PT0S", "PT15M", "PT1H", "PT2H", "PT12H", "PT48H", "PT120H");

    private final long seed;
    private final SplittableRandom dice;
    private final ZoneId zone;
    private final LocalDateTime pivot;
    private int toPivot;

    private CaseDice(long seed) {
        this.seed = seed;
        dice = new SplittableRandom(seed);
        zone = Zones.any(dice);
        pivot = Zones.pivot(zone, dice);
    }

    static Case roll(long seed) {
        return new CaseDice(seed).roll();
    }

    private Case roll() {
        var due = deadline(zone);
        toPivot = (int) ChronoUnit.DAYS.between(pivot.toLocalDate(), due.date());
        var opening = chance(35) ? opening() : null;
        var ladder = new LadderDice(dice, this, opening != null).roll();
        var goal = Goal.of("goal", "Goal").due(due).policy(policy());
        if (chance(15)) {
            goal = goal.in(Zones.any(dice));
        }
        var other = Step.of("other", "Other").ladder(ladder);
        if (chance(50)) {
            other = other.due(offset(true));
        }
        var step = Step.of("step", "Step").ladder(ladder).due(stepDue());
        if (opening != null) {
            step = step.open(opening);
            other = other.open(opening);
        }
        goal = goal.step(other).finalStep(step);
        if (chance(15)) {
            var again = new LadderDice(dice, this, false).roll();
            goal = goal.step(Step.of("recovery", "Recovery")
                    .ladder(again)
                    .due(new StepDue.FromStart(offset(false)))
                    .recovers("step"));
        }
        if (chance(50)) {
            var owner = Recipient.of("owner", "Owner").withQuietHours(quiet());
            goal = goal.ownedBy(owner.withZone(chance(50) ? null : zone()));
        }
        var calendar = calendar();
        var end = Due.of(goal, step, due.instant(), calendar, new Tally()).instant();
        var start = start(end);
        var recipient = Recipient.of("guest", "Guest").withQuietHours(quiet());
        recipient = recipient.withZone(chance(40) ? null : chance(40) ? zone : Zones.any(dice));
        var history = new HistoryDice(dice, this, start, end);
        var events = history.roll();
        var zoneOfRungs = recipient.zone() == null ? goal.zone() : recipient.zone();
        history.addTouchAheadOf(recipient.quietHours(), zoneOfRungs, events);
        return new Case(seed, goal, goal.findStep("step"), recipient, calendar, start, events);
    }

    boolean chance(int percent) {
        return dice.nextInt(100) < percent;
    }

    ZoneId zone() {
        return chance(80) ? zone : Zones.any(dice);
    }

    Deadline deadline(ZoneId in) {
        var date = pivot.toLocalDate().plusDays(chance(50) ? dice.nextInt(0, 2) : dice.nextInt(0, 45));
        if (chance(20)) {
            return Deadline.of(date, in);
        }
        var local = date.atTime(time());
        return chance(75)
                ? Deadline.of(local, in)
                : Deadline.of(local.atZone(in).withLaterOffsetAtOverlap().toInstant(), in);
    }

    /** A time of day: around the one at which the clocks are set, a usual one, or any. */
    LocalTime time() {
        int choice = dice.nextInt(100);
        if (choice < 60) {
            return pivot.toLocalTime().plusMinutes(15L * dice.nextInt(-4, 6));
        }
        if (choice < 85) {
            return LocalTime.of(Zones.pick(List.of(0, 6, 8, 9, 12, 18, 20, 21, 22, 23), dice), 0);
        }
        return choice < 97
                ? LocalTime.of(dice.nextInt(24), dice.nextInt(60))
                : LocalTime.ofNanoOfDay(dice.nextInt(86_400_000) * 1_000_000L);
    }

    Offset offset(boolean backwards) {
        int choice = dice.nextInt(100);
        int sign = backwards && chance(60) ? -1 : 1;
        if (choice < 55) {
            Offset offset = Offset.of(period().multipliedBy(sign));
            return chance(50) ? offset.at(time()) : offset;
        }
        if (choice < 80) {
            return Offset.of(duration().multipliedBy(sign));
        }
        Offset offset = Offset.of(BusinessDays.of(sign * dice.nextInt(0, 8)));
        return chance(60) ? offset.at(time()) : offset;
    }

    /** Every third one is the distance from the deadline to the day on which clocks are set. */
    Period period() {
        if (chance(35)) {
            return Period.ofDays(Math.abs(toPivot));
        }
        return chance(30) ? Period.ofDays(dice.nextInt(0, 40)) : Period.parse(Zones.pick(PERIODS, dice));
    }

    Duration duration() {
        return chance(30) ? Duration.ofMinutes(dice.nextInt(0, 9_000)) : Duration.parse(Zones.pick(DURATIONS, dice));
    }

    @Nullable
    QuietHours quiet() {
        if (chance(35)) {
            return null;
        }
        var from = chance(50) ? LocalTime.of(dice.nextInt(20, 24), 0) : time();
        var to = chance(60) ? LocalTime.of(dice.nextInt(5, 11), 0) : time();
        return from.equals(to) ? null : QuietHours.of(from, to);
    }

    private OpeningHours opening() {
        var opens = time();
        return OpeningHours.of(opens, opens.plusHours(5));
    }

    private StepDue stepDue() {
        int choice = dice.nextInt(100);
        if (choice < 62) {
            return new StepDue.WithGoal();
        }
        if (choice < 80) {
            return new StepDue.FromGoal(offset(true));
        }
        if (choice < 87) {
            return new StepDue.FromStart(offset(false));
        }
        return choice < 94 ? new StepDue.FromStep("other", offset(true)) : new StepDue.Own(deadline(zone()));
    }

    private TimePolicy policy() {
        return new TimePolicy(
                chance(40) ? LatePolicy.LATEST_IF_NONE_LEFT : LatePolicy.SKIP,
                chance(50) ? Duration.ofHours(1) : patience(),
                chance(50) ? Duration.ofDays(2) : patience(),
                chance(60) ? Duration.ZERO : patience(),
                chance(40) ? Duration.ofDays(2) : patience());
    }

    private Duration patience() {
        return Duration.parse(Zones.pick(PATIENCE, dice));
    }

    private Case.DayOff calendar() {
        var holidays = new HashSet<LocalDate>();
        for (int i = dice.nextInt(6); i > 0; i--) {
            holidays.add(pivot.toLocalDate().plusDays(dice.nextInt(-10, 11)));
        }
        return new Case.DayOff(chance(80) ? Set.of(6, 7) : Set.of(5, 6), holidays);
    }

    /** Mostly some time before the deadline, at times just then, when a rung is due, or too late. */
    private Instant start(Instant end) {
        if (chance(4)) {
            return end.plus(duration());
        }
        if (chance(20)) {
            return end.minus(duration());
        }
        if (chance(15)) {
            return end.atZone(zone).minus(period()).toInstant();
        }
        if (chance(15)) {
            return pivot.toInstant(ZoneOffset.UTC);
        }
        return end.minus(Duration.ofMinutes(dice.nextInt(1, 45 * 24 * 60)));
    }
}
