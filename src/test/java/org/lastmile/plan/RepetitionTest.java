package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** R2: a rung that speaks again and again counts each time from its anchor, not from the time before. */
class RepetitionTest {
    @Test
    void aRepetitionThatIsRolledBehindALaterOneDoesNotTakeEarlierOnesWithIt() {
        // Due Tuesday 1999-08-10 18:00. From Wednesday 18:00, every 36 hours: Wed 18:00, Fri 06:00, Sat 18:00, Mon
        // 06:00. Saturday
        // is rolled on to Monday 18:00, behind Monday 06:00, which speaks in its stead. The one of Friday is sent all
        // the same.
        var dunning = Promised.due("1999-08-10T18:00[UTC]")
                .begun("1999-08-01T00:00:00Z")
                .ladder("after PT24H on-business-days every PT36H times 4");

        assertThat(dunning.sent())
                .containsExactly("1999-08-11T18:00:00Z #1", "1999-08-13T06:00:00Z #1.1", "1999-08-16T06:00:00Z #1.3");
        assertThat(dunning.skipped()).containsExactly("#1.2 SUPERSEDED");
    }

    @Test
    void aRepetitionThatIsRolledAheadOfAnEarlierOneDoesNotTakeItWithIt() {
        // Due Monday 2026-06-15 12:00. #1 of 60 h before is Saturday 00:00, rolled back to Friday 00:00; begun on
        // Friday at 10:00,
        // that is late. #1.1 of Saturday 12:00 is rolled back to Friday 12:00, #1.2 of Sunday 00:00 to Friday 00:00:
        // late as well.
        var review = Promised.due("2026-06-15T12:00[UTC]")
                .begun("2026-06-12T10:00:00Z")
                .ladder("before PT60H on-business-days every PT12H times 3", "after-start PT1H");

        assertThat(review.sent()).containsExactly("2026-06-12T11:00:00Z #2", "2026-06-12T12:00:00Z #1.1");
        assertThat(review.skipped()).containsExactlyInAnyOrder("#1 LATE", "#1.2 LATE");
    }
}
