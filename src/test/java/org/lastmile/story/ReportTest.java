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
                  last heard           sent  answered           done recovered     no   half of them within
                  rung 1 email            3         1 (33 %)       1         0      0   1 hour

                Still open: Ada (come of two), Ben (come of one)
                """);
        assertThat(lastmile.report(Scope.label("blue")).goals().all()).isZero();
        assertThat(lastmile.report("three")).isEmpty();
    }

    @Test
    void aPeriodOfDeadlinesGoesByTheDeadlineAsItIsAfterAMove() {
        at("2026-01-01T00:00Z");
        schedule(goal("one", ADA));
        schedule(goal("two", ADA, BEN));
        lastmile.reschedule("two", Deadline.of(instant("2026-02-09T00:00Z")));
        at("2026-01-02T00:00Z");
        heardCalls();
        var january = Scope.due(instant("2026-01-01T00:00Z"), instant("2026-02-01T00:00Z"));
        var february = Scope.label("red").dueBetween(instant("2026-02-01T00:00Z"), instant("2026-03-01T00:00Z"));

        assertThat(lastmile.report(january)).hasToString("""
                What came of goals due from Thu 1 Jan 2026 00:00 UTC before Sun 1 Feb 2026 00:00 UTC, as of Fri 2
                  Jan 2026 00:00 UTC
                1 goal: 0 achieved, 0 over without, 1 under way

                STEP come: Come (final)
                  1 person, 0 reached it (0 %): 1 open
                  last heard           sent  answered           done recovered     no   half of them within
                  rung 1 email            1         0 (0 %)        0         0      0

                Still open: Ada (come of one)
                """);
        assertThat(lastmile.open(february, null, 9).items())
                .extracting(open -> open.goalId() + " " + open.recipient().id())
                .containsExactly("two ada", "two ben");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scope.due(instant("2026-02-01T00:00Z"), instant("2026-01-01T00:00Z")))
                .withMessageContaining("dueEndExclusive is 2026-01-01T00:00:00Z, before 2026-02-01T00:00:00Z");
    }

    @Test
    void lateAreWhoRecoveredWhoAreMissedAndWhoExpired() {
        at("2026-01-01T00:00Z");
        // An after-rung, so that it stays answerable for two days behind it.
        var come = Step.of("come", "Come").ladder(Ladder.parse("after P1D by email"));
        schedule(Goal.of("old", "Party")
                .due(Deadline.of(instant("2026-01-02T00:00Z")))
                .finalStep(come.participants(ADA)));
        schedule(Goal.of("new", "Party")
                .due(Deadline.of(instant("2026-01-09T00:00Z")))
                .finalStep(come.participants(ADA, BEN, person("Cy"))));
        at("2026-01-09T12:00Z");
        heardCalls();
        lastmile.complete("new", "come", "ada");
        lastmile.decline("new", "come", "cy", "ill");

        assertThat(lastmile.report(Scope.all())).asString().contains("""
                  4 people, 1 reached it (25 %): 1 recovered, 1 declined, 1 never answered, 1 missed and still open;
                    late in all: 3
                """);
        assertThat(lastmile.report(Scope.all()).steps().get(0).people().late()).isEqualTo(3);
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
