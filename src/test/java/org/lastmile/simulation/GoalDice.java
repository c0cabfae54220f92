package org.lastmile.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Completion;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.LatePolicy;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;
import org.lastmile.goal.TimePolicy;

/** Goals as hosts have them: a few people, one to three steps, ladders of all kinds of rungs. */
final class GoalDice {
    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), ZoneId.of("America/New_York"));

    private final Dice dice;
    private int people;

    GoalDice(Dice dice) {
        this.dice = dice;
    }

    Goal roll(String id, Instant now) {
        var zone = dice.of(ZONES);
        var goal = Goal.of(id, id).due(deadline(now, zone), zone).policy(policy());
        if (dice.oneIn(2)) {
            goal = goal.ownedBy(person());
        }
        if (dice.oneIn(4)) {
            goal = goal.role("chief", person(), person());
        }
        var guests = people(1 + dice.below(3));
        switch (dice.below(5)) {
            case 0 ->
                goal = goal.step(step("first", 4).participants(guests))
                        .finalStep(step("last", 3).after("first").participants(guests));
            case 1 ->
                goal = goal.finalStep(step("last", 4).participants(guests))
                        .step(step("rescue", 2)
                                .due(Duration.ofHours(5))
                                .recovers("last")
                                .participants(people(1)));
            case 2 ->
                goal = goal.finalStep(step("last", 4)
                        .completion(dice.oneIn(2) ? Completion.ANY : Completion.atLeast(guests.size()))
                        .participants(guests));
            default -> goal = goal.finalStep(step("last", 5).participants(guests));
        }
        return goal;
    }

    LocalDateTime deadline(Instant now, ZoneId zone) {
        var at = now.plus(dice.between(2 * 60, 40 * 60), ChronoUnit.MINUTES);
        return at.truncatedTo(ChronoUnit.MINUTES).atZone(zone).toLocalDateTime();
    }

    private TimePolicy policy() {
        return TimePolicy.DEFAULT
                .withOpenAfter(Duration.ofHours(dice.of(1, 2)))
                .withGrace(Duration.ofMinutes(dice.of(0, 0, 45)))
                .withStaleAfter(dice.oneIn(4) ? Duration.ofMinutes(30) : TimePolicy.DEFAULT.staleAfter())
                .withLate(dice.oneIn(2) ? LatePolicy.SKIP : LatePolicy.LATEST_IF_NONE_LEFT);
    }

    List<Recipient> people(int count) {
        var found = new ArrayList<Recipient>();
        for (int i = 0; i < count; i++) {
            found.add(person());
        }
        return found;
    }

    private Recipient person() {
        var id = dice.oneIn(30) ? Posts.BROKEN_PERSON + people++ : "person-" + people++;
        var someone = Recipient.of(id, "Name of " + id).withAddress("email", id + "@example.org");
        someone = dice.oneIn(5) ? someone : someone.withAddress("sms", "+1 555 " + people);
        someone = dice.oneIn(3) ? someone.withZone(dice.of(ZONES)) : someone;
        return dice.oneIn(5) ? someone.withQuietHours(QuietHours.parse("22:00-07:00")) : someone;
    }

    private Step step(String id, int most) {
        return Step.of(id, id).ladder(ladder(1 + dice.below(most)));
    }

    Ladder ladder(int size) {
        var rungs = new ArrayList<Rung>();
        for (int i = 0; i < size; i++) {
            var rung = rung();
            rung = dice.oneIn(3) ? rung.by("sms", "email") : rung.by(dice.oneIn(3) ? "sms" : "email");
            rung = dice.oneIn(4) ? rung.urgent() : rung;
            rung = dice.oneIn(5) ? rung.to(dice.oneIn(2) ? Audience.OWNER : Audience.role("chief")) : rung;
            rungs.add(rung);
        }
        return Ladder.of(rungs.toArray(Rung[]::new));
    }

    private Rung rung() {
        var minutes = Duration.ofMinutes(dice.between(0, 900));
        return switch (dice.below(10)) {
            case 0 -> Rung.before(Period.ofDays(1)).at(LocalTime.of(dice.below(24), 30));
            case 1 -> Rung.afterStart(Duration.ofMinutes(dice.of(0, 1, 240)));
            case 2 -> Rung.whenIdle(Duration.ofMinutes(30 + dice.below(600)));
            case 3 -> Rung.after(Duration.ZERO);
            case 4, 5 -> Rung.after(minutes.dividedBy(2));
            case 6 ->
                Rung.before(minutes.plusMinutes(30))
                        .every(Duration.ofMinutes(10))
                        .times(1 + dice.below(3));
            default -> Rung.before(minutes);
        };
    }
}
