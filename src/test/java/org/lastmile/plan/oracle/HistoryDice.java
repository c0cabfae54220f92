package org.lastmile.plan.oracle;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.QuietHours;

/** Rolls what happens to a participant between the beginning and some days after the deadline. */
final class HistoryDice {
    private final SplittableRandom dice;
    private final CaseDice parts;
    private final Instant start;
    private final Instant end;

    HistoryDice(SplittableRandom dice, CaseDice parts, Instant start, Instant end) {
        this.dice = dice;
        this.parts = parts;
        this.start = start;
        this.end = end;
    }

    List<Event> roll() {
        var events = new ArrayList<Event>();
        int count = parts.chance(25) ? 0 : dice.nextInt(1, 7);
        for (int i = 0; i < count; i++) {
            events.add(event(instant()));
        }
        events.sort(Comparator.comparing(Event::at));
        return events;
    }

    /** At times an activity at the very moment to which a rung of the last night would be advanced (R8). */
    void addTouchAheadOf(@Nullable QuietHours quiet, ZoneId in, List<Event> events) {
        if (quiet == null || !parts.chance(50)) {
            return;
        }
        var clock = new WallClock(in);
        var evening = clock.read(end).toLocalDate().minusDays(dice.nextInt(2)).atTime(quiet.startInclusive());
        var at = clock.find(evening).minus(Duration.ofMinutes(30));
        if (at.isAfter(start)) {
            events.add(new Event.Touch(at));
            events.sort(Comparator.comparing(Event::at));
        }
    }

    private Instant instant() {
        int choice = dice.nextInt(100);
        if (choice < 20) {
            return start.plus(Duration.ofMinutes(dice.nextInt(0, 600)));
        }
        if (choice < 40) {
            return later(end.plus(Duration.ofMinutes(dice.nextInt(-3_000, 6_000))));
        }
        long span = Math.max(60_000, Duration.between(start, end).toMillis());
        return start.plusMillis(dice.nextLong(span));
    }

    private Instant later(Instant at) {
        return at.isBefore(start) ? start : at;
    }

    private Event event(Instant at) {
        int choice = dice.nextInt(100);
        if (choice < 22) {
            return new Event.Outage(at, at.plus(silence()));
        }
        if (choice < 42) {
            return new Event.Hold(at, at.plus(silence()), parts.chance(50));
        }
        if (choice < 50) {
            return new Event.Touch(at);
        }
        if (choice < 62) {
            return new Event.MoveGoal(at, newDeadline());
        }
        if (choice < 72) {
            return new Event.Extend(at, newDeadline());
        }
        if (choice < 79) {
            return new Event.ChangeZone(at, parts.chance(15) ? null : Zones.any(dice));
        }
        if (choice < 86) {
            return new Event.ChangeQuietHours(at, parts.quiet());
        }
        return choice < 92 ? new Event.Look(at) : new Event.Close(at, how());
    }

    private Deadline newDeadline() {
        var zone = parts.zone();
        if (parts.chance(40)) {
            return parts.deadline(zone);
        }
        var date = end.atZone(zone).toLocalDate().plusDays(dice.nextInt(-5, 25));
        return parts.chance(25) ? Deadline.of(date, zone) : Deadline.of(date.atTime(parts.time()), zone);
    }

    private Outcome how() {
        return Zones.pick(List.of(Outcome.DONE, Outcome.DONE, Outcome.DECLINED, Outcome.CANCELLED), dice);
    }

    private Duration silence() {
        return Duration.ofMinutes(parts.chance(50) ? dice.nextInt(1, 600) : dice.nextInt(600, 12_000));
    }
}
