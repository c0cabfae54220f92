package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** R9: of rungs that come together one speaks, the one with more to say; the preview says so already. */
class SupersedingTest {
    private static PlannedRung rung(Promised promised, int number) {
        return promised.plan().rungs().stream()
                .filter(rung -> rung.rung() == number - 1)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ofTwoThatQuietHoursBringTogetherTheLaterOneSpeaks() {
        var morning = Promised.due("2026-06-10T20:00[UTC]")
                .begun("2026-06-01T00:00:00Z")
                .quiet("22:00-08:00")
                .ladder("before P0D at 01:00", "before P1D at 23:00", "before P0D at 08:00");

        assertThat(morning.rungs()).containsExactly("#1 SUPERSEDED", "#2 SUPERSEDED", "2026-06-10T08:00:00Z #3");
        assertThat(rung(morning, 1).supersededBy()).isEqualTo(2);
        assertThat(rung(morning, 2).supersededBy()).isEqualTo(2);
        assertThat(rung(morning, 3).supersededBy()).isEqualTo(-1);
        assertThat(morning.sent()).containsExactly("2026-06-10T08:00:00Z #3");
        assertThat(morning.skipped()).containsExactlyInAnyOrder("#1 SUPERSEDED", "#2 SUPERSEDED");
    }

    @Test
    void ofTwoThatSayTheSameMomentTheLaterInTheLadderSpeaks() {
        assertThat(Promised.due("2026-06-10T20:00[UTC]")
                        .begun("2026-06-01T00:00:00Z")
                        .ladder("before PT24H", "before P1D", "before P1D at 20:00")
                        .rungs())
                .containsExactly("#1 SUPERSEDED", "#2 SUPERSEDED", "2026-06-09T20:00:00Z #3");
    }

    @Test
    void aRepetitionCountsAsTheLaterOneOfItsRung() {
        // Sunday and Monday are rolled on to the same Monday.
        assertThat(Promised.due("2026-06-13T12:00[UTC]")
                        .begun("2026-06-01T00:00:00Z")
                        .ladder("after P1D on-business-days every P1D times 2")
                        .rungs())
                .containsExactly("#1 SUPERSEDED", "2026-06-15T12:00:00Z #1.1");
    }

    @Test
    void oneThatIsAdvancedAheadOfAnOlderOneSilencesIt() {
        // Due at 08:30, quiet 22:00 to 08:00, an hour of lead: 02:00 is advanced to 21:30 of the evening before; what
        // was to come at 21:45 has
        // less to say and would come after it.
        var early = Promised.due("2026-06-10T08:30[UTC]")
                .begun("2026-06-01T00:00:00Z")
                .quiet("22:00-08:00")
                .ladder("before P1D at 21:45", "before P0D at 02:00");

        assertThat(early.rungs()).containsExactly("2026-06-09T21:30:00Z #2", "#1 SUPERSEDED");
        assertThat(early.shifts(2)).containsExactly(Shift.ADVANCED);
        assertThat(early.sent()).containsExactly("2026-06-09T21:30:00Z #2");
        assertThat(early.skipped()).containsExactly("#1 SUPERSEDED");
    }

    @Test
    void oneThatQuietHoursDeferBehindANewerOneIsNotSaidAfterIt() {
        var night = Promised.due("2026-06-10T20:00[UTC]")
                .begun("2026-06-01T00:00:00Z")
                .quiet("22:00-08:00")
                .ladder("before P1D at 23:00", "before P0D at 03:00 ignoring-quiet-hours", "before P0D at 12:00");

        assertThat(night.sent()).containsExactly("2026-06-10T03:00:00Z #2", "2026-06-10T12:00:00Z #3");
        assertThat(night.skipped()).containsExactly("#1 SUPERSEDED");
    }

    @Test
    void oneThatWillNotBeSaidSilencesNobody() {
        // #2 is newer and at the same instant as #1, but has no room: quiet, and its advance lies before the beginning.
        var begunAtNight = Promised.due("2026-06-10T08:30[UTC]")
                .begun("2026-06-09T22:00:00Z")
                .quiet("22:00-08:00")
                .ladder("before P0D at 02:00 ignoring-quiet-hours", "before P0D at 02:00");

        assertThat(begunAtNight.rungs()).containsExactly("2026-06-10T02:00:00Z #1", "#2 QUIET");
    }

    @Test
    void oneThatWasSaidSilencesNobodyWhoIsArmedAgain() {
        // The idle rung is said on the 3rd, the rung of the 4th too; touched, the idle one is armed for the 6th.
        assertThat(Promised.due("2026-06-30T12:00[UTC]")
                        .begun("2026-06-01T12:00:00Z")
                        .ladder("when-idle P2D", "after-start P3D")
                        .touched("2026-06-04T13:00:00Z")
                        .sent())
                .containsExactly("2026-06-03T12:00:00Z #1", "2026-06-04T12:00:00Z #2", "2026-06-06T13:00:00Z #1");
    }
}
