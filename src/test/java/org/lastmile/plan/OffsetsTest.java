package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** R2, R3 and R5: calendar time, elapsed time, times of day, and clocks that jump. */
class OffsetsTest {
    @Test
    void aDayIsADayOfTheCalendarAndTwentyFourHoursAreElapsedTime() {
        // Clocks in Berlin went back on 2026-10-25: the day before 12:00 CET is 12:00 CEST, 10:00Z; 24 hours before is
        // 13:00 CEST.
        assertThat(Promised.due("2026-10-25T12:00[Europe/Berlin]")
                        .begun("2026-10-01T00:00:00Z")
                        .ladder("before P1D", "before PT24H", "after P1D", "after PT24H")
                        .rungs())
                .containsExactly(
                        "2026-10-24T10:00:00Z #1",
                        "2026-10-24T11:00:00Z #2",
                        "#3 SUPERSEDED",
                        "2026-10-26T11:00:00Z #4");
    }

    @Test
    void monthEndsClipAndEachTimeIsCountedFromTheAnchor() {
        // From 01-31: a month is 02-28, two are 03-31, not 03-28.
        assertThat(Promised.due("2026-01-31T12:00[UTC]")
                        .begun("2026-01-01T00:00:00Z")
                        .ladder("after P1M every P1M times 3")
                        .rungs())
                .containsExactly("2026-02-28T12:00:00Z #1", "2026-03-31T12:00:00Z #1.1", "2026-04-30T12:00:00Z #1.2");
    }

    @Test
    void monthsAreCountedBeforeDays() {
        // P1M less P1D before 03-30: a month before is 02-28 (clipped), a day later 03-01. A day later first would give
        // 02-28.
        assertThat(Promised.due("2026-03-30T12:00[UTC]")
                        .begun("2026-01-01T00:00:00Z")
                        .ladder("before P1M every P1D times 2")
                        .rungs())
                .containsExactly("2026-02-28T12:00:00Z #1", "2026-03-01T12:00:00Z #1.1");
    }

    @Test
    void repeatedBeforeTheDeadlineItComesCloserAndStopsThere() {
        assertThat(Promised.due("2026-06-10T12:00[UTC]")
                        .begun("2026-06-01T00:00:00Z")
                        .ladder("before P2D every P1D times 3", "before PT3H every PT90M times 3")
                        .rungs())
                .containsExactly(
                        "2026-06-08T12:00:00Z #1",
                        "2026-06-09T12:00:00Z #1.1",
                        "2026-06-10T09:00:00Z #2",
                        "2026-06-10T10:30:00Z #2.1",
                        "#1.2 PAST_DEADLINE",
                        "#2.2 PAST_DEADLINE");
    }

    @Test
    void aDurationRepeatsFromTheFirstInstantThroughTheClocksChange() {
        // P1D at 22:00 before 10-25 20:00 is 10-24 22:00 CEST, 20:00Z. Four hours each from there: 00:00Z, 04:00Z.
        assertThat(Promised.due("2026-10-25T20:00[Europe/Berlin]")
                        .begun("2026-10-01T00:00:00Z")
                        .ladder("before P1D at 22:00 every PT4H times 3")
                        .rungs())
                .containsExactly("2026-10-24T20:00:00Z #1", "2026-10-25T00:00:00Z #1.1", "2026-10-25T04:00:00Z #1.2");
    }

    @Test
    void inItsOwnZoneADeadlineThatDoesNotExistIsKeptAsItWasSaid() {
        // 02:30 on 2026-03-29 does not exist in Berlin; it means 03:30 CEST, 01:30Z. The day before is 02:30 CET, as
        // was said: 01:30Z.
        // Somebody in London (02:30 BST then) counts from the local time of that instant: 02:30 GMT the day before.
        var promised = Promised.due("2026-03-29T02:30[Europe/Berlin]")
                .begun("2026-03-01T00:00:00Z")
                .ladder("before P1D");

        assertThat(promised.plan().deadline().instant()).hasToString("2026-03-29T01:30:00Z");
        assertThat(promised.rungs()).containsExactly("2026-03-28T01:30:00Z #1");
        assertThat(Promised.due("2026-03-29T02:30[Europe/Berlin]")
                        .begun("2026-03-01T00:00:00Z")
                        .recipientIn("Europe/London")
                        .ladder("before P1D")
                        .rungs())
                .containsExactly("2026-03-28T02:30:00Z #1");
    }

    @Test
    void noDistanceAtAllIsTheMomentItself() {
        // Begun at 01:30 the second time it is 01:30 in London that night.
        var begun = Promised.due("2026-11-10T12:00[Europe/London]")
                .begun("2026-10-25T01:30:00Z")
                .ladder("after-start P0D", "after-start PT1M");

        assertThat(begun.rungs()).containsExactly("2026-10-25T01:30:00Z #1", "2026-10-25T01:31:00Z #2");
    }

    @Test
    void aTimeOfDayIsThatOfTheAnchorsDate() {
        // Due on the 10th at 01:00 in Berlin, 23:00Z on the 9th. The day before at 09:00 is the 9th; for somebody in
        // New York it is the 9th
        // at 19:00, so the day before is the 8th, 09:00 EDT.
        assertThat(Promised.due("2026-06-10T01:00[Europe/Berlin]")
                        .begun("2026-06-01T00:00:00Z")
                        .ladder("before P1D at 09:00")
                        .rungs())
                .containsExactly("2026-06-09T07:00:00Z #1");
        assertThat(Promised.due("2026-06-10T01:00[Europe/Berlin]")
                        .begun("2026-06-01T00:00:00Z")
                        .recipientIn("America/New_York")
                        .ladder("before P1D at 09:00")
                        .rungs())
                .containsExactly("2026-06-08T13:00:00Z #1");
    }

    @Test
    void aTimeOfDayOnALastDayIsThatDaysWhereverSomebodyIs() {
        // The last day is 06-10 in Berlin, until 22:00Z. In Auckland it is the 11th then: 09:00 NZST on the 10th all
        // the same, 21:00Z.
        assertThat(Promised.due("2026-06-10[Europe/Berlin]")
                        .begun("2026-06-01T00:00:00Z")
                        .recipientIn("Pacific/Auckland")
                        .ladder("before P0D at 09:00", "before 1 business day at 09:00", "before P1D")
                        .rungs())
                .containsExactly("2026-06-08T21:00:00Z #2", "2026-06-09T21:00:00Z #1", "2026-06-09T22:00:00Z #3");
    }

    @Test
    void whatTheClocksJumpOverIsSaidAsMuchLater() {
        // 02:15 on Lord Howe on 2026-10-04: clocks jump from 02:00 to 02:30 there (+10:30, +11:00): 02:45, 15:45Z.
        var half = Promised.due("2026-10-05T12:00[Australia/Lord_Howe]")
                .begun("2026-09-01T00:00:00Z")
                .ladder("before P1D at 02:15");

        assertThat(half.rungs()).containsExactly("2026-10-03T15:45:00Z #1");
        assertThat(half.shifts(1)).containsExactly(Shift.GAP);
    }

    @Test
    void aDayThatIsMissingIsSaidADayLater() {
        // Apia had no 2011-12-30: 10:00 on that day is 10:00 on the 31st, +14:00.
        var apia = Promised.due("2012-01-02T12:00[Pacific/Apia]")
                .begun("2011-12-01T00:00:00Z")
                .ladder("before P3D at 10:00");

        assertThat(apia.rungs()).containsExactly("2011-12-30T20:00:00Z #1");
        assertThat(apia.shifts(1)).containsExactly(Shift.GAP);
    }

    @Test
    void whatTheClockShowsTwiceIsSaidTheFirstTimeAndOnce() {
        var twice = Promised.due("2026-10-25T12:00[Europe/Berlin]")
                .begun("2026-10-01T00:00:00Z")
                .ladder("before P0D at 02:30");

        assertThat(twice.sent()).containsExactly("2026-10-25T00:30:00Z #1");
        assertThat(twice.shifts(1)).isEmpty();
    }
}
