package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** R14: while a follow-up is acknowledged or snoozed nothing fires; then R11. */
class HoldsTest {
    @Test
    void nothingFiresUntilASnoozeRunsOutAndThenTheNewest() {
        // Snoozed from the 3rd to the 6th at 10:00; three rungs fall into it.
        var snoozed = Promised.due("2026-06-10T12:00[UTC]")
                .begun("2026-06-01T12:00:00Z")
                .ladder("after-start P1D", "before P6D", "before P5D", "before P4D", "before P1D")
                .snoozed("2026-06-03T00:00:00Z", "2026-06-06T18:00:00Z");

        assertThat(snoozed.sent())
                .containsExactly("2026-06-02T12:00:00Z #1", "2026-06-06T18:00:00Z #4", "2026-06-09T12:00:00Z #5");
        assertThat(snoozed.skipped()).containsExactlyInAnyOrder("#2 SUPERSEDED", "#3 SUPERSEDED");
    }

    @Test
    void whatIsDueAsASnoozeRunsOutIsOnTime() {
        var snoozed = Promised.due("2026-06-10T12:00[UTC]")
                .begun("2026-06-01T12:00:00Z")
                .ladder("before P5D", "before P4D")
                .snoozed("2026-06-03T00:00:00Z", "2026-06-06T12:00:00Z");

        assertThat(snoozed.sent()).containsExactly("2026-06-06T12:00:00Z #2");
    }

    @Test
    void whenItRunsOutInQuietHoursItWaitsForTheirEnd() {
        var snoozed = Promised.due("2026-06-10T12:00[UTC]")
                .begun("2026-06-01T12:00:00Z")
                .quiet("22:00-08:00")
                .ladder("before P5D", "before P1D")
                .snoozed("2026-06-03T00:00:00Z", "2026-06-06T23:00:00Z");

        assertThat(snoozed.sent()).containsExactly("2026-06-07T08:00:00Z #1", "2026-06-09T12:00:00Z #2");
    }

    @Test
    void itIsNotHeldBeyondTheDeadline() {
        // Until the 20th, cut to the deadline; there nothing of what was missed is said.
        var snoozed = Promised.due("2026-06-10T12:00[UTC]")
                .begun("2026-06-01T12:00:00Z")
                .ladder("before P5D", "after P1D")
                .snoozed("2026-06-03T00:00:00Z", "2026-06-20T00:00:00Z");

        assertThat(snoozed.sent()).containsExactly("2026-06-11T12:00:00Z #2");
        assertThat(snoozed.skipped()).containsExactly("#1 STALE");
    }

    @Test
    void aHoldThatIsProlongedStillDoesNotCountAgainstTheRung() {
        // The rung of 06-03 is three days old when the second snooze begins, six when it ends: all of that was snoozed.
        var snoozed = Promised.due("2026-06-20T12:00[UTC]")
                .begun("2026-06-01T12:00:00Z")
                .ladder("after-start P2D")
                .snoozed("2026-06-03T00:00:00Z", "2026-06-07T00:00:00Z")
                .snoozed("2026-06-06T12:00:00Z", "2026-06-09T12:00:00Z");

        assertThat(snoozed.sent()).containsExactly("2026-06-09T12:00:00Z #1");
    }

    @Test
    void whoIsRemindedWhenAHoldRunsOutCanStillAnswer() {
        // Due on the 10th at noon, the after-rung a day later; acknowledged from the 10th at 18:00 until the 15th. It
        // is said on the 15th,
        // and from then two days are left to answer.
        var acknowledged = Promised.due("2026-06-10T12:00[UTC]")
                .begun("2026-06-01T12:00:00Z")
                .ladder("after P1D")
                .acknowledged("2026-06-10T18:00:00Z", "2026-06-15T00:00:00Z");

        assertThat(acknowledged.sent()).containsExactly("2026-06-15T00:00:00Z #1");
        assertThat(acknowledged.end()).isEqualTo("EXPIRED 2026-06-17T00:00:00Z");
    }

    @Test
    void whoAcknowledgesAfterTheLastAfterRungStaysAnswerableUntilThatRunsOut() {
        // The last after-rung on the 11th, so open until the 13th; acknowledged on the 12th until the 20th.
        var acknowledged = Promised.due("2026-06-10T12:00[UTC]")
                .begun("2026-06-01T12:00:00Z")
                .ladder("after P1D")
                .acknowledged("2026-06-12T12:00:00Z", "2026-06-20T00:00:00Z");

        assertThat(acknowledged.sent()).containsExactly("2026-06-11T12:00:00Z #1");
        assertThat(acknowledged.end()).isEqualTo("EXPIRED 2026-06-20T00:00:00Z");
    }
}
