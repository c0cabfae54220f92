package org.lastmile.plan.oracle;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Completion;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.LatePolicy;
import org.lastmile.goal.Offset;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Recurrence;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;
import org.lastmile.goal.StepDue;
import org.lastmile.goal.TimePolicy;

/** Rolls a goal with several people: the same seed gives the same case. */
final class GroupDice {
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("UTC"),
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("America/New_York"),
            ZoneId.of("Asia/Kolkata"),
            ZoneId.of("Australia/Sydney"));

    private final long seed;
    private final SplittableRandom dice;
    private final ZoneId zone;
    private final LocalDateTime due;
    private final boolean recurs;
    private final boolean isExtended;
    private final int shape;
    private final Set<String> dead = new HashSet<>();

    private GroupDice(long seed) {
        this.seed = seed;
        dice = new SplittableRandom(seed);
        zone = pick(ZONES);
        due = LocalDate.of(2026, 3, 20).plusDays(dice.nextInt(20)).atTime(dice.nextInt(24), 30 * dice.nextInt(2));
        recurs = chance(25);
        isExtended = chance(40);
        shape = recurs ? 0 : dice.nextInt(6);
    }

    static GroupCase roll(long seed) {
        return new GroupDice(seed).roll();
    }

    private GroupCase roll() {
        var goal = Goal.of("goal", "Goal").due(due, zone).policy(policy());
        var owner = overseer("owner");
        if (chance(80)) {
            goal = goal.ownedBy(owner);
        }
        if (chance(80)) {
            goal = switch (dice.nextInt(3)) {
                case 0 -> goal.role("chief");
                case 1 -> goal.role("chief", overseer("chief-1"));
                default -> goal.role("chief", chance(35) ? owner : overseer("chief-1"), overseer("chief-2"));
            };
        }
        var people = people(1 + dice.nextInt(recurs ? 3 : 5), "guest-");
        if (chance(12) && !recurs) {
            people.set(0, owner);
        }
        var last = Step.of("last", "Last")
                .ladder(ladder(true))
                .participants(people)
                .completion(completion(people.size()));
        if (recurs) {
            goal = goal.recurring(recurrence());
        }
        if (shape == 1 || shape == 2) {
            var others = shape == 1 ? people : people(1 + dice.nextInt(3), "other-");
            var first = Step.of("first", "First")
                    .ladder(ladder(true))
                    .participants(others)
                    .completion(completion(others.size()));
            goal = goal.step(first.due(Period.ofDays(-2)));
            last = last.after("first");
        } else if (shape == 3) {
            goal = goal.step(Step.of("rescue", "Rescue")
                    .ladder(Ladder.of(
                            Rung.afterStart(Duration.ofMinutes(15)).by("email"),
                            Rung.after(Duration.ofHours(1)).by("email"),
                            Rung.afterStart(Duration.ofHours(5))
                                    .to(chance(50) ? Audience.OWNER : Audience.PARTICIPANT)
                                    .by("sms")))
                    .due(new StepDue.FromStart(Offset.of(Duration.ofHours(20))))
                    .recovers("last")
                    .participants(people(1, "agent-")));
        }
        goal = goal.finalStep(last);
        var end = due.atZone(zone).toInstant();
        var start = end.minus(Duration.ofMinutes(dice.nextInt(shape == 1 || shape == 2 ? 3_200 : 300, 12 * 24 * 60)));
        return new GroupCase(
                seed, goal, start, dead, dice.nextInt(8) == 0 ? dice.nextInt(1, 3) : 0, events(goal, start));
    }

    /** What expires at the very instant of a rung may come before it or after it: nobody has promised which. */
    private TimePolicy policy() {
        return TimePolicy.DEFAULT
                .withLate(chance(50) ? LatePolicy.SKIP : LatePolicy.LATEST_IF_NONE_LEFT)
                .withGrace(recurs || chance(60) ? Duration.ZERO : Duration.ofMinutes(45))
                .withStaleAfter(chance(70) ? Duration.ofDays(2) : Duration.ofHours(6))
                .withOpenAfter(Duration.ofHours(chance(50) ? 48 : 30).plusMinutes(7));
    }

    private Completion completion(int people) {
        return recurs || chance(50)
                ? Completion.ALL
                : chance(40) || people < 3 ? Completion.ANY : Completion.atLeast(2 + dice.nextInt(people - 2));
    }

    private Recurrence recurrence() {
        var every = pick(List.of(Period.ofDays(7), Period.ofDays(13), Period.ofMonths(1)));
        return chance(70)
                ? Recurrence.every(every, 2 + dice.nextInt(3))
                : Recurrence.every(every, due.toLocalDate().plusDays(10 + dice.nextInt(30)));
    }

    private List<Recipient> people(int count, String name) {
        var people = new ArrayList<Recipient>();
        for (int i = 1; i <= count; i++) {
            people.add(person(name + i));
        }
        return people;
    }

    /** Overseers of a goal that recurs have no quiet hours: what is deferred beyond the end of an occurrence is another matter. */
    private Recipient overseer(String id) {
        return recurs ? person(id).withQuietHours(null) : person(id);
    }

    private Recipient person(String id) {
        var who = Recipient.of(id, id);
        who = chance(6) ? who : who.withAddress("email", id + "@example.org");
        who = chance(6) ? who : who.withAddress("sms", "+1 555 1");
        who = chance(40) ? who : who.withZone(pick(ZONES));
        who = chance(60) ? who : who.withQuietHours(QuietHours.of(LocalTime.of(22, 0), LocalTime.of(8, 0)));
        who = chance(85) ? who : who.withOptOut(chance(50) ? Channel.EMAIL : Channel.SMS);
        if (chance(8)) {
            dead.add(id + (chance(50) ? "/email" : "/sms"));
        }
        return who;
    }

    private Ladder ladder(boolean anyRung) {
        var rungs = new ArrayList<Rung>();
        int size = 1 + dice.nextInt(6);
        for (int i = 0; i < size; i++) {
            var audience = chance(55) ? Audience.PARTICIPANT : chance(50) ? Audience.OWNER : Audience.role("chief");
            rungs.add(by(rung(anyRung, audience).to(audience)));
        }
        if (recurs && chance(60)) {
            rungs.removeIf(rung -> rung.audience().equals(Audience.OWNER));
            rungs.add(by(
                    Rung.after(Duration.ZERO).to(Audience.OWNER).afterMisses(1 + dice.nextInt(2) + dice.nextInt(2))));
        }
        return Ladder.of(rungs.toArray(Rung[]::new));
    }

    private Rung by(Rung rung) {
        var spoken = pick(List.of(rung.by("email"), rung.by("sms"), rung.by("sms", "email"), rung.by("email", "sms")));
        spoken = chance(20) ? spoken.urgent() : spoken;
        return chance(10) ? spoken.ignoringQuietHours() : spoken;
    }

    private Rung rung(boolean anyRung, Audience audience) {
        var some = Duration.ofMinutes(10L * dice.nextInt(1, 400));
        int choice = dice.nextInt(100);
        boolean counted = anyRung && (!isExtended || audience.isParticipant());
        if (choice < 15 && counted) {
            return Rung.afterStart(some.dividedBy(3));
        }
        if (choice < 30 && counted) {
            return Rung.whenIdle(some.dividedBy(2));
        }
        if (choice < 50 && !(recurs && audience.isParticipant())) {
            return Rung.after(recurs || chance(30) ? Duration.ZERO : some);
        }
        if (choice < 65) {
            return Rung.before(Period.ofDays(dice.nextInt(1, 5))).at(LocalTime.of(dice.nextInt(24), 0));
        }
        return choice < 75 ? Rung.before(Period.ofDays(dice.nextInt(1, 6))) : Rung.before(some);
    }

    private List<GroupEvent> events(Goal goal, Instant start) {
        var events = new ArrayList<GroupEvent>();
        int count = dice.nextInt(8);
        int days = recurs ? 60 : 16;
        var used = new HashSet<Instant>();
        for (int i = 0; i < count; i++) {
            var at = start.plus(Duration.ofMinutes(dice.nextInt(1, days * 24 * 60)))
                    .plusSeconds(17);
            if (used.add(at)) {
                var event = event(goal, at);
                events.add(event);
                var later = at.plus(Duration.ofMinutes(dice.nextInt(1, 3_000))).plusSeconds(11);
                if (event instanceof GroupEvent.Extend extend && chance(40) && used.add(later)) {
                    events.add(new GroupEvent.Answer(later, extend.step(), extend.person(), Outcome.DONE));
                }
            }
        }
        for (var step : goal.steps()) {
            addQuorum(step, start, used, events);
            addHolds(step, start, used, events);
        }
        events.sort(Comparator.comparing(GroupEvent::at));
        return events;
    }

    /** As many who do it as are enough, so that some are left to be closed. */
    private void addQuorum(Step step, Instant start, Set<Instant> used, List<GroupEvent> events) {
        int quorum = step.completion().quorum();
        if (quorum < 2 || chance(50)) {
            return;
        }
        for (var person : step.participants().subList(0, quorum)) {
            var at =
                    start.plus(Duration.ofMinutes(dice.nextInt(1, 8 * 24 * 60))).plusSeconds(23);
            if (used.add(at)) {
                events.add(new GroupEvent.Answer(at, step.id(), person.id(), Outcome.DONE));
            }
        }
    }

    /** Everybody has it deferred for a day or two, and then perhaps one of them not for so long. */
    private void addHolds(Step step, Instant start, Set<Instant> used, List<GroupEvent> events) {
        if (!chance(20)) {
            return;
        }
        var first = start.plus(Duration.ofMinutes(dice.nextInt(1, 9 * 24 * 60))).plusSeconds(31);
        var until = first.plus(Duration.ofHours(dice.nextInt(12, 60)));
        for (int i = 0; i < step.participants().size(); i++) {
            var at = first.plusSeconds(i);
            if (used.add(at)) {
                var person = step.participants().get(i).id();
                events.add(
                        new GroupEvent.Hold(at, step.id(), person, until.plusSeconds(dice.nextInt(3_600)), chance(30)));
            }
        }
        var later = first.plus(Duration.ofHours(dice.nextInt(2, 30)));
        if (chance(50) && used.add(later)) {
            var person = pick(step.participants()).id();
            events.add(new GroupEvent.Hold(
                    later, step.id(), person, later.plus(Duration.ofMinutes(dice.nextInt(1, 600))), false));
        }
    }

    private GroupEvent event(Goal goal, Instant at) {
        var step = pick(goal.steps());
        var person = pick(step.participants()).id();
        int choice = dice.nextInt(100);
        if (choice < 36) {
            return new GroupEvent.Answer(at, step.id(), person, chance(75) ? Outcome.DONE : Outcome.DECLINED);
        }
        if (choice < 57) {
            var until = at.plus(Duration.ofMinutes(dice.nextInt(20, 3_000)));
            return new GroupEvent.Hold(at, step.id(), person, until, chance(50));
        }
        if (choice < 65) {
            return new GroupEvent.Touch(at, step.id(), person);
        }
        if (choice < 74 && isExtended && !recurs) {
            return new GroupEvent.Extend(at, step.id(), person, later(at));
        }
        if (choice < 84) {
            return new GroupEvent.Move(at, later(at), shape != 1 && shape != 2 && shape != 3 && chance(30));
        }
        if (choice < 92) {
            return new GroupEvent.Join(at, step.id(), person("late-" + at.getEpochSecond()));
        }
        return recurs ? new GroupEvent.Touch(at, step.id(), person) : renewed(step, at);
    }

    private Deadline later(Instant at) {
        var date = at.atZone(zone).toLocalDate().plusDays(dice.nextInt(1, 9));
        return Deadline.of(date.atTime(dice.nextInt(24), 15), zone);
    }

    /** The same audiences, so that nobody begins to oversee what has begun long ago. */
    private GroupEvent renewed(Step step, Instant at) {
        var rungs = new ArrayList<Rung>();
        for (var rung : step.ladder().rungs()) {
            var some = Duration.ofMinutes(10L * dice.nextInt(1, 400));
            boolean counted = !isExtended || rung.audience().isParticipant();
            var again = chance(65) ? Rung.before(some) : Rung.after(some);
            again = counted && chance(15) ? Rung.afterStart(some) : counted && chance(15) ? Rung.whenIdle(some) : again;
            rungs.add(by(again.to(rung.audience())));
        }
        return new GroupEvent.NewLadder(at, step.id(), Ladder.of(rungs.toArray(Rung[]::new)));
    }

    private boolean chance(int percent) {
        return dice.nextInt(100) < percent;
    }

    private <T> T pick(List<T> from) {
        return from.get(dice.nextInt(from.size()));
    }
}
