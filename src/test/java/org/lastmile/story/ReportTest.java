package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Scope;
import org.lastmile.goal.Step;

/** What came of several goals, and who is open in them. */
class ReportTest extends Story {
    private static final Recipient ADA = person("Ada");
    private static final Recipient BEN = person("Ben");

    private static Goal goal(String id, Recipient... guests) {
        return Goal.of(id, "Party")
                .label("red")
                .due(Deadline.of(instant("2026-01-09T00:00Z")))
                .finalStep(Step.of("come", "Come")
                        .ladder(Ladder.parse("after-start PT0S by email"))
                        .participants(guests));
    }

    @Test
    void goalsWithALabelAreReportedTogether() {
        at("2026-01-01T00:00Z");
        schedule(goal("two", ADA));
        schedule(goal("one", ADA, BEN));
        at("2026-01-01T01:00Z");
        heard("""
                2026-01-01T00:00Z ada come#1 email
                2026-01-01T00:00Z ada come#1 email
                2026-01-01T00:00Z ben come#1 email
                """);
        complete("come", ADA);

        // An hour after it was sent is within the hour.
        assertThat(lastmile.report(Scope.label("red"))).hasToString("""
                What came of label "red", as of Thu 1 Jan 2026 01:00 UTC
                2 goals: 0 achieved, 0 over without, 2 under way

                STEP come: Come (final)
                  3 people, 1 reached it (33 %): 1 in time, 2 open
                  last heard           sent  answered           done   late     no   half of them within
                  rung 1 email            3         1 (33 %)       1      0      0   1 hour

                Still open: Ada (come of two), Ben (come of one)
                """);
        assertThat(lastmile.report(Scope.label("blue")).goals().all()).isZero();
        assertThat(lastmile.report("three")).isEmpty();
    }

    @Test
    void whoIsOpenIsToldInPages() {
        at("2026-01-01T00:00Z");
        schedule(goal("two", ADA));
        schedule(goal("one", ADA, BEN));
        at("2026-01-01T01:00Z");
        heardCalls();

        var first = lastmile.open(Scope.all(), null, 2);
        assertThat(first.items())
                .extracting(open -> open.goalId() + " " + open.recipient().id())
                .containsExactly("two ada", "one ada");
        var last = lastmile.open(Scope.all(), first.next(), 2);
        assertThat(last.items())
                .extracting(open -> open.goalId() + " " + open.recipient().id())
                .containsExactly("one ben");
        assertThat(last.next()).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lastmile.open(Scope.all(), "x", 2))
                .withMessageContaining("after is \"x\"");
    }
}
