package org.lastmile.plan.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lastmile.goal.Completion;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recurrence;
import org.lastmile.goal.Step;

/** The comparison can fail: a library that breaks one rule about several people is found out within a few hundred goals. */
class WrongGroupRulesTest {
    private static final int PATIENCE = 1_000;

    static Stream<Named<UnaryOperator<GroupCase>>> wrongRules() {
        return Stream.of(
                Named.of("R15: everybody is on their own", steps(step -> step.completion(Completion.ALL))),
                Named.of("R15: one is enough", steps(step -> step.completion(Completion.ANY))),
                Named.of("R16: nobody joins late", without(GroupEvent.Join.class::isInstance)),
                Named.of("R16: nobody waits for a step", steps(step -> step.after(new String[0]))),
                Named.of("R17: nobody holds the role", goal(goal -> goal.role("chief"))),
                Named.of("R17: an extension makes no second group", without(GroupEvent.Extend.class::isInstance)),
                Named.of("R17: nobody's activity counts", without(GroupEvent.Touch.class::isInstance)),
                Named.of("R17: who is held is listed", without(GroupEvent.Hold.class::isInstance)),
                Named.of("R18: it comes once more", goal(WrongGroupRulesTest::oftener)),
                Named.of("R18: a move moves nothing", without(GroupEvent.Move.class::isInstance)),
                Named.of("R19: every send succeeds", life -> with(life, life.goal(), Set.of(), life.cap())),
                Named.of("R19: nobody counts", life -> with(life, life.goal(), life.dead(), 1_000)),
                Named.of("R20: an open goal keeps its ladder", without(GroupEvent.NewLadder.class::isInstance)));
    }

    @ParameterizedTest
    @MethodSource
    void wrongRules(UnaryOperator<GroupCase> wrong) {
        var seeds = new SplittableRandom(2026).longs(PATIENCE);

        assertThat(seeds.mapToObj(GroupDice::roll)
                        .map(life -> new Told(life, wrong.apply(life)))
                        .filter(told -> !told.lived().equals(told.life()))
                        .anyMatch(told -> new GroupTrial(told.life(), told.lived()).complaint() != null))
                .isTrue();
    }

    private record Told(GroupCase life, GroupCase lived) {}

    private static GroupCase with(GroupCase life, Goal goal, Set<String> dead, int cap) {
        return new GroupCase(life.seed(), goal, life.start(), dead, cap, life.events());
    }

    private static UnaryOperator<GroupCase> goal(UnaryOperator<Goal> change) {
        return life -> with(life, change.apply(life.goal()), life.dead(), life.cap());
    }

    private static Goal oftener(Goal goal) {
        var again = goal.recurrence();
        return again == null || again.until() != null
                ? goal
                : goal.recurring(Recurrence.every(again.every(), again.times() + 1));
    }

    private static UnaryOperator<GroupCase> steps(UnaryOperator<Step> change) {
        return goal(goal -> {
            var changed = goal;
            for (var step : goal.steps()) {
                changed = changed.withStep(change.apply(step));
            }
            return changed;
        });
    }

    private static UnaryOperator<GroupCase> without(Predicate<GroupEvent> what) {
        return life -> {
            List<GroupEvent> left = life.events().stream().filter(what.negate()).toList();
            return new GroupCase(life.seed(), life.goal(), life.start(), life.dead(), life.cap(), left);
        };
    }
}
