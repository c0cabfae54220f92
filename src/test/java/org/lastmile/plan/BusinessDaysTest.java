package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** R7: offsets in business days, and rungs rolled to one; backwards before the deadline, else forwards. */
class BusinessDaysTest {
    @Test
    void aRungThatIsRolledIntoTheGapOfTheClocksIsSaidToHaveMovedForThat() {
        // Clocks in Cairo go from 00:00 to 01:00 on Friday 2026-04-24. A day before Sunday is Saturday; with the
        // weekend on
        // weekdays' calendar it is rolled back to Friday 00:30, which does not exist: 01:30 +03:00.
        var rolled = Promised.due("2026-04-26T00:30[Africa/Cairo]")
                .begun("2026-04-01T00:00:00Z")
                .ladder("before P1D on-business-days");

        assertThat(rolled.rungs()).containsExactly("2026-04-23T22:30:00Z #1");
        assertThat(rolled.shifts(1)).containsExactlyInAnyOrder(Shift.ROLLED, Shift.GAP);
    }

    @Test
    void aRungThatIsRolledAwayFromTheGapIsSaidToHaveRolledOnly() {
        // 02:30 on Sunday 2026-03-29 does not exist in Berlin; rolled on, it is Monday 02:30 +02:00.
        var rolled = Promised.due("2026-03-28T02:30[Europe/Berlin]")
                .begun("2026-03-01T00:00:00Z")
                .ladder("after P1D on-business-days");

        assertThat(rolled.rungs()).containsExactly("2026-03-30T00:30:00Z #1");
        assertThat(rolled.shifts(1)).containsExactly(Shift.ROLLED);
    }
}
