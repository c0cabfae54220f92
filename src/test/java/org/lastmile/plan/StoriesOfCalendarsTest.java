package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Stories of month ends, weekends, holidays and journeys: rules R2, R3, R4, R6 and R7. */
class StoriesOfCalendarsTest {
    private static Promised carSale() {
        // S03: from Friday 2026-10-23 16:30 CEST (14:30Z); CET from the 25th: 10:00 is 09:00Z.
        return Promised.due("2026-11-30T18:00[Europe/Berlin]")
                .begun("2026-10-23T14:30:00Z")
                .ladder(
                        "after-start PT2H",
                        "after-start 1 business day at 10:00",
                        "after-start 3 business days at 10:00",
                        "when-idle P7D at 10:00",
                        "when-idle P14D at 10:00");
    }

    @Test
    void aBuyerWhoSaysNothingIsCalledAgainAndAgain() {
        assertThat(carSale().sent())
                .containsExactly(
                        "2026-10-23T16:30:00Z #1",
                        "2026-10-26T09:00:00Z #2",
                        "2026-10-28T09:00:00Z #3",
                        "2026-10-30T09:00:00Z #4",
                        "2026-11-06T09:00:00Z #5");
    }

    @Test
    void anActivityPutsTheIdleRungsOff() {
        // Touched on 10-29 12:00, 11:00Z; once more on 11-06 12:00, after #4 has been said: it is armed again.
        assertThat(carSale()
                        .touched("2026-10-29T11:00:00Z")
                        .touched("2026-11-06T11:00:00Z")
                        .sent())
                .containsExactly(
                        "2026-10-23T16:30:00Z #1",
                        "2026-10-26T09:00:00Z #2",
                        "2026-10-28T09:00:00Z #3",
                        "2026-11-05T09:00:00Z #4",
                        "2026-11-13T09:00:00Z #4",
                        "2026-11-20T09:00:00Z #5");
    }

    @Test
    void anInvoiceDueOnASaturday() {
        // S12: Paris, 2026-01-31, so until 23:00Z. Three days before: Wednesday 10:00 CET, 09:00Z. A day after is
        // Sunday, rolled on to Monday; 02-07
        // and 02-14 are Saturdays, rolled on; a month after 01-31 is 02-28, Saturday, rolled on to 03-02; two months
        // 03-31, 10:00 CEST.
        var dunning = Promised.due("2026-01-31[Europe/Paris]")
                .begun("2026-01-05T12:00:00Z")
                .ladder(
                        "before P3D at 10:00 on-business-days",
                        "after P1D at 10:00 on-business-days",
                        "after P7D at 10:00 on-business-days",
                        "after P14D at 10:00 on-business-days",
                        "after P1M at 10:00 on-business-days",
                        "after P2M at 10:00 on-business-days");

        assertThat(dunning.plan().deadline().instant()).hasToString("2026-01-31T23:00:00Z");
        assertThat(dunning.sent())
                .containsExactly(
                        "2026-01-28T09:00:00Z #1",
                        "2026-02-02T09:00:00Z #2",
                        "2026-02-09T09:00:00Z #3",
                        "2026-02-16T09:00:00Z #4",
                        "2026-03-02T09:00:00Z #5",
                        "2026-03-31T08:00:00Z #6");
    }

    private static Promised renewal(String begun) {
        return Promised.due("2026-09-30[Europe/Berlin]")
                .begun(begun)
                .ladder(
                        "before P90D at 09:00 on-business-days",
                        "before P60D at 09:00 on-business-days",
                        "before P30D at 09:00 on-business-days",
                        "before P7D at 09:00 on-business-days");
    }

    @Test
    void aContractThatRenewsItselfUnlessNoticeIsGiven() {
        // S13: 09:00 CEST is 07:00Z. 60 days before is Saturday 08-01: rolled back to Friday.
        assertThat(renewal("2026-03-01T12:00:00Z").sent())
                .containsExactly(
                        "2026-07-02T07:00:00Z #1",
                        "2026-07-31T07:00:00Z #2",
                        "2026-08-31T07:00:00Z #3",
                        "2026-09-23T07:00:00Z #4");
        assertThat(renewal("2026-03-01T12:00:00Z").shifts(2)).containsExactly(Shift.ROLLED);
        assertThat(renewal("2026-03-01T12:00:00Z").end()).isEqualTo("EXPIRED 2026-09-30T22:00:00Z");
        assertThat(renewal("2026-08-15T12:00:00Z").rungs())
                .containsExactly("#1 LATE", "#2 LATE", "2026-08-31T07:00:00Z #3", "2026-09-23T07:00:00Z #4");
    }

    @Test
    void aTravellerHearsAtNineWhereverSheIs() {
        // S15: the passport expires on 2026-08-31 in Madrid. Six months before is 02-28 (February has no 31st), 09:00
        // CET, 08:00Z. In Tokyo since
        // 05-10: the dates are those of the passport, at 09:00 JST, 00:00Z.
        var passport = Promised.due("2026-08-31[Europe/Madrid]")
                .begun("2026-01-10T12:00:00Z")
                .recipientIn("Europe/Madrid")
                .ladder("before P6M at 09:00", "before P3M at 09:00", "before P1M at 09:00", "before P7D at 09:00")
                .goesTo("2026-05-10T12:00:00Z", "Asia/Tokyo");

        assertThat(passport.sent())
                .containsExactly(
                        "2026-02-28T08:00:00Z #1",
                        "2026-05-31T00:00:00Z #2",
                        "2026-07-31T00:00:00Z #3",
                        "2026-08-24T00:00:00Z #4");
        assertThat(passport.end()).isEqualTo("EXPIRED 2026-08-31T22:00:00Z");
    }

    @Test
    void anInterviewAroundTheHolidays() {
        // S17: Singapore (+08:00), Thursday 2026-02-19 18:00, 10:00Z; the 17th and 18th are holidays. Two business days
        // before: Monday, Friday. One
        // after: Friday the 20th.
        var interview = Promised.due("2026-02-19T18:00[Asia/Singapore]")
                .begun("2026-02-12T07:00:00Z")
                .holidays("2026-02-17", "2026-02-18")
                .ladder(
                        "before 2 business days at 10:00",
                        "before 1 business day at 10:00",
                        "before PT3H",
                        "after 1 business day at 10:00");

        assertThat(interview.sent())
                .containsExactly(
                        "2026-02-13T02:00:00Z #1",
                        "2026-02-16T02:00:00Z #2",
                        "2026-02-19T07:00:00Z #3",
                        "2026-02-20T02:00:00Z #4");
    }

    @Test
    void aStandThatNeedsAnInterpreterTwoWeeksBeforeTheShow() {
        // S21: the show opens in Milan on Monday 2026-09-14 09:00 CEST; an interpreter is to be found by 08-31 09:00,
        // 07:00Z.
        var booth = Promised.due("2026-09-14T09:00[Europe/Rome]")
                .stepDue("from-goal P-14D")
                .begun("2026-07-01T12:00:00Z")
                .ladder("before P21D", "before P7D", "before P2D", "before P1D", "before PT4H");

        assertThat(booth.sent())
                .containsExactly(
                        "2026-08-10T07:00:00Z #1",
                        "2026-08-24T07:00:00Z #2",
                        "2026-08-29T07:00:00Z #3",
                        "2026-08-30T07:00:00Z #4",
                        "2026-08-31T03:00:00Z #5");
    }
}
