package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** R10: what had passed before the beginning is late; the newest of it may be said at once if nothing else is left. */
class LateRungsTest {
    @Test
    void ifNothingIsLeftTheNewestIsSaidAtOnce() {
        // S13: notice is to be given by the end of 2026-09-30 in Berlin. Created on Monday 09-28 at 14:00 (12:00Z): all
        // four
        // rungs (07-02, 07-31, 08-31, 09-23) have passed.
        var renewal = Promised.due("2026-09-30[Europe/Berlin]")
                .begun("2026-09-28T12:00:00Z")
                .latestIfNoneLeft()
                .ladder(
                        "before P90D at 09:00 on-business-days",
                        "before P60D at 09:00 on-business-days",
                        "before P30D at 09:00 on-business-days",
                        "before P7D at 09:00 on-business-days");

        assertThat(renewal.shifts(4)).containsExactly(Shift.AT_ONCE);
        assertThat(renewal.sent()).containsExactly("2026-09-28T12:00:00Z #4");
        assertThat(renewal.skipped()).containsExactly("#1 LATE", "#2 LATE", "#3 LATE");
    }

    @Test
    void afterAMoveARungThatWasSaidLongAgoIsNotLeft() {
        // The thank-you of day one has been said. Moved to the 4th, the reminder of 7 days before is late; nothing else
        // is
        // ahead: it is said at the move.
        var moved = Promised.due("2026-06-20T12:00[UTC]")
                .begun("2026-06-01T12:00:00Z")
                .latestIfNoneLeft()
                .ladder("after-start PT1H", "before P7D")
                .moved("2026-06-02T12:00:00Z", "2026-06-04T12:00[UTC]");

        assertThat(moved.sent()).containsExactly("2026-06-01T13:00:00Z #1", "2026-06-02T12:00:00Z #2");
    }

    @Test
    void afterAMoveALateRungThatCountsFromTheBeginningIsNotTheOneToBeSaid() {
        // Begun at noon, so the welcome at 09:00 is late on day one and stays so; 7 days before the 4th is late at the
        // move.
        var moved = Promised.due("2026-06-20T12:00[UTC]")
                .begun("2026-06-01T12:00:00Z")
                .latestIfNoneLeft()
                .ladder("after-start P0D at 09:00", "before P7D")
                .moved("2026-06-02T12:00:00Z", "2026-06-04T12:00[UTC]");

        assertThat(moved.sent()).containsExactly("2026-06-02T12:00:00Z #2");
    }

    @Test
    void anActivityDoesNotMakeALateRungSpeak() {
        // Eight days before the deadline the rung of 14 days before is late, but an idle rung is left (day 8). Touched
        // a day and a half
        // later, the idle rung comes after the deadline; the late one stays late: nobody is reminded for having been
        // active.
        var touched = Promised.due("2026-06-09T12:00[UTC]")
                .begun("2026-06-01T12:00:00Z")
                .latestIfNoneLeft()
                .ladder("before P14D", "when-idle P7D")
                .touched("2026-06-03T00:00:00Z");

        assertThat(touched.sent()).isEmpty();
        assertThat(touched.skipped()).containsExactlyInAnyOrder("#1 LATE", "#2 PAST_DEADLINE");
    }

    @Test
    void theNewestIsTheOneWithMoreToSayThoughAnOlderOneWasDeferredBehindIt() {
        // Begun on the 1st at 12:00. #1 of 23:00 was deferred to 08:00, #2 of 01:00 ignores quiet hours: #2 has more to
        // say.
        var late = Promised.due("2026-06-02T23:00[UTC]")
                .begun("2026-06-01T12:00:00Z")
                .latestIfNoneLeft()
                .quiet("22:00-08:00")
                .ladder("before P2D", "before PT46H ignoring-quiet-hours");

        assertThat(late.sent()).containsExactly("2026-06-01T12:00:00Z #2");
    }

    @Test
    void afterStartWithNoDistanceFiresAtTheBeginningItself() {
        var help = Promised.due("2026-05-05T18:00[Asia/Tokyo]")
                .begun("2026-05-05T08:50:00Z")
                .ladder("after-start PT0S", "after-start P0D", "after-start P0D at 17:49");

        // The tie goes to the later in the ladder (R9); 17:49 in Tokyo is a minute before the beginning.
        assertThat(help.sent()).containsExactly("2026-05-05T08:50:00Z #2");
        assertThat(help.skipped()).containsExactlyInAnyOrder("#1 SUPERSEDED", "#3 LATE");
    }
}
