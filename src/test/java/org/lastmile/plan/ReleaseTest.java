package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** R11: after any silence the newest of what was missed speaks, or nothing does. */
class ReleaseTest {
    @Test
    void aReleaseInQuietHoursWaitsForTheirEndThoughAnOlderRungIgnoresThem() {
        // Berlin is +02:00. Down 20:00 to 23:00 local: #1 (20:30, ignores quiet hours) and #2 (21:00) are missed. The
        // newest is
        // #2; it waits for 08:00, which is 06:00Z, and #1 with it. (Life would fail if the engine had to spin that
        // long.)
        var night = Promised.due("2026-06-10T20:30[Europe/Berlin]")
                .begun("2026-06-01T00:00:00Z")
                .recipientIn("Europe/Berlin")
                .quiet("22:00-08:00")
                .ladder("before P1D ignoring-quiet-hours", "before P1D at 21:00", "before PT3H")
                .down("2026-06-09T18:00:00Z", "2026-06-09T21:00:00Z");

        assertThat(night.sent()).containsExactly("2026-06-10T06:00:00Z #2", "2026-06-10T15:30:00Z #3");
        assertThat(night.skipped()).containsExactly("#1 SUPERSEDED");
    }

    @Test
    void anAfterRungThatWaitsForTheEndOfQuietHoursKeepsTheFollowUpOpen() {
        // Due 18:00 in Berlin (16:00Z), after-rung an hour later, nothing open after it. Down until 23:00: it waits for
        // 08:00.
        var night = Promised.due("2026-06-10T18:00[Europe/Berlin]")
                .begun("2026-06-01T00:00:00Z")
                .recipientIn("Europe/Berlin")
                .quiet("22:00-08:00")
                .openAfter("PT0S")
                .ladder("after PT1H")
                .down("2026-06-10T15:00:00Z", "2026-06-10T21:00:00Z");

        assertThat(night.sent()).containsExactly("2026-06-11T06:00:00Z #1");
        assertThat(night.end()).isEqualTo("EXPIRED 2026-06-11T06:00:00Z");
    }

    @Test
    void aMissedRungThatWaitsForTheEndOfQuietHoursDoesNotOutliveTheDeadline() {
        // Due 23:30 in Berlin (21:30Z). Down from 19:00 to 23:00 local: the rung of 19:30 waits for the morning, which
        // comes after
        // the deadline. There is no after-rung: it expires at the miss, not in the morning.
        var night = Promised.due("2026-06-10T23:30[Europe/Berlin]")
                .begun("2026-06-01T00:00:00Z")
                .recipientIn("Europe/Berlin")
                .quiet("22:00-08:00")
                .ladder("before PT4H")
                .down("2026-06-10T17:00:00Z", "2026-06-10T21:00:00Z");

        assertThat(night.sent()).isEmpty();
        assertThat(night.skipped()).containsExactly("#1 STALE");
        assertThat(night.end()).isEqualTo("EXPIRED 2026-06-10T21:30:00Z");
    }

    @Test
    void lookingBetweenTheDeadlineAndTheMissChangesNothing() {
        // Due 23:00 in Berlin (21:00Z), missed three hours later. The rung of 19:00 was missed in an outage and waits
        // for the morning.
        // At the miss the after-rung, which ignores quiet hours, speaks in its stead, whether somebody looked in
        // between or not.
        for (boolean looked : new boolean[] {false, true}) {
            var night = Promised.due("2026-06-10T23:00[Europe/Berlin]")
                    .begun("2026-06-01T00:00:00Z")
                    .recipientIn("Europe/Berlin")
                    .quiet("22:00-08:00")
                    .grace("PT3H")
                    .ladder("before PT4H", "after PT1H ignoring-quiet-hours")
                    .down("2026-06-10T16:30:00Z", "2026-06-10T20:30:00Z");
            if (looked) {
                night.looked("2026-06-10T22:00:00Z");
            }

            assertThat(night.sent()).containsExactly("2026-06-11T00:00:00Z #2");
            assertThat(night.skipped()).containsExactly("#1 SUPERSEDED");
        }
    }
}
