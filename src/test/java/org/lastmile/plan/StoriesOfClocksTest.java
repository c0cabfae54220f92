package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lastmile.goal.Outcome;

/** Stories in which clocks are set, or differ: rules R2 to R6 and R8. */
class StoriesOfClocksTest {
    @Test
    void aPartyOnTheDayTheClocksGoForward() {
        // S01: replies by Sunday 2026-03-08 20:00 in New York, EDT since that morning: 03-09T00:00Z. The days before
        // are EST, so the
        // evening before is at 01:00Z: a day of 24 hours would be an hour off. After it, 09:00 EDT is 13:00Z.
        var rsvp = Promised.due("2026-03-08T20:00[America/New_York]")
                .begun("2026-01-10T12:00:00Z")
                .ladder("before P14D", "before P3D", "before P1D by sms", "before PT2H by sms", "after P1D at 09:00");

        assertThat(rsvp.rungs())
                .containsExactly(
                        "2026-02-23T01:00:00Z #1",
                        "2026-03-06T01:00:00Z #2",
                        "2026-03-08T01:00:00Z #3",
                        "2026-03-08T22:00:00Z #4",
                        "2026-03-09T13:00:00Z #5");
    }

    @Test
    void aGuestWhoIsAddedLateHearsWhatIsLeft() {
        // S01: added on 03-06 12:00 EST, which is 17:00Z.
        var rsvp = Promised.due("2026-03-08T20:00[America/New_York]")
                .begun("2026-03-06T17:00:00Z")
                .ladder("before P14D", "before P3D", "before P1D", "before PT2H");

        assertThat(rsvp.sent()).containsExactly("2026-03-08T01:00:00Z #3", "2026-03-08T22:00:00Z #4");
        assertThat(rsvp.skipped()).containsExactly("#1 LATE", "#2 LATE");
    }

    private static Promised vote() {
        return Promised.due("2026-11-03T19:00[America/Chicago]")
                .begun("2026-10-01T12:00:00Z")
                .recipientIn("America/Chicago")
                .quiet("21:00-09:00")
                .ladder(
                        "before P14D",
                        "before P7D",
                        "before P3D by sms",
                        "before P1D by call",
                        "before P0D at 08:00 by sms",
                        "before PT4H by call",
                        "before PT1H by call");
    }

    @Test
    void aVoterWhoSaysNothingHearsAllAndNothingAfterThePollsClose() {
        // S02: polls close on 11-03 19:00 CST, 11-04T01:00Z. 19:00 CDT is 00:00Z of the next day, CST (from 11-01)
        // 01:00Z. 08:00 is quiet:
        // deferred to 09:00 CST, ten hours ahead of the deadline.
        assertThat(vote().sent())
                .containsExactly(
                        "2026-10-21T00:00:00Z #1",
                        "2026-10-28T00:00:00Z #2",
                        "2026-11-01T00:00:00Z #3",
                        "2026-11-03T01:00:00Z #4",
                        "2026-11-03T15:00:00Z #5",
                        "2026-11-03T21:00:00Z #6",
                        "2026-11-04T00:00:00Z #7");
        assertThat(vote().shifts(5)).containsExactly(Shift.DEFERRED);
        assertThat(vote().end()).isEqualTo("EXPIRED 2026-11-04T01:00:00Z");
    }

    @Test
    void whoVotedEarlyHearsNothingMore() {
        var early = vote().closed("2026-10-30T15:00:00Z", Outcome.DONE);

        assertThat(early.sent()).containsExactly("2026-10-21T00:00:00Z #1", "2026-10-28T00:00:00Z #2");
        assertThat(early.end()).isEqualTo("DONE 2026-10-30T15:00:00Z");
    }

    @Test
    void anExpressCheckoutThatOpensInQuietHours() {
        // S05: Lisbon, Sunday 2026-03-29, closes 11:00 WEST, 10:00Z (clocks went forward at 01:00Z). The evening
        // before, 20:00 WET is
        // 20:00Z. PT12H is 22:00Z, 22:00 WET: quiet from that very moment, deferred to 08:00 WEST, 07:00Z, three hours
        // ahead. It opens at
        // 06:00 WEST, 05:00Z: deferred to 07:00Z as well. Of the two the opening is the later original: it speaks.
        // PT1H: 09:00Z.
        var checkout = Promised.due("2026-03-29T11:00[Europe/Lisbon]")
                .begun("2026-03-27T15:00:00Z")
                .recipientIn("Europe/Lisbon")
                .quiet("22:00-08:00")
                .open("06:00-11:00")
                .ladder("before P1D at 20:00", "before PT12H", "at-opening", "before PT1H");

        assertThat(checkout.sent())
                .containsExactly("2026-03-28T20:00:00Z #1", "2026-03-29T07:00:00Z #3", "2026-03-29T09:00:00Z #4");
        assertThat(checkout.skipped()).containsExactly("#2 SUPERSEDED");
    }

    @Test
    void anEssayIsDueAfterTheClocksWentBack() {
        // S08: London, Monday 2026-10-26 12:00 GMT. Until the 25th at 01:00Z it is BST: 12:00 is 11:00Z.
        var essay = Promised.due("2026-10-26T12:00[Europe/London]")
                .begun("2026-10-01T12:00:00Z")
                .ladder("before P7D", "before P2D", "before P1D", "before PT3H");

        assertThat(essay.rungs())
                .containsExactly(
                        "2026-10-19T11:00:00Z #1",
                        "2026-10-24T11:00:00Z #2",
                        "2026-10-25T12:00:00Z #3",
                        "2026-10-26T09:00:00Z #4");
    }

    @Test
    void aMarathonOnTheMorningThatHasHalfPastOneTwice() {
        // S09: Sunday 2026-11-01 09:00 EST, 14:00Z; until 06:00Z of that day it is EDT. 16 weeks before is Sunday
        // 07-12, 8 weeks 09-06, 2 weeks
        // 10-18, a day 10-31: 09:00 EDT, 13:00Z. PT12H is 02:00Z. 01:30 is taken the first time: EDT, 05:30Z. PT4H is
        // 10:00Z. 18:00 EST is 23:00Z.
        var race = Promised.due("2026-11-01T09:00[America/New_York]")
                .begun("2026-06-01T12:00:00Z")
                .ladder(
                        "before P16W",
                        "before P8W",
                        "before P2W",
                        "before P1D",
                        "before PT12H",
                        "before P0D at 01:30",
                        "before PT4H",
                        "after P0D at 18:00");

        assertThat(race.sent())
                .containsExactly(
                        "2026-07-12T13:00:00Z #1",
                        "2026-09-06T13:00:00Z #2",
                        "2026-10-18T13:00:00Z #3",
                        "2026-10-31T13:00:00Z #4",
                        "2026-11-01T02:00:00Z #5",
                        "2026-11-01T05:30:00Z #6",
                        "2026-11-01T10:00:00Z #7",
                        "2026-11-01T23:00:00Z #8");
    }

    @ParameterizedTest
    @CsvSource({
        // S10: Tuesday 2026-03-31 18:00 in Berlin, 16:00Z. 09:00 of the day before is: EDT 13:00Z, CEST 07:00Z, IST
        // 03:30Z. In Sydney it is
        // Wednesday 03:00 (AEDT): the day before is Tuesday, 22:00Z on Monday; 02:00 is quiet, advanced to 21:30 on
        // Tuesday, 10:30Z.
        "America/New_York, 2026-03-30T13:00:00Z, 2026-03-31T15:00:00Z, 2026-04-01T13:00:00Z",
        "Europe/Berlin,    2026-03-30T07:00:00Z, 2026-03-31T15:00:00Z, 2026-04-01T07:00:00Z",
        "Asia/Kolkata,     2026-03-30T03:30:00Z, 2026-03-31T15:00:00Z, 2026-04-01T03:30:00Z",
        "Australia/Sydney, 2026-03-30T22:00:00Z, 2026-03-31T10:30:00Z, 2026-04-01T22:00:00Z"
    })
    void aWebinarInFourZones(String zone, String dayBefore, String hourBefore, String recording) {
        var webinar = Promised.due("2026-03-31T18:00[Europe/Berlin]")
                .begun("2026-03-01T12:00:00Z")
                .recipientIn(zone)
                .quiet("22:00-08:00")
                .minLead("PT30M")
                .ladder(
                        "before P1D at 09:00",
                        "before PT1H",
                        "before PT10M ignoring-quiet-hours",
                        "after P1D at 09:00");

        assertThat(webinar.sent())
                .containsExactly(dayBefore + " #1", hourBefore + " #2", "2026-03-31T15:50:00Z #3", recording + " #4");
    }

    @Test
    void aDentistBeforeTheMorningHasBegun() {
        // S11: Monday 2026-03-09 08:30 CDT, 13:30Z; CST until Sunday morning. P7D and P2D are 08:30 CST, 14:30Z; P1D
        // 08:30 CDT. PT2H is 06:30:
        // quiet until 08:00, which is less than an hour ahead; advanced to 20:30 on Sunday, 01:30Z.
        var dentist = Promised.due("2026-03-09T08:30[America/Chicago]")
                .begun("2026-02-20T15:00:00Z")
                .recipientIn("America/Chicago")
                .quiet("21:00-08:00")
                .ladder("before P7D", "before P2D by sms", "before P1D by sms", "before PT2H");

        assertThat(dentist.rungs())
                .containsExactly(
                        "2026-03-02T14:30:00Z #1",
                        "2026-03-07T14:30:00Z #2",
                        "2026-03-08T13:30:00Z #3",
                        "2026-03-09T01:30:00Z #4");
        // Moved on Saturday 18:00 CST, 03-08T00:00Z, to Tuesday 14:00 CDT, 19:00Z: a week before is past.
        dentist.moved("2026-03-08T00:00:00Z", "2026-03-10T14:00[America/Chicago]");
        assertThat(dentist.sent())
                .containsExactly(
                        "2026-03-02T14:30:00Z #1",
                        "2026-03-07T14:30:00Z #2",
                        "2026-03-08T19:00:00Z #2",
                        "2026-03-09T19:00:00Z #3",
                        "2026-03-10T17:00:00Z #4");
        assertThat(dentist.skipped()).containsExactly("#1 LATE");
    }

    @ParameterizedTest
    @CsvSource({
        // S18: 2026-10-04 23:59 in UTC-12 is 10-05T11:59Z: in Sydney 22:59 on the 5th, in Berlin 13:59. 09:00 AEST is
        // 23:00Z of the day before,
        // 09:00 AEDT (from 10-04 02:00) 22:00Z; 09:00 CEST 07:00Z. PT2H is 20:59 in Sydney, a minute before quiet.
        "Australia/Sydney, 2026-09-20T23:00:00Z, 2026-10-01T23:00:00Z, 2026-10-03T22:00:00Z",
        "Europe/Berlin,    2026-09-21T07:00:00Z, 2026-10-02T07:00:00Z, 2026-10-04T07:00:00Z"
    })
    void slidesAreDueAnywhereOnEarth(String zone, String fortnight, String threeDays, String dayBefore) {
        var slides = Promised.due("2026-10-04T23:59[-12:00]")
                .begun("2026-09-01T12:00:00Z")
                .recipientIn(zone)
                .quiet("21:00-08:00")
                .ladder("before P14D at 09:00", "before P3D at 09:00", "before P1D at 09:00", "before PT2H");

        assertThat(slides.sent())
                .containsExactly(fortnight + " #1", threeDays + " #2", dayBefore + " #3", "2026-10-05T09:59:00Z #4");
    }

    private static Promised enrolment() {
        return Promised.due("2026-09-05[America/Santiago]")
                .begun("2026-08-01T12:00:00Z")
                .ladder(
                        "before P7D",
                        "before P3D at 09:00",
                        "before P1D at 09:00",
                        "before P0D at 20:00",
                        "before PT2H");
    }

    @Test
    void aLastDayWhoseMidnightDoesNotExist() {
        // S19: the midnight that ends 2026-09-05 in Santiago is jumped over: 01:00 -03:00, 04:00Z. A week before,
        // counted from 00:00 of the 6th as
        // it was said, is 00:00 of 08-30, -04:00: 04:00Z. 09:00 is 13:00Z, 20:00 is 00:00Z. PT2H is 02:00Z.
        assertThat(enrolment().sent())
                .containsExactly(
                        "2026-08-30T04:00:00Z #1",
                        "2026-09-02T13:00:00Z #2",
                        "2026-09-04T13:00:00Z #3",
                        "2026-09-06T00:00:00Z #4",
                        "2026-09-06T02:00:00Z #5");
        assertThat(enrolment().end()).isEqualTo("EXPIRED 2026-09-06T04:00:00Z");
    }

    @Test
    void aSecondBeforeTheLastMidnightStillCounts() {
        assertThat(enrolment().closed("2026-09-06T03:59:59Z", Outcome.DONE).end())
                .isEqualTo("DONE 2026-09-06T03:59:59Z");
        assertThat(enrolment().closed("2026-09-06T04:00:00Z", Outcome.DONE).end())
                .isEqualTo("EXPIRED 2026-09-06T04:00:00Z");
    }
}
