package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.LastmileBuilder;
import org.lastmile.goal.Audience;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.BusinessDays;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Offset;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;
import org.lastmile.goal.StepDue;

/**
 * A delivery in Chicago, promised for Thu 2026-07-02 at 18:00 (23:00Z); Fri 07-03 is a holiday. When it goes wrong, somebody
 * calls within a business day (Mon 07-06 13:00, 18:00Z), and three days after that the customer is asked how it went.
 */
class S04DeliveryTest extends Story {
    private static final Recipient DISPATCHER = person("Dispatcher");
    private static final Recipient AGENT = person("Agent");
    private static final Recipient CUSTOMER = person("Customer");
    private static final Recipient MANAGER = person("Manager");

    @Override
    void prepare(LastmileBuilder host) {
        host.calendar(
                "us",
                date -> BusinessCalendar.WEEKDAYS.isBusinessDay(date) && !date.equals(LocalDate.parse("2026-07-03")));
    }

    private static Goal delivery() {
        return Goal.of("delivery", "Delivery of the sofa")
                .calendar("us")
                .role("customer", CUSTOMER)
                .role("manager", MANAGER)
                .due(LocalDateTime.parse("2026-07-02T18:00"), ZoneId.of("America/Chicago"))
                .finalStep(Step.of("deliver", "Deliver it")
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(1)).at(LocalTime.NOON).by("email"),
                                Rung.before(Duration.ofHours(2)).by("sms")))
                        .participants(DISPATCHER))
                .step(Step.of("call", "Call and apologise")
                        .recovers("deliver")
                        .due(new StepDue.FromStart(Offset.of(BusinessDays.of(1)).at(LocalTime.of(13, 0))))
                        .ladder(Ladder.of(
                                Rung.afterStart(Duration.ofMinutes(15))
                                        .to(Audience.role("customer"))
                                        .by("sms"),
                                Rung.after(Duration.ofHours(1))
                                        .to(Audience.role("manager"))
                                        .by("email")))
                        .participants(AGENT))
                .step(Step.of("check", "Say how it went")
                        .recovers("deliver")
                        .due(new StepDue.FromStep(
                                "call", Offset.of(Period.ofDays(3)).at(LocalTime.of(10, 0))))
                        .ladder(Ladder.of(Rung.after(Duration.ZERO).by("email")))
                        .participants(CUSTOMER));
    }

    @Test
    void aBrokenPromiseIsFollowedByACallAndAQuestion() {
        at("2026-06-29T15:00Z");
        schedule(delivery());
        at("2026-08-01T00:00Z");
        heard("""
                2026-07-01T17:00Z dispatcher deliver#1 email
                2026-07-02T21:00Z dispatcher deliver#2 sms
                2026-07-02T23:15Z customer call#1 sms about agent     // sorry
                2026-07-06T19:00Z manager call#2 email about agent    // nobody has called
                2026-07-09T15:00Z customer check#1 email
                """);
        ended("deliver", DISPATCHER, Outcome.EXPIRED);
    }

    @Test
    void aDeliveryInTimeIsAllThereIs() {
        at("2026-06-29T15:00Z");
        schedule(delivery());
        at("2026-07-02T22:50Z"); // 17:50
        heard("""
                2026-07-01T17:00Z dispatcher deliver#1 email
                2026-07-02T21:00Z dispatcher deliver#2 sms
                """);
        complete("deliver", DISPATCHER);
        at("2026-08-01T00:00Z");
        heardNothing();
        ended("deliver", DISPATCHER, Outcome.DONE);
        ended("call", AGENT, Outcome.CANCELLED);
        ended("check", CUSTOMER, Outcome.CANCELLED);
    }

    @Test
    void aDeliveryAnHourLateIsRecoveredAndTheRecoveryGoesOn() {
        at("2026-07-02T22:00Z");
        schedule(delivery());
        at("2026-07-03T00:00Z"); // 19:00
        heard("2026-07-02T23:15Z customer call#1 sms about agent");
        assertThat(complete("deliver", DISPATCHER).outcome()).isEqualTo(Outcome.RECOVERED);
        at("2026-07-06T15:00Z");
        assertThat(complete("call", AGENT).outcome()).isEqualTo(Outcome.DONE);
        at("2026-08-01T00:00Z");
        heard("2026-07-09T15:00Z customer check#1 email");
    }
}
