package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.plan.Warning.Kind.SILENT_LAST_DAY;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/** A campaign that does not stop calling the week before the vote; polls close on Tue 2026-11-03 at 19:00 in Chicago. */
class S02VoterTurnoutTest extends Story {
    private static final Recipient VERA = person("Vera", "America/Chicago").withQuietHours(quiet("21:00", "09:00"));

    private static final Ladder TO_THE_LAST_HOUR = Ladder.of(
            Rung.before(Period.ofDays(14)).by("email"),
            Rung.before(Period.ofDays(7)).by("email"),
            Rung.before(Period.ofDays(3)).by("sms"),
            Rung.before(Period.ofDays(1)).by("call"),
            Rung.before(Period.ofDays(0)).at(LocalTime.of(8, 0)).by("sms"),
            Rung.before(Duration.ofHours(4)).by("call"),
            Rung.before(Duration.ofHours(1)).by("call"));

    private static Goal election(Ladder ladder) {
        return Goal.of("election", "Election day")
                .due(LocalDateTime.parse("2026-11-03T19:00"), ZoneId.of("America/Chicago"))
                .finalStep(Step.of("vote", "Vote").ladder(ladder).participants(VERA));
    }

    @Test
    void aVoterWhoIsSilentIsAskedUntilTheLastHourAndNotAMinuteLonger() {
        at("2026-10-01T15:00Z");
        warned(schedule(election(TO_THE_LAST_HOUR)));
        at("2026-11-04T00:59:59.999Z");
        heard("""
                2026-10-21T00:00Z vera vote#1 email   // 19:00 CDT
                2026-10-28T00:00Z vera vote#2 email
                2026-11-01T00:00Z vera vote#3 sms     // Sat 10-31 19:00, still CDT
                2026-11-03T01:00Z vera vote#4 call    // Mon 11-02 19:00, now CST
                2026-11-03T15:00Z vera vote#5 sms     // 08:00 is quiet: 09:00 CST
                2026-11-03T21:00Z vera vote#6 call
                2026-11-04T00:00Z vera vote#7 call
                """);
        at("2026-12-01T00:00Z");
        heardNothing();
        ended("vote", VERA, Outcome.EXPIRED);
    }

    @Test
    void aVoterWhoHasVotedEarlyIsLeftAlone() {
        at("2026-10-01T15:00Z");
        schedule(election(TO_THE_LAST_HOUR));
        at("2026-10-30T16:00Z");
        heard("""
                2026-10-21T00:00Z vera vote#1 email
                2026-10-28T00:00Z vera vote#2 email
                """);
        assertThat(complete("vote", VERA).outcome()).isEqualTo(Outcome.DONE);
        at("2026-12-01T00:00Z");
        heardNothing();
    }

    @Test
    void aCampaignThatStopsCallingIsWarned() {
        var stops = Ladder.of(
                Rung.before(Period.ofDays(14)).by("email"),
                Rung.before(Period.ofDays(3)).by("sms"));
        at("2026-10-01T15:00Z");
        warned(schedule(election(stops)), SILENT_LAST_DAY);
        at("2026-11-05T00:00Z");
        heard("""
                2026-10-21T00:00Z vera vote#1 email
                2026-11-01T00:00Z vera vote#2 sms
                """);
    }
}
