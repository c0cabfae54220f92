package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** R6: before and after the deadline, from the beginning, since the last activity, at the last opening. */
class AnchorsTest {
    @Test
    void onlyAfterRungsSpeakAtTheDeadlineOrAfterIt() {
        var promised = Promised.due("2026-06-10T12:00[UTC]")
                .begun("2026-06-09T12:00:00Z")
                .ladder("before PT0S", "after-start P1D", "when-idle P2D", "before PT1M", "after PT0S");

        assertThat(promised.sent()).containsExactly("2026-06-10T11:59:00Z #4", "2026-06-10T12:00:00Z #5");
        assertThat(promised.skipped())
                .containsExactlyInAnyOrder("#1 PAST_DEADLINE", "#2 PAST_DEADLINE", "#3 PAST_DEADLINE");
    }

    @Test
    void anAfterRungThatFallsBeforeTheMissIsSaidAtTheMiss() {
        // A day of grace: missed on the 11th at noon. The rungs of noon and of 18:00 on the 10th both fall on it; the
        // later one speaks.
        var graceful = Promised.due("2026-06-10T12:00[UTC]")
                .begun("2026-06-01T12:00:00Z")
                .grace("P1D")
                .ladder("after PT0S", "after P0D at 18:00", "after P1D at 12:01");

        assertThat(graceful.shifts(2)).containsExactly(Shift.AT_MISS);
        assertThat(graceful.shifts(3)).isEmpty();
        assertThat(graceful.sent()).containsExactly("2026-06-11T12:00:00Z #2", "2026-06-11T12:01:00Z #3");
        assertThat(graceful.skipped()).containsExactly("#1 SUPERSEDED");
    }

    @Test
    void anAfterRungAtTheMissInQuietHoursWaitsForTheirEnd() {
        var night = Promised.due("2026-06-10T23:00[UTC]")
                .begun("2026-06-01T12:00:00Z")
                .quiet("22:00-08:00")
                .ladder("after P0D at 09:00");

        assertThat(night.rungs()).containsExactly("2026-06-11T08:00:00Z #1");
        assertThat(night.shifts(1)).containsExactlyInAnyOrder(Shift.AT_MISS, Shift.DEFERRED);
    }

    @Test
    void aTouchArmsIdleRungsAgainThoseThatWereSaidToo() {
        var idle = Promised.due("2026-06-30T12:00[UTC]")
                .begun("2026-06-01T12:00:00Z")
                .ladder("when-idle P2D", "when-idle P5D")
                .touched("2026-06-04T12:00:00Z")
                .acknowledged("2026-06-10T00:00:00Z", "2026-06-11T00:00:00Z");

        assertThat(idle.sent())
                .containsExactly(
                        "2026-06-03T12:00:00Z #1",
                        "2026-06-06T12:00:00Z #1",
                        "2026-06-09T12:00:00Z #2",
                        "2026-06-12T00:00:00Z #1",
                        "2026-06-15T00:00:00Z #2");
    }

    @Test
    void aSnoozeIsNoActivity() {
        assertThat(Promised.due("2026-06-30T12:00[UTC]")
                        .begun("2026-06-01T12:00:00Z")
                        .ladder("when-idle P5D")
                        .snoozed("2026-06-02T12:00:00Z", "2026-06-03T12:00:00Z")
                        .sent())
                .containsExactly("2026-06-06T12:00:00Z #1");
    }

    @Test
    void theLastOpeningIsTheOneBeforeTheDeadlineInTheGoalsZone() {
        // Open from 06:00 in New York (EDT, 10:00Z), whoever is where.
        assertThat(opens("2026-06-10T09:00[America/New_York]")
                        .recipientIn("Europe/Berlin")
                        .rungs())
                .containsExactly("2026-06-10T10:00:00Z #1");
        // Due at the opening itself, or before it: that of the day before.
        assertThat(opens("2026-06-10T06:00[America/New_York]").rungs()).containsExactly("2026-06-09T10:00:00Z #1");
        assertThat(opens("2026-06-10T05:00[America/New_York]").rungs()).containsExactly("2026-06-09T10:00:00Z #1");
        // The deadline may be told in another zone: 12:00 in Berlin is 10:00Z, the opening itself.
        assertThat(opens("2026-06-10T12:01[Europe/Berlin]")
                        .goalIn("America/New_York")
                        .rungs())
                .containsExactly("2026-06-10T10:00:00Z #1");
        // Already the 11th in Auckland, where it is due, and the opening is ahead in New York on the 10th: it counts.
        assertThat(opens("2026-06-11T00:30[Pacific/Auckland]")
                        .goalIn("America/New_York")
                        .rungs())
                .containsExactly("2026-06-10T10:00:00Z #1");
    }

    private static Promised opens(String due) {
        return Promised.due(due)
                .begun("2026-06-01T00:00:00Z")
                .open("06:00-11:00")
                .ladder("at-opening");
    }

    @Test
    void anOpeningThatTheClocksJumpOverIsAsMuchLater() {
        var gap = Promised.due("2026-03-29T11:00[Europe/Berlin]")
                .begun("2026-03-01T00:00:00Z")
                .open("02:30-12:00")
                .ladder("at-opening");

        assertThat(gap.rungs()).containsExactly("2026-03-29T01:30:00Z #1");
        assertThat(gap.shifts(1)).containsExactly(Shift.GAP);
    }

    @Test
    void anOpeningIsRolledBackToABusinessDay() {
        // The last opening before Sunday noon is Sunday's; rolled back to Friday.
        assertThat(Promised.due("2026-06-14T12:00[UTC]")
                        .begun("2026-06-01T00:00:00Z")
                        .open("06:00-14:00")
                        .ladder("at-opening on-business-days")
                        .rungs())
                .containsExactly("2026-06-12T06:00:00Z #1");
    }
}
