package org.lastmile.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lastmile.Answer;
import org.lastmile.Lastmile;
import org.lastmile.Nudge;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Lane;
import org.lastmile.goal.Move;
import org.lastmile.goal.QuietHours;
import org.lastmile.store.Claims.Head;
import org.lastmile.store.StoreException;

/** The application: it schedules goals, passes answers on, changes its mind, and asks again where it was not answered. */
final class Host {
    private final World world;
    private final Dice dice;
    private final GoalDice goals;
    private final List<Goal> kept = new ArrayList<>();
    private int goalsLeft;
    private int actsLeft;
    private long actsAt;
    private boolean acting;
    private @Nullable Consumer<Lastmile> again;

    Host(World world) {
        this.world = world;
        this.dice = world.dice;
        this.goals = new GoalDice(dice);
        this.goalsLeft = 1 + dice.below(2);
        this.actsLeft = dice.of(0, 2, 5, 10);
        this.actsAt = world.now();
    }

    long nextAt() {
        return acting || goalsLeft == 0 && actsLeft == 0 && again == null ? Long.MAX_VALUE : actsAt;
    }

    /** Somebody cannot wait. */
    void hurry() {
        if (!kept.isEmpty() && actsLeft > 0) {
            actsAt = world.now();
        }
    }

    void addReady(List<Runnable> ready) {
        if (nextAt() <= world.now()) {
            var awake = world.nodes.stream()
                    .map(Node::awake)
                    .filter(life -> life != null)
                    .toList();
            if (awake.isEmpty()) {
                actsAt = world.now() + 1_000;
            } else {
                ready.add(() -> act(awake));
            }
        }
    }

    private void act(List<Life> awake) {
        var life = dice.of(awake);
        acting = true;
        var done = life.act("host", () -> {
            act(life.lastmile());
            return true;
        });
        acting = false;
        if (done == null) {
            // The process died with the call: the application asks again elsewhere.
            actsAt = world.now() + 1_000;
        }
        world.alarm(world.now());
    }

    private void act(Lastmile lastmile) {
        var what = again != null ? again : goalsLeft > 0 ? scheduling() : saying();
        again = what;
        try {
            what.accept(lastmile);
            again = null;
        } catch (StoreException e) {
            // It may have happened or not; the host asks again.
            world.tell(() -> "host: not answered: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            world.tell(() -> "host: refused: " + e.getMessage());
            world.tally.answered("refused");
            again = null;
        }
        actsAt = again != null ? world.now() + 2_000 : nextMoment();
    }

    /** Now and then the very millisecond in which something is due. */
    private long nextMoment() {
        if (goalsLeft > 0) {
            return world.now() + dice.between(0, 600_000);
        }
        var due = world.truth.heads(world.instant()).stream()
                .filter(head -> !head.lane().equals(Lane.ASIDE))
                .map(Head::next)
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
        return due.isPresent() && dice.oneIn(2)
                ? Math.max(world.now(), due.get().toEpochMilli() + dice.between(-3, 40))
                : world.now() + dice.between(0, 6 * 3_600_000);
    }

    private Consumer<Lastmile> scheduling() {
        goalsLeft--;
        var goal = goals.roll("goal-" + (kept.size() + 1), world.instant());
        kept.add(goal);
        return lastmile -> {
            lastmile.schedule(goal);
            world.tell(() -> "host: scheduled " + goal);
            world.tally.answered("schedule");
            world.evidence.scheduled(goal, world.instant());
        };
    }

    private Consumer<Lastmile> saying() {
        actsLeft--;
        var goal = dice.of(kept);
        var step = dice.of(goal.steps());
        var person = dice.of(step.participants());
        var id = goal.id();
        var one = new Who(id, step.id(), person.id());
        if (world.nudges && dice.oneIn(3)) {
            return nudging(one);
        }
        var all = new Who(id, step.id(), null);
        return switch (dice.below(16)) {
            case 0, 1, 2, 3 -> closing("complete", one, at -> at.complete(id, step.id(), person.id()));
            case 4 -> closing("decline", one, at -> at.decline(id, step.id(), person.id()));
            case 5 ->
                dice.oneIn(2)
                        ? closing("complete the step", all, at -> at.complete(id, step.id()))
                        : closing("cancel the step", all, at -> at.cancel(id, step.id()));
            case 6 -> closing("cancel the goal", new Who(id, null, null), at -> at.cancel(id));
            case 7, 8 -> {
                var until = world.instant().plus(Duration.ofMinutes(dice.between(1, 300)));
                boolean snoozes = dice.oneIn(2);
                yield at -> {
                    world.evidence.active(one);
                    // An answer that was lost is asked for again, perhaps when it is too late for that.
                    world.evidence.touched(one);
                    var held = snoozes
                            ? at.snooze(id, step.id(), person.id(), until)
                            : at.acknowledge(id, step.id(), person.id(), until);
                    said((snoozes ? "snooze " : "acknowledge ") + held, one);
                    world.evidence.held(one, until);
                };
            }
            case 9 ->
                at -> {
                    world.evidence.active(one);
                    said("touch " + at.touch(id, step.id(), person.id()), one);
                };
            case 10, 11 -> {
                var move = Move.to(Deadline.of(goals.deadline(world.instant(), goal.zone()), goal.zone()));
                yield moving(
                        "move",
                        new Who(id, null, null),
                        dice.oneIn(3) ? move.reconfirm() : move,
                        (at, to) -> at.reschedule(id, to));
            }
            case 12, 13 -> {
                var move = Move.to(Deadline.of(goals.deadline(world.instant(), goal.zone()), goal.zone()));
                yield moving(
                        "extend",
                        one,
                        dice.oneIn(3) ? move.reconfirm() : move,
                        (at, to) -> at.reschedule(id, step.id(), person.id(), to));
            }
            case 14 -> {
                var changed = person.withQuietHours(
                        dice.oneIn(2) ? null : new QuietHours(LocalTime.of(dice.below(12), 0), LocalTime.of(17, 0)));
                yield at -> {
                    world.evidence.replanned(new Who(id, null, null));
                    at.update(id, changed);
                    world.evidence.replanned(new Who(id, null, null));
                    said("update", new Who(id, null, null));
                };
            }
            default -> {
                var more = goals.people(1);
                yield at -> {
                    // Whoever oversees the step wakes with the first who joins.
                    world.evidence.reopening(all, false);
                    at.addParticipants(id, step.id(), more);
                    said("add", all);
                };
            }
        };
    }

    private Consumer<Lastmile> nudging(Who who) {
        var nudge = Nudge.of("form " + dice.below(4));
        nudge = dice.oneIn(2) ? nudge.urgent() : nudge;
        var asked = dice.oneIn(2) ? nudge.ignoringQuietHours() : nudge;
        return at -> {
            var answer = at.remindNow(who.goalId(), who.stepId(), who.recipientId(), asked);
            world.evidence.nudged(who, answer, world.instant());
            said("nudge " + answer.kind(), who);
        };
    }

    private void said(String what, Who who) {
        world.tell(() -> "host: " + what + " of " + who);
        world.tally.answered(what.toLowerCase(Locale.ROOT));
        world.evidence.touched(who);
    }

    private Consumer<Lastmile> closing(String what, Who who, Function<Lastmile, Answer> call) {
        return lastmile -> {
            var answer = call.apply(lastmile);
            world.evidence.closed(who, answer);
            said(what + " " + answer.kind(), who);
            world.tell(() -> "host: in flight " + answer.inFlight());
        };
    }

    private interface Moving {
        boolean apply(Lastmile lastmile, Move to);
    }

    private Consumer<Lastmile> moving(String what, Who who, Move to, Moving call) {
        return lastmile -> {
            world.evidence.reopening(who, to.reopensClosed());
            call.apply(lastmile, to);
            said(what + (to.reopensClosed() ? " and reconfirm" : ""), who);
        };
    }

    /** Of whom the host speaks; {@code null} stands for all. */
    record Who(
            String goalId,
            @Nullable String stepId,
            @Nullable String recipientId) {
        boolean includes(Subject subject) {
            return goalId.equals(subject.goalId())
                    && (stepId == null || stepId.equals(subject.stepId()))
                    && (recipientId == null || recipientId.equals(subject.recipientId()));
        }
    }

    static Instant latest(@Nullable Instant one, Instant other) {
        return one == null || other.isAfter(one) ? other : one;
    }
}
