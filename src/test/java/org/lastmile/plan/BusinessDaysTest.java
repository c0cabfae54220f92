package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.BusinessCalendar;

/** R7: offsets in business days, and rungs rolled to one; backwards before the deadline, else forwards. */
class BusinessDaysTest {
    @Test
    void businessDaysAreCountedFromTheAnchorsDateWhateverDayThatIs() {
        // Saturday 2026-06-13 20:00 in Berlin (18:00Z). Before it the first business day is Friday, the third
        // Wednesday; after it Monday.
        assertThat(Promised.due("2026-06-13T20:00[Europe/Berlin]")
                        .begun("2026-06-01T00:00:00Z")
                        .ladder(
                                "before 1 business day",
                                "before 3 business days at 09:00",
                                "after 1 business day at 09:00",
                                "after 2 business days")
                        .rungs())
                .containsExactly(
                        "2026-06-10T07:00:00Z #2",
                        "2026-06-12T18:00:00Z #1",
                        "2026-06-15T07:00:00Z #3",
                        "2026-06-16T18:00:00Z #4");
    }

    @Test
    void noBusinessDaysAreTheAnchorsDateRolled() {
        assertThat(Promised.due("2026-06-13T20:00[Europe/Berlin]")
                        .begun("2026-06-06T10:00:00Z")
                        .ladder(
                                "before 0 business days at 09:00",
                                "after 0 business days at 09:00",
                                "after-start 0 business days at 09:00")
                        .rungs())
                .containsExactly("2026-06-08T07:00:00Z #3", "2026-06-12T07:00:00Z #1", "2026-06-15T07:00:00Z #2");
    }

    @Test
    void holidaysAreNoBusinessDays() {
        // Thursday 06-04 and Friday 06-05 are holidays: three business days before Tuesday 06-09 12:00 are Monday,
        // Wednesday, Tuesday. Four
        // days before is Friday, rolled back to Wednesday; three days after is a Friday that is no holiday.
        assertThat(Promised.due("2026-06-09T12:00[UTC]")
                        .begun("2026-05-01T00:00:00Z")
                        .holidays("2026-06-04", "2026-06-05")
                        .ladder("before 3 business days", "before P4D on-business-days", "after P3D on-business-days")
                        .rungs())
                .containsExactly("2026-06-02T12:00:00Z #1", "2026-06-03T12:00:00Z #2", "2026-06-12T12:00:00Z #3");
    }

    @Test
    void theMidnightThatEndsALastDayIsCountedInWholeDays() {
        // The end of Friday 2026-06-12, so Saturday 00:00: a business day before is the end of Thursday.
        assertThat(Promised.due("2026-06-12[UTC]")
                        .begun("2026-06-01T00:00:00Z")
                        .ladder("before 1 business day", "after 1 business day")
                        .rungs())
                .containsExactly("2026-06-12T00:00:00Z #1", "2026-06-16T00:00:00Z #2");
    }

    @Test
    void aCalendarWithoutBusinessDaysIsRefused() {
        BusinessCalendar never = date -> false;
        var friday = LocalDate.parse("2026-06-12");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> BusinessDates.roll(friday, true, never))
                .withMessageContaining("no business day within 400 days of 2026-06-12")
                .withMessageContaining("correct the calendar");
        // One in 400 days is found, in either direction.
        assertThat(BusinessDates.roll(friday, true, date -> date.equals(friday.plusDays(399))))
                .isEqualTo(friday.plusDays(399));
        assertThat(BusinessDates.roll(friday, false, date -> date.equals(friday.minusDays(399))))
                .isEqualTo(friday.minusDays(399));
    }

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
