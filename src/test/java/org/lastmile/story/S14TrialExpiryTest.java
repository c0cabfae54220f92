package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.goal.ReminderState.OPTED_OUT;
import static org.lastmile.goal.ReminderState.SENT;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/** A trial of 14 days, begun in Kolkata on 2026-06-10 at 15:20, ends on 06-24 at 15:20 (09:50Z). By e-mail, else in the app. */
class S14TrialExpiryTest extends Story {
    private static final Recipient UMA = person("Uma");

    private static Goal trial(Recipient user) {
        return Goal.of("trial", "Your trial")
                .due(LocalDateTime.parse("2026-06-24T15:20"), ZoneId.of("Asia/Kolkata"))
                .finalStep(Step.of("upgrade", "Upgrade")
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(7)).by("email", "in-app"),
                                Rung.before(Period.ofDays(3)).by("email", "in-app"),
                                Rung.before(Period.ofDays(1)).by("email", "in-app"),
                                Rung.before(Duration.ofHours(2)).by("email", "in-app"),
                                Rung.after(Period.ofDays(3)).by("email", "in-app")))
                        .participants(user));
    }

    @Test
    void aTrialThatRunsOutEndsWithAnInvitationToComeBack() {
        at("2026-06-10T09:50Z");
        schedule(trial(UMA));
        at("2026-08-01T00:00Z");
        heard("""
                2026-06-17T09:50Z uma upgrade#1 email
                2026-06-21T09:50Z uma upgrade#2 email
                2026-06-23T09:50Z uma upgrade#3 email
                2026-06-24T07:50Z uma upgrade#4 email
                2026-06-27T09:50Z uma upgrade#5 email
                """);
        ended("upgrade", UMA, Outcome.EXPIRED);
    }

    @Test
    void anExtendedTrialIsToldOfByTheNewEndAlone() {
        at("2026-06-10T09:50Z");
        schedule(trial(UMA));
        at("2026-06-23T12:30Z"); // 18:00 in Kolkata
        heard("""
                2026-06-17T09:50Z uma upgrade#1 email
                2026-06-21T09:50Z uma upgrade#2 email
                2026-06-23T09:50Z uma upgrade#3 email
                """);
        reschedule("2026-07-01T15:20[Asia/Kolkata]");
        at("2026-08-01T00:00Z");
        heard("""
                2026-06-24T09:50Z uma upgrade#1 email
                2026-06-28T09:50Z uma upgrade#2 email
                2026-06-30T09:50Z uma upgrade#3 email
                2026-07-01T07:50Z uma upgrade#4 email
                2026-07-04T09:50Z uma upgrade#5 email
                """);
    }

    @Test
    void whoUpgradesHearsNothingMore() {
        at("2026-06-10T09:50Z");
        schedule(trial(UMA));
        at("2026-06-22T00:00Z");
        heard("""
                2026-06-17T09:50Z uma upgrade#1 email
                2026-06-21T09:50Z uma upgrade#2 email
                """);
        assertThat(complete("upgrade", UMA).outcome()).isEqualTo(Outcome.DONE);
        at("2026-08-01T00:00Z");
        heardNothing();
    }

    @Test
    void whoUpgradesAfterTheEndIsNotInvitedBack() {
        at("2026-06-10T09:50Z");
        schedule(trial(UMA));
        at("2026-06-25T00:00Z");
        heard("""
                2026-06-17T09:50Z uma upgrade#1 email
                2026-06-21T09:50Z uma upgrade#2 email
                2026-06-23T09:50Z uma upgrade#3 email
                2026-06-24T07:50Z uma upgrade#4 email
                """);
        assertThat(complete("upgrade", UMA).outcome()).isEqualTo(Outcome.RECOVERED);
        at("2026-08-01T00:00Z");
        heardNothing();
    }

    @Test
    void whoWantsNoEmailIsToldInTheApp() {
        at("2026-06-10T09:50Z");
        schedule(trial(UMA.withOptOut(Channel.EMAIL)));
        at("2026-06-20T00:00Z");
        heard("2026-06-17T09:50Z uma upgrade#1 in-app");
        became(UMA, "upgrade#1", SENT);
    }

    @Test
    void whoWantsNothingAtAllIsLeftAlone() {
        at("2026-06-10T09:50Z");
        schedule(trial(UMA.withOptOut(Channel.EMAIL).withOptOut(Channel.of("in-app"))));
        outOfOrder();
        at("2026-06-20T00:00Z");
        heardNothing();
        became(UMA, "upgrade#1", OPTED_OUT);
    }
}
