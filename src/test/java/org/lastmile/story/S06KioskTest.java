package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.Held;
import org.lastmile.LastmileBuilder;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/** Somebody presses "help" at a kiosk in Tokyo on 2026-05-05 at 17:50 (08:50Z); the store closes at 18:00. */
class S06KioskTest extends Story {
    private static final Recipient A = person("A");
    private static final Recipient B = person("B");
    private static final Recipient SUPERVISOR = person("Supervisor");
    private static final Recipient MANAGER = person("Manager");

    @Override
    void prepare(LastmileBuilder host) {
        host.acknowledgedFor(Duration.ofMinutes(4));
    }

    private static Goal help() {
        return Goal.of("kiosk-3", "Help at kiosk 3")
                .role("b", B)
                .role("supervisor", SUPERVISOR)
                .role("manager", MANAGER)
                .due(LocalDateTime.parse("2026-05-05T18:00"), ZoneId.of("Asia/Tokyo"))
                .finalStep(Step.of("help", "Go and help")
                        .ladder(Ladder.of(
                                after(0), after(1).to(Audience.role("b")),
                                after(3).to(Audience.role("supervisor")), after(5).to(Audience.role("manager"))))
                        .participants(A));
    }

    private static Rung after(int minutes) {
        return Rung.afterStart(Duration.ofMinutes(minutes)).by("in-app").urgent();
    }

    @Test
    void whenNobodyReactsItGoesUpToTheManager() {
        at("2026-05-05T08:50Z");
        schedule(help());
        at("2026-05-05T09:00Z");
        heard("""
                2026-05-05T08:50Z a help#1 in-app
                2026-05-05T08:51Z b help#2 in-app about a
                2026-05-05T08:53Z supervisor help#3 in-app about a
                2026-05-05T08:55Z manager help#4 in-app about a
                """);
        ended("help", A, Outcome.EXPIRED);
    }

    @Test
    void anAcknowledgementBuysFourMinutes() {
        at("2026-05-05T08:50Z");
        schedule(help());
        at("2026-05-05T08:51:20Z");
        assertThat(people(() -> lastmile.acknowledge("kiosk-3", "help", A.id())))
                .isEqualTo(Held.DONE);
        outOfOrder();
        at("2026-05-05T08:55:19.999Z");
        heard("""
                2026-05-05T08:50Z a help#1 in-app
                2026-05-05T08:51Z b help#2 in-app about a
                """);
        at("2026-05-05T09:10Z");
        heard("""
                2026-05-05T08:55:20Z supervisor help#3 in-app about a planned 2026-05-05T08:53Z
                2026-05-05T08:55:20Z manager help#4 in-app about a planned 2026-05-05T08:55Z
                """);
        ended("help", A, Outcome.EXPIRED);
    }

    @Test
    void helpThatIsGivenIsTheEndOfIt() {
        at("2026-05-05T08:50Z");
        schedule(help());
        at("2026-05-05T08:51:20Z");
        acknowledge("help", A, "2026-05-05T08:55:20Z");
        at("2026-05-05T08:54Z");
        complete("help", A);
        at("2026-05-05T09:10Z");
        heard("""
                2026-05-05T08:50Z a help#1 in-app
                2026-05-05T08:51Z b help#2 in-app about a
                """);
        ended("help", A, Outcome.DONE);
    }

    @Test
    void aCustomerWhoWalksOffNeedsNoHelp() {
        at("2026-05-05T08:50Z");
        schedule(help());
        at("2026-05-05T08:52Z");
        decline("help", A);
        at("2026-05-05T09:10Z");
        heard("""
                2026-05-05T08:50Z a help#1 in-app
                2026-05-05T08:51Z b help#2 in-app about a
                """);
        ended("help", A, Outcome.DECLINED);
    }
}
