package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.FollowUp;

/** R8: in somebody's quiet hours nothing is said; it is said when they end or, close to the deadline, before they begin. */
class QuietHoursTest {
    /** The webinar of Tuesday 18:00 in Berlin is Wednesday 03:00 in Sydney (+11); quiet from 22:00 to 08:00. */
    private static Promised webinar() {
        return Promised.due("2026-03-31T18:00[Europe/Berlin]")
                .recipientIn("Australia/Sydney")
                .quiet("22:00-08:00")
                .minLead("PT30M")
                .ladder(
                        "before P1D at 09:00",
                        "before PT1H",
                        "before PT10M ignoring-quiet-hours",
                        "after P1D at 09:00");
    }

    @Test
    void quietHoursBeginWithTheirFirstMomentAndEndBeforeTheirLast() {
        // 22:00 is quiet and 08:00 is not.
        assertThat(Promised.due("2026-06-10T20:00[UTC]")
                        .begun("2026-06-01T00:00:00Z")
                        .quiet("22:00-08:00")
                        .ladder(
                                "before P3D at 21:59:59.999",
                                "before P2D at 22:00",
                                "before P0D at 08:00",
                                "before P0D at 09:00")
                        .rungs())
                .containsExactly(
                        "2026-06-07T21:59:59.999Z #1",
                        "2026-06-09T08:00:00Z #2",
                        "2026-06-10T08:00:00Z #3",
                        "2026-06-10T09:00:00Z #4");
    }

    @Test
    void aSiestaWithinTheDayIsQuietToo() {
        assertThat(Promised.due("2026-06-10T20:00[UTC]")
                        .begun("2026-06-01T00:00:00Z")
                        .quiet("13:00-16:00")
                        .ladder(
                                "before P1D at 13:00",
                                "before P0D at 15:59",
                                "before P0D at 16:30",
                                "before P2D at 12:59")
                        .rungs())
                .containsExactly(
                        "2026-06-08T12:59:00Z #4",
                        "2026-06-09T16:00:00Z #1",
                        "2026-06-10T16:00:00Z #2",
                        "2026-06-10T16:30:00Z #3");
    }

    @Test
    void aDeferralMayComeAsCloseAsTheLeadAndNoCloser() {
        // Quiet until 08:00. Due 09:00, an hour of lead: deferred to 08:00. Due a minute earlier: advanced to 21:30.
        var ladder = "before P0D at 07:00";
        assertThat(Promised.due("2026-06-10T09:00[UTC]")
                        .begun("2026-06-01T00:00:00Z")
                        .quiet("22:00-08:00")
                        .ladder(ladder)
                        .rungs())
                .containsExactly("2026-06-10T08:00:00Z #1");
        assertThat(Promised.due("2026-06-10T08:59[UTC]")
                        .begun("2026-06-01T00:00:00Z")
                        .quiet("22:00-08:00")
                        .ladder(ladder)
                        .rungs())
                .containsExactly("2026-06-09T21:30:00Z #1");
    }

    @Test
    void anAdvanceMayFallOnTheBeginningItself() {
        var early = Promised.due("2026-06-10T08:30[UTC]").quiet("22:00-08:00").ladder("before PT1H");

        assertThat(early.begun("2026-06-09T21:30:00Z").rungs()).containsExactly("2026-06-09T21:30:00Z #1");
        assertThat(Promised.due("2026-06-10T08:30[UTC]")
                        .quiet("22:00-08:00")
                        .ladder("before PT1H")
                        .begun("2026-06-09T21:30:00.001Z")
                        .rungs())
                .containsExactly("#1 QUIET");
    }

    @Test
    void anAdvanceThatWouldBeQuietAgainHasNoRoom() {
        // Only the twenty minutes from 21:40 to 22:00 are not quiet: half an hour before 22:00 is.
        var hermit = Promised.due("2026-06-10T12:00[UTC]")
                .begun("2026-06-01T00:00:00Z")
                .quiet("22:00-21:40")
                .ladder("before PT1H");

        assertThat(hermit.rungs()).containsExactly("#1 QUIET");
        assertThat(hermit.skipped()).containsExactly("#1 QUIET");
    }

    @Test
    void whatCountsFromTheBeginningIsAdvancedNoFurtherThanThat() {
        // Begun at 21:00, two hours later is quiet and too close to 08:30; 21:30 is after the beginning.
        assertThat(Promised.due("2026-06-10T08:30[UTC]")
                        .begun("2026-06-09T21:00:00Z")
                        .quiet("22:00-08:00")
                        .ladder("after-start PT2H")
                        .rungs())
                .containsExactly("2026-06-09T21:30:00Z #1");
        // Touched at 21:45: two hours later is quiet, and 21:30 lies before the activity.
        assertThat(Promised.due("2026-06-10T08:30[UTC]")
                        .begun("2026-06-09T21:00:00Z")
                        .quiet("22:00-08:00")
                        .ladder("when-idle PT2H")
                        .touched("2026-06-09T21:45:00Z")
                        .rungs())
                .containsExactly("#1 QUIET");
    }

    @Test
    void whatComesAfterTheDeadlineIsOnlyDeferred() {
        assertThat(Promised.due("2026-06-10T23:00[UTC]")
                        .begun("2026-06-01T00:00:00Z")
                        .quiet("22:00-08:00")
                        .ladder("after PT30M", "after-start P10D")
                        .rungs())
                .containsExactly("2026-06-11T08:00:00Z #1", "#2 PAST_DEADLINE");
    }

    @Test
    void closeToTheDeadlineARungIsAdvancedToHalfAnHourBeforeQuietHours() {
        // PT1H is 02:00 on Wednesday; 08:00 is after the webinar; so 21:30 on Tuesday, which is 10:30Z.
        // P1D at 09:00 is 09:00 on Tuesday (the day before the local Wednesday): 22:00Z on Monday.
        assertThat(webinar().begun("2026-03-01T00:00:00Z").rungs())
                .containsExactly(
                        "2026-03-30T22:00:00Z #1",
                        "2026-03-31T10:30:00Z #2",
                        "2026-03-31T15:50:00Z #3",
                        "2026-04-01T22:00:00Z #4");
        assertThat(webinar().begun("2026-03-01T00:00:00Z").shifts(2)).containsExactly(Shift.ADVANCED);
    }

    @Test
    void whatHadPassedBeforeSomebodyRegisteredIsLateInQuietHoursToo() {
        // Registered at 15:20Z; PT1H was to be at 15:00Z, in Sydney's night. It has not "no room": it is simply late.
        assertThat(webinar().begun("2026-03-31T15:20:00Z").rungs())
                .containsExactly("#1 LATE", "#2 LATE", "2026-03-31T15:50:00Z #3", "2026-04-01T22:00:00Z #4");
    }

    @Test
    void anAdvanceThatLiesBeforeTheBeginningHasNoRoom() {
        // Registered at 21:45 on Tuesday in Sydney (10:45Z): PT1H is ahead, but 21:30 has passed.
        assertThat(webinar().begun("2026-03-31T10:45:00Z").rungs())
                .containsExactly("#1 LATE", "#2 QUIET", "2026-03-31T15:50:00Z #3", "2026-04-01T22:00:00Z #4");
    }

    @Test
    void quietHoursThatBeginWhereTheClocksJumpBeginWithTheJump() {
        // In Berlin 02:00 becomes 03:00 on 2026-03-29, at 01:00Z; quiet from 02:30 to 12:00, due 12:00 (10:00Z). Rungs
        // of 03:10 (01:10Z)
        // and 05:00 (03:00Z) would be deferred to the deadline itself: both are advanced to 00:30Z, and the newer
        // speaks.
        var night = Promised.due("2026-03-29T12:00[Europe/Berlin]")
                .begun("2026-03-01T00:00:00Z")
                .recipientIn("Europe/Berlin")
                .quiet("02:30-12:00")
                .ladder("before PT8H50M", "before PT7H");

        assertThat(night.rungs()).containsExactly("#1 SUPERSEDED", "2026-03-29T00:30:00Z #2");
    }

    @Test
    void quietHoursOfAnEveningThatDoesNotExistBeganTheEveningBefore() {
        // Apia had no 2011-12-30: after the 29th (-10:00) came the 31st (+14:00), at 10:00Z on the 30th. Quiet
        // 22:00-08:00; due on the
        // 31st at 08:30; an hour before is advanced to 21:30 on the 29th, which is 07:30Z on the 30th.
        var newYear = Promised.due("2011-12-31T08:30[Pacific/Apia]")
                .begun("2011-12-01T00:00:00Z")
                .recipientIn("Pacific/Apia")
                .quiet("22:00-08:00")
                .ladder("before PT1H");

        assertThat(newYear.rungs()).containsExactly("2011-12-30T07:30:00Z #1");
    }

    @Test
    void quietHoursThatBeginInTheHourThatComesTwiceBeginTheFirstTime() {
        // In Berlin 03:00 becomes 02:00 on 2026-10-25, at 01:00Z. Quiet from 02:30 (00:30Z the first time) to 12:00,
        // due 12:00
        // (11:00Z): the rung of 05:00 (04:00Z) is advanced to 00:00Z, which is 02:00 the first time.
        var night = Promised.due("2026-10-25T12:00[Europe/Berlin]")
                .begun("2026-10-01T00:00:00Z")
                .recipientIn("Europe/Berlin")
                .quiet("02:30-12:00")
                .ladder("before PT7H");

        assertThat(night.rungs()).containsExactly("2026-10-25T00:00:00Z #1");
    }

    @Test
    void whereTheClocksJumpOverTheEndItEndsAsMuchLater() {
        // Quiet 22:00 to 02:30; on 2026-03-29 in Berlin 02:30 does not exist: 03:30 +02:00 (R5), which is 01:30Z.
        var night = Promised.due("2026-03-29T12:00[Europe/Berlin]")
                .begun("2026-03-01T00:00:00Z")
                .recipientIn("Europe/Berlin")
                .quiet("22:00-02:30")
                .ladder("before P1D at 23:00");

        assertThat(night.rungs()).containsExactly("2026-03-29T01:30:00Z #1");
    }

    @Test
    void whereTheClocksJumpOverTheOnlyHourThatIsNotQuietItIsQuietUntilTheNextDay() {
        // A quarter of an hour a day is not quiet, 02:15 to 02:30: on 2026-03-29 in Berlin there is no such time.
        // Deferred to 02:15
        // +02:00 on the 30th, 00:15Z.
        var hermit = Promised.due("2026-03-31T12:00[Europe/Berlin]")
                .begun("2026-03-01T00:00:00Z")
                .recipientIn("Europe/Berlin")
                .quiet("02:30-02:15")
                .ladder("before P3D at 23:00");

        assertThat(hermit.rungs()).containsExactly("2026-03-30T00:15:00Z #1");
    }

    @Test
    void quietHoursThatEndInTheHourThatComesTwiceEndTheFirstTimeUnlessItHasPassed() {
        // In Berlin 02:00 to 03:00 comes twice on 2026-10-25, first at 00:00Z. Quiet 22:00 to 02:30: at 23:00 of the
        // evening before, that
        // is until 00:30Z; at 02:10 the second time (01:10Z), until 01:30Z.
        var twice = Promised.due("2026-10-25T12:00[Europe/Berlin]")
                .begun("2026-10-01T00:00:00Z")
                .recipientIn("Europe/Berlin")
                .quiet("22:00-02:30");

        assertThat(twice.ladder("before P1D at 23:00", "before PT9H50M").rungs())
                .containsExactly("2026-10-25T00:30:00Z #1", "2026-10-25T01:30:00Z #2");
    }

    /** Due 07:00, quiet until 08:00: what falls into the night is said at 21:30, if that is not when, or before, somebody was active. */
    private static Promised idle(String touched) {
        return Promised.due("2026-06-10T07:00[UTC]")
                .begun("2026-06-09T09:00:00Z")
                .quiet("22:00-08:00")
                .ladder("when-idle PT4H")
                .touched(touched);
    }

    @Test
    void nobodyIsToldThatTheyWereIdleAtTheMomentOfAnActivity() {
        assertThat(idle("2026-06-09T21:29:59.999Z").sent())
                .containsExactly("2026-06-09T13:00:00Z #1", "2026-06-09T21:30:00Z #1");
        assertThat(idle("2026-06-09T21:30:00Z").sent()).containsExactly("2026-06-09T13:00:00Z #1");
        assertThat(idle("2026-06-09T21:30:00Z").rungs()).containsExactly("#1 QUIET");
        // The beginning is an activity too, but then nothing has been said yet.
        assertThat(Promised.due("2026-06-10T07:00[UTC]")
                        .begun("2026-06-09T21:30:00Z")
                        .quiet("22:00-08:00")
                        .ladder("when-idle PT4H")
                        .sent())
                .containsExactly("2026-06-09T21:30:00Z #1");
    }

    /** Touched at 21:29:59.999, but that was written when the rung of 21:30 had been sent: it is said once. */
    @Test
    void anActivityIsNotOlderThanWhatWasSaidWhileItWasWritten() {
        var said = idle("2026-06-09T18:30:00Z").runUntil("2026-06-09T21:30:00Z");

        assertThat(idleSince(said, "2026-06-09T21:29:59.999Z")).isEqualTo("2026-06-09T21:30:00Z");
        assertThat(idleSince(said, "2026-06-09T21:29:00Z")).isEqualTo("2026-06-09T21:30:00Z");
        // Later is later, and nobody takes longer than a minute to write it.
        assertThat(idleSince(said, "2026-06-09T21:31:00Z")).isEqualTo("2026-06-09T21:31:00Z");
        assertThat(idleSince(said, "2026-06-09T21:28:59.999Z")).isEqualTo("2026-06-09T21:28:59.999Z");
    }

    /** Nobody asks about idle time: then an activity is what it is. */
    @Test
    void withoutIdleRungsAnActivityIsWhenItIs() {
        var said = Promised.due("2026-06-10T12:00[UTC]")
                .begun("2026-06-09T09:00:00Z")
                .ladder("before PT10H")
                .runUntil("2026-06-10T02:00:00Z");

        assertThat(idleSince(said, "2026-06-10T01:59:59Z")).isEqualTo("2026-06-10T01:59:59Z");
    }

    /** Said at 21:30, an hour before the deadline of 08:30; that settles the older rung of 21:45 too, which has not been said for that. */
    @Test
    void whatWasSupersededAheadOfItsInstantWasNotSaid() {
        var said = Promised.due("2026-06-10T08:30[UTC]")
                .begun("2026-06-09T09:00:00Z")
                .quiet("22:00-08:00")
                .ladder("when-idle P20D", "before PT1H", "before PT10H45M")
                .runUntil("2026-06-09T21:40:00Z");

        assertThat(said.life().standing().progress()).hasToString("0.1.1");
        assertThat(idleSince(said, "2026-06-09T21:44:30Z")).isEqualTo("2026-06-09T21:44:30Z");
        assertThat(idleSince(said, "2026-06-09T21:29:30Z")).isEqualTo("2026-06-09T21:30:00Z");
    }

    private static Instant idleSince(Promised said, String activity) {
        var standing = said.life().standing();
        var step = said.goal().steps().get(0);
        var terms = Terms.of(
                said.goal(), step, said.recipient(), FollowUp.PARTICIPANT, standing, BusinessCalendar.WEEKDAYS);
        return Planner.idleSince(terms, standing, Instant.parse(activity));
    }
}
