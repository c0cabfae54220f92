package org.lastmile.story;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Audience;
import org.lastmile.goal.BusinessDays;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/**
 * Jo sells cars in Berlin; a test drive ends on Fri 2026-10-23 at 16:30 (14:30Z), the offer holds until Mon 11-30 at 18:00. The
 * clocks go back on Sun 10-25.
 */
class S03CarSaleTest extends Story {
    private static final LocalTime TEN = LocalTime.of(10, 0);
    private static final Recipient JO = person("Jo");
    private static final Recipient MIA = person("Mia");

    private static Goal sale() {
        return Goal.of("sale", "Sell the blue one")
                .role("manager", MIA)
                .due(LocalDateTime.parse("2026-11-30T18:00"), ZoneId.of("Europe/Berlin"))
                .finalStep(Step.of("close", "Close the sale")
                        .ladder(Ladder.of(
                                Rung.afterStart(Duration.ofHours(2)).by("email"),
                                Rung.afterStart(BusinessDays.of(1)).at(TEN).by("call"),
                                Rung.afterStart(BusinessDays.of(3)).at(TEN).by("call"),
                                Rung.whenIdle(Period.ofDays(7)).at(TEN).by("email"),
                                Rung.whenIdle(Period.ofDays(14))
                                        .at(TEN)
                                        .to(Audience.role("manager"))
                                        .by("email")))
                        .participants(JO));
    }

    private static final String THE_FIRST_DAYS = """
            2026-10-23T16:30Z jo close#1 email   // thank you
            2026-10-26T09:00Z jo close#2 call    // Monday
            2026-10-28T09:00Z jo close#3 call
            """;

    @Test
    void aSalesmanWhoRestsIsWokenAndThenTheManagerIsTold() {
        at("2026-10-23T14:30Z");
        schedule(sale());
        at("2027-01-01T00:00Z");
        heard(THE_FIRST_DAYS + """
                2026-10-30T09:00Z jo close#4 email
                2026-11-06T09:00Z mia close#5 email about jo
                """);
    }

    @Test
    void aSalesmanWhoStaysInTouchIsLeftAloneForAnotherWeek() {
        at("2026-10-23T14:30Z");
        schedule(sale());
        at("2026-10-29T11:00Z"); // 12:00 in Berlin
        heard(THE_FIRST_DAYS);
        touch("close", JO);
        at("2027-01-01T00:00Z");
        heard("""
                2026-11-05T09:00Z jo close#4 email
                2026-11-12T09:00Z mia close#5 email about jo
                """);
    }

    @Test
    void aTouchAfterTheWakingCallArmsItAgain() {
        at("2026-10-23T14:30Z");
        schedule(sale());
        at("2026-11-02T11:00Z");
        heard(THE_FIRST_DAYS + "2026-10-30T09:00Z jo close#4 email");
        touch("close", JO);
        at("2027-01-01T00:00Z");
        heard("""
                2026-11-09T09:00Z jo close#4 email
                2026-11-16T09:00Z mia close#5 email about jo
                """);
    }

    @Test
    void soldOrBoughtElsewhereTheManagerHearsNothing() {
        at("2026-10-23T14:30Z");
        schedule(sale());
        at("2026-11-02T11:00Z");
        heard(THE_FIRST_DAYS + "2026-10-30T09:00Z jo close#4 email");
        decline("close", JO);
        at("2027-01-01T00:00Z");
        heardNothing();
    }
}
