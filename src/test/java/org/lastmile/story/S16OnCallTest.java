package org.lastmile.story;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/**
 * On call in New York in the night of 2026-11-01, when the clocks go back: an alarm at 01:50 (UTC-4, 05:50Z), to be solved by
 * 04:00 (UTC-5, 09:00Z).
 */
class S16OnCallTest extends Story {
    private static final Recipient L1 = person("L1");
    private static final Recipient L2 = person("L2");
    private static final Recipient L3 = person("L3");

    private static Goal alarm() {
        return Goal.of("alarm", "The disk is full")
                .role("l2", L2)
                .role("l3", L3)
                .due(LocalDateTime.parse("2026-11-01T04:00"), ZoneId.of("America/New_York"))
                .finalStep(Step.of("solve", "Solve it")
                        .ladder(Ladder.of(
                                minutes(5),
                                minutes(15).to(Audience.role("l2")),
                                minutes(30).to(Audience.role("l3")),
                                minutes(35),
                                minutes(45).to(Audience.role("l2")),
                                minutes(60).to(Audience.role("l3"))))
                        .participants(L1));
    }

    private static Rung minutes(int minutes) {
        return Rung.afterStart(Duration.ofMinutes(minutes)).by("call").urgent();
    }

    @Test
    void anHourIsAnHourInTheNightWhenTheClocksGoBack() {
        at("2026-11-01T05:50Z");
        schedule(alarm());
        at("2026-11-01T12:00Z");
        heard("""
                2026-11-01T05:55Z l1 solve#1 call
                2026-11-01T06:05Z l2 solve#2 call about l1
                2026-11-01T06:20Z l3 solve#3 call about l1
                2026-11-01T06:25Z l1 solve#4 call
                2026-11-01T06:35Z l2 solve#5 call about l1
                2026-11-01T06:50Z l3 solve#6 call about l1   // 01:50 again
                """);
        ended("solve", L1, Outcome.EXPIRED);
    }

    @Test
    void afterAnOutageEachLevelIsToldOnceAndTheRestIsOnTime() {
        at("2026-11-01T05:50Z");
        schedule(alarm());
        down("2026-11-01T06:03Z", "2026-11-01T06:22Z");
        heard("""
                2026-11-01T05:55Z l1 solve#1 call
                2026-11-01T06:22Z l2 solve#2 call about l1 planned 2026-11-01T06:05Z
                2026-11-01T06:22Z l3 solve#3 call about l1 planned 2026-11-01T06:20Z
                """);
        at("2026-11-01T12:00Z");
        heard("""
                2026-11-01T06:25Z l1 solve#4 call
                2026-11-01T06:35Z l2 solve#5 call about l1
                2026-11-01T06:50Z l3 solve#6 call about l1
                """);
    }

    @Test
    void whoIsAtItIsLeftInPeace() {
        at("2026-11-01T05:50Z");
        schedule(alarm());
        down("2026-11-01T06:03Z", "2026-11-01T06:22Z");
        heardCalls();
        at("2026-11-01T06:23Z");
        acknowledge("solve", L1, "2026-11-01T08:00Z");
        at("2026-11-01T07:30Z");
        complete("solve", L1);
        at("2026-11-01T12:00Z");
        heardNothing();
        ended("solve", L1, Outcome.DONE);
    }
}
