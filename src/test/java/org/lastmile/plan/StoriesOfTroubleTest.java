package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lastmile.goal.Outcome;

/** Stories of extensions, outages and holds: rules R11, R12 and R14. */
class StoriesOfTroubleTest {
    private static Promised trial() {
        // S14: Kolkata (+05:30), 14 days from 2026-06-10 15:20: until 06-24 15:20, 09:50Z.
        return Promised.due("2026-06-24T15:20[Asia/Kolkata]")
                .begun("2026-06-10T09:50:00Z")
                .ladder("before P7D", "before P3D", "before P1D", "before PT2H", "after P3D");
    }

    @Test
    void aTrialThatEnds() {
        assertThat(trial().sent())
                .containsExactly(
                        "2026-06-17T09:50:00Z #1",
                        "2026-06-21T09:50:00Z #2",
                        "2026-06-23T09:50:00Z #3",
                        "2026-06-24T07:50:00Z #4",
                        "2026-06-27T09:50:00Z #5");
        assertThat(trial().end()).isEqualTo("EXPIRED 2026-06-29T09:50:00Z");
    }

    @Test
    void aTrialThatIsExtendedBeginsItsLadderAgain() {
        // Extended on 06-23 18:00 (12:30Z) by a week: the last call of the old deadline does not come.
        assertThat(trial().extended("2026-06-23T12:30:00Z", "2026-07-01T15:20[Asia/Kolkata]")
                        .sent())
                .containsExactly(
                        "2026-06-17T09:50:00Z #1",
                        "2026-06-21T09:50:00Z #2",
                        "2026-06-23T09:50:00Z #3",
                        "2026-06-24T09:50:00Z #1",
                        "2026-06-28T09:50:00Z #2",
                        "2026-06-30T09:50:00Z #3",
                        "2026-07-01T07:50:00Z #4",
                        "2026-07-04T09:50:00Z #5");
    }

    @Test
    void whoUpgradesIsNotWonBack() {
        assertThat(trial().closed("2026-06-25T00:00:00Z", Outcome.DONE).sent()).hasSize(4);
        assertThat(trial().closed("2026-06-25T00:00:00Z", Outcome.DONE).end())
                .isEqualTo("RECOVERED 2026-06-25T00:00:00Z");
    }

    private static Promised onCall() {
        // S16: from 2026-11-01 01:50 EDT, 05:50Z; clocks in New York go back at 06:00Z, elapsed time does not.
        return Promised.due("2026-11-01T04:00[America/New_York]")
                .begun("2026-11-01T05:50:00Z")
                .ladder(
                        "after-start PT5M",
                        "after-start PT15M",
                        "after-start PT30M",
                        "after-start PT35M",
                        "after-start PT45M",
                        "after-start PT60M");
    }

    @Test
    void anAlertThroughTheHourThatComesTwice() {
        assertThat(onCall().sent())
                .containsExactly(
                        "2026-11-01T05:55:00Z #1",
                        "2026-11-01T06:05:00Z #2",
                        "2026-11-01T06:20:00Z #3",
                        "2026-11-01T06:25:00Z #4",
                        "2026-11-01T06:35:00Z #5",
                        "2026-11-01T06:50:00Z #6");
    }

    @Test
    void afterAnOutageOneIsToldOnce() {
        // Down from 06:03Z to 06:22Z, for one and the same person: the newest speaks.
        var alert = onCall().down("2026-11-01T06:03:00Z", "2026-11-01T06:22:00Z");

        assertThat(alert.sent().subList(0, 3))
                .containsExactly("2026-11-01T05:55:00Z #1", "2026-11-01T06:22:00Z #3", "2026-11-01T06:25:00Z #4");
        assertThat(alert.skipped()).containsExactly("#2 SUPERSEDED");
    }

    @Test
    void whoAcknowledgesAndCompletesIsLeftAlone() {
        // Acknowledged at 06:23Z until 08:00Z, completed at 07:30Z.
        assertThat(onCall().acknowledged("2026-11-01T06:23:00Z", "2026-11-01T08:00:00Z")
                        .closed("2026-11-01T07:30:00Z", Outcome.DONE)
                        .sent())
                .hasSize(3);
    }

    @Test
    void whoAcknowledgesAndForgetsIsToldWhenItRunsOut() {
        var forgotten = onCall().acknowledged("2026-11-01T06:23:00Z", "2026-11-01T08:00:00Z");

        assertThat(forgotten.sent().subList(3, 4)).containsExactly("2026-11-01T08:00:00Z #6");
        assertThat(forgotten.skipped()).containsExactly("#4 SUPERSEDED", "#5 SUPERSEDED");
    }

    private static Promised threeDaysDown() {
        // S20: Berlin (CEST), Wednesday 2026-05-20 12:00, 10:00Z.
        return Promised.due("2026-05-20T12:00[Europe/Berlin]")
                .begun("2026-05-01T12:00:00Z")
                .ladder("before P14D", "before P3D", "before P1D", "before PT2H", "after P1D");
    }

    @Test
    void afterThreeDaysDownTheNewestSpeaksAndTheRestIsAsPlanned() {
        var outage = threeDaysDown().down("2026-05-16T20:00:00Z", "2026-05-19T14:00:00Z");

        assertThat(outage.sent())
                .containsExactly(
                        "2026-05-06T10:00:00Z #1",
                        "2026-05-19T14:00:00Z #3",
                        "2026-05-20T08:00:00Z #4",
                        "2026-05-21T10:00:00Z #5");
        assertThat(outage.skipped()).containsExactly("#2 SUPERSEDED");
    }

    @Test
    void whatIsTooOldIsNotSaidNorIsWhatIsOlder() {
        var outage = threeDaysDown().staleAfter("PT2H").down("2026-05-16T20:00:00Z", "2026-05-19T14:00:00Z");

        assertThat(outage.sent())
                .containsExactly("2026-05-06T10:00:00Z #1", "2026-05-20T08:00:00Z #4", "2026-05-21T10:00:00Z #5");
        assertThat(outage.skipped()).containsExactly("#2 STALE", "#3 STALE");
    }

    @Test
    void whoComesBackAfterTheDeadlineSaysWhatComesAfterItOnly() {
        // Back on 05-20 at 13:00, 11:00Z: an hour after the deadline.
        var outage = threeDaysDown().down("2026-05-16T20:00:00Z", "2026-05-20T11:00:00Z");

        assertThat(outage.sent()).containsExactly("2026-05-06T10:00:00Z #1", "2026-05-21T10:00:00Z #5");
        assertThat(outage.skipped()).containsExactly("#2 STALE", "#3 STALE", "#4 STALE");
    }
}
