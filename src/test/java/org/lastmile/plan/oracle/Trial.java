package org.lastmile.plan.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.plan.Life;

/** One case lived twice, by the oracle and by the planner, and compared. */
final class Trial {
    private final Case life;
    private final Life.Rules rules;
    private final Tally tally = new Tally();

    Trial(Case life, Life.Rules rules) {
        this.life = life;
        this.rules = rules;
    }

    static Trial of(long seed) {
        return new Trial(CaseDice.roll(seed), new Life.Rules() {});
    }

    Tally tally() {
        return tally;
    }

    Case life() {
        return life;
    }

    /** What is wrong, with all that is needed to play it again; nothing if all is well. */
    @Nullable
    String complaint() {
        Chronicle expected = OracleLife.of(life, tally);
        Chronicle actual;
        try {
            actual = lived();
        } catch (RuntimeException | AssertionError e) {
            var trace = List.of(e.getStackTrace()).stream().limit(8).toList();
            return life.text() + "the planner failed: " + e + "\n" + trace + "\n" + expected.text();
        }
        var broken = Invariants.broken(life, actual);
        if (!broken.isEmpty()) {
            return life.text() + "broken: " + String.join("\nbroken: ", broken) + "\n" + actual.text();
        }
        return expected.text().equals(actual.text()) ? null : life.text() + difference(expected, actual);
    }

    Chronicle lived() {
        var lived = Life.begin(rules, life.goal(), life.step().id(), life.recipient(), life.calendar(), life.start());
        life.events().forEach(lived::happen);
        return lived.runToTheEnd();
    }

    private static String difference(Chronicle expected, Chronicle actual) {
        var ours = expected.text().lines().toList();
        var theirs = actual.text().lines().toList();
        int same = 0;
        while (same < ours.size() && same < theirs.size() && ours.get(same).equals(theirs.get(same))) {
            same++;
        }
        return "first difference:\n  oracle : " + (same < ours.size() ? ours.get(same) : "nothing more")
                + "\n  planner: " + (same < theirs.size() ? theirs.get(same) : "nothing more")
                + "\nthe oracle says:\n" + expected.text() + "\nthe planner says:\n" + actual.text();
    }
}
