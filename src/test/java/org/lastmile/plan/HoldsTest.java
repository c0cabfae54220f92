package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** R14: while a follow-up is acknowledged or snoozed nothing fires; then R11. */
class HoldsTest {
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
}
