package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** R12: a moved deadline arms its rungs again; nothing of the old one is said. */
class MovesTest {
    private static Promised party() {
        return Promised.due("2026-06-20T12:00[UTC]")
                .begun("2026-06-01T12:00:00Z")
                .ladder("before P7D", "before P2D", "before PT2H", "after P1D");
    }

    @Test
    void aLaterDeadlineArmsWhatWasSaid() {
        assertThat(party().moved("2026-06-14T00:00:00Z", "2026-06-27T12:00[UTC]")
                        .sent())
                .containsExactly(
                        "2026-06-13T12:00:00Z #1",
                        "2026-06-20T12:00:00Z #1",
                        "2026-06-25T12:00:00Z #2",
                        "2026-06-27T10:00:00Z #3",
                        "2026-06-28T12:00:00Z #4");
    }

    @Test
    void anEarlierDeadlineMakesWhatHasPassedLate() {
        var sooner = party().moved("2026-06-14T00:00:00Z", "2026-06-16T11:00[UTC]");

        assertThat(sooner.sent())
                .containsExactly(
                        "2026-06-13T12:00:00Z #1",
                        "2026-06-14T11:00:00Z #2",
                        "2026-06-16T09:00:00Z #3",
                        "2026-06-17T11:00:00Z #4");
        assertThat(sooner.skipped()).containsExactly("#1 LATE");
    }

    @Test
    void whatFallsOnTheVeryMomentOfTheMoveIsSaid() {
        assertThat(party().moved("2026-06-14T00:00:00Z", "2026-06-16T00:00[UTC]")
                        .sent())
                .contains("2026-06-14T00:00:00Z #2");
        assertThat(party().moved("2026-06-14T00:00:00Z", "2026-06-15T23:59[UTC]")
                        .skipped())
                .contains("#2 LATE");
    }

    @Test
    void whatCountsFromTheBeginningOrFromTheLastActivityKeepsItsState() {
        assertThat(Promised.due("2026-06-20T12:00[UTC]")
                        .begun("2026-06-01T12:00:00Z")
                        .ladder("after-start P1D", "when-idle P2D", "after-start P10D", "when-idle P11D")
                        .moved("2026-06-05T12:00:00Z", "2026-06-25T12:00[UTC]")
                        .sent())
                .containsExactly(
                        "2026-06-02T12:00:00Z #1",
                        "2026-06-03T12:00:00Z #2",
                        "2026-06-11T12:00:00Z #3",
                        "2026-06-12T12:00:00Z #4");
    }

    @Test
    void aMissedDeadlineThatMovesAheadIsOpenAgain() {
        // Missed on the 20th at noon; the after-rung of the 21st is said, then the deadline moves to the 25th.
        var again = party().moved("2026-06-22T00:00:00Z", "2026-06-25T12:00[UTC]");

        assertThat(again.sent())
                .endsWith(
                        "2026-06-21T12:00:00Z #4",
                        "2026-06-23T12:00:00Z #2",
                        "2026-06-25T10:00:00Z #3",
                        "2026-06-26T12:00:00Z #4");
        assertThat(again.skipped()).containsExactly("#1 LATE");
        assertThat(again.end()).isEqualTo("EXPIRED 2026-06-28T12:00:00Z");
    }

    @Test
    void anExtensionIsKeptUnlessTheGoalMovesBehindIt() {
        var extended = party().extended("2026-06-05T00:00:00Z", "2026-06-30T12:00[UTC]");

        extended.moved("2026-06-06T00:00:00Z", "2026-06-29T12:00[UTC]");
        assertThat(extended.plan().deadline()).hasToString("2026-06-30T12:00[UTC]");
        extended.moved("2026-06-07T00:00:00Z", "2026-07-01T12:00[UTC]");
        assertThat(extended.plan().deadline()).hasToString("2026-07-01T12:00[UTC]");
    }

    @Test
    void aStepWithADeadlineOfItsOwnDoesNotMove() {
        var own = Promised.due("2026-06-20T12:00[UTC]")
                .stepDue("at 2026-06-10T12:00[UTC]")
                .begun("2026-06-01T12:00:00Z")
                .ladder("before P2D")
                .moved("2026-06-09T00:00:00Z", "2026-06-27T12:00[UTC]");

        assertThat(own.sent()).containsExactly("2026-06-08T12:00:00Z #1");
        assertThat(own.end()).isEqualTo("EXPIRED 2026-06-10T12:00:00Z");
    }
}
