package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** R4: a rung is said in the recipient's zone, and whatever is unsent follows them. */
class ZonesTest {
    private static Promised inBerlin() {
        return Promised.due("2026-06-10T20:00[Europe/Berlin]")
                .begun("2026-06-01T00:00:00Z")
                .recipientIn("Europe/Berlin")
                .ladder("before P3D at 09:00", "before P2D at 09:00", "before P1D at 09:00");
    }

    @Test
    void whoHasNoZoneGoesByTheGoals() {
        assertThat(Promised.due("2026-06-10T20:00[Europe/Berlin]")
                        .begun("2026-06-01T00:00:00Z")
                        .ladder("before P1D at 09:00")
                        .rungs())
                .containsExactly("2026-06-09T07:00:00Z #1");
        assertThat(Promised.due("2026-06-10T20:00[Europe/Berlin]")
                        .goalIn("America/New_York")
                        .begun("2026-06-01T00:00:00Z")
                        .ladder("before P1D at 09:00")
                        .rungs())
                .containsExactly("2026-06-09T13:00:00Z #1");
    }

    @Test
    void whoMovesIsNotToldAgain() {
        // #1 was said at 07:00Z on the 7th. In New York since noon: 09:00 on the 7th would be 13:00Z, ahead; it is not
        // said again.
        assertThat(inBerlin().goesTo("2026-06-07T12:00:00Z", "America/New_York").sent())
                .containsExactly("2026-06-07T07:00:00Z #1", "2026-06-08T13:00:00Z #2", "2026-06-09T13:00:00Z #3");
    }

    @Test
    void whatAMoveThrowsIntoThePastIsSaidAtOnce() {
        // In Auckland since 03:00Z on the 8th. It is due on the 11th at 06:00 there, so P2D at 09:00 is the 9th, 21:00Z
        // on the 8th, and #1 was
        // said. Two hours before its time in Berlin, somebody goes to Tokyo: due on the 11th at 03:00, so #2 is on the
        // 9th, 00:00Z.
        assertThat(inBerlin().goesTo("2026-06-08T03:00:00Z", "Pacific/Auckland").sent())
                .containsExactly("2026-06-07T07:00:00Z #1", "2026-06-08T21:00:00Z #2", "2026-06-09T21:00:00Z #3");
        // From Honolulu (due on the 10th at 08:00 there; #2 on the 8th at 19:00Z) to Berlin at 12:00Z: #2 was to be at
        // 07:00Z, five hours ago.
        assertThat(Promised.due("2026-06-10T20:00[Europe/Berlin]")
                        .begun("2026-06-01T00:00:00Z")
                        .recipientIn("Pacific/Honolulu")
                        .ladder("before P2D at 09:00")
                        .goesTo("2026-06-08T12:00:00Z", "Europe/Berlin")
                        .sent())
                .containsExactly("2026-06-08T12:00:00Z #1");
    }

    @Test
    void changedQuietHoursHoldForWhatIsUnsent() {
        // From the 8th quiet until 10:00 (08:00Z); from the 9th at 07:30Z, when #3 has been deferred to 08:00Z, never:
        // it was to be said at
        // 07:00Z, and is said at once.
        assertThat(inBerlin()
                        .quietFrom("2026-06-07T12:00:00Z", "22:00-10:00")
                        .quietFrom("2026-06-09T07:30:00Z", null)
                        .sent())
                .containsExactly("2026-06-07T07:00:00Z #1", "2026-06-08T08:00:00Z #2", "2026-06-09T07:30:00Z #3");
    }
}
