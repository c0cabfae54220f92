package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.goal.ReminderState.SUPERSEDED;
import static org.lastmile.plan.Warning.Kind.DEADLINE_WHEN_CLOSED;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.OpeningHours;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/**
 * The express checkout of a hotel in Lisbon is open from 06:00 to 11:00 only; it closes for this guest on Sun 2026-03-29, the
 * day the clocks go forward (at 01:00, to UTC+1). The guest sleeps from 22:00 to 08:00.
 *
 * <p>Worked out by hand; the deadline, 11:00 at UTC+1, is 10:00Z:
 *
 * <ul>
 *   <li>#1 P1D at 20:00: Sat 03-28 20:00, UTC+0: 20:00Z
 *   <li>#2 PT12H: 10:00Z less 12 hours is 03-28 22:00Z, 22:00 there: quiet, just. Their end, 08:00 at UTC+1, is 07:00Z and
 *       leaves more than the hour that it must: deferred to 07:00Z
 *   <li>#3 at opening: 06:00 at UTC+1 is 05:00Z, quiet too: deferred to 07:00Z. Of the two at that instant the one that was
 *       meant for later speaks (05:00Z is after 22:00Z): #3, and #2 is superseded
 *   <li>#4 PT1H: 09:00Z, 10:00 there
 *   <li>#5 PT15M to the desk, which has neither zone nor quiet hours: 09:45Z
 * </ul>
 */
class S05ExpressCheckoutTest extends Story {
    private static final Recipient GUS = person("Gus", "Europe/Lisbon").withQuietHours(quiet("22:00", "08:00"));
    private static final Recipient DESK = person("Desk");

    private static Goal departure(String local) {
        return Goal.of("room-12", "Departure from room 12")
                .due(LocalDateTime.parse(local), ZoneId.of("Europe/Lisbon"))
                .role("desk", DESK)
                .finalStep(Step.of("checkout", "Express checkout")
                        .open(OpeningHours.of(LocalTime.of(6, 0), LocalTime.of(11, 0)))
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(1))
                                        .at(LocalTime.of(20, 0))
                                        .by("sms"),
                                Rung.before(Duration.ofHours(12)).by("sms"),
                                Rung.atOpening().by("sms"),
                                Rung.before(Duration.ofHours(1)).by("sms"),
                                Rung.before(Duration.ofMinutes(15))
                                        .to(Audience.role("desk"))
                                        .by("call")))
                        .participants(GUS));
    }

    @Test
    void aGuestWhoSleepsIsToldInTheMorningOnce() {
        at("2026-03-27T14:00Z");
        warned(schedule(departure("2026-03-29T11:00")));
        at("2026-04-05T00:00Z");
        heard("""
                2026-03-28T20:00Z gus checkout#1 sms
                2026-03-29T07:00Z gus checkout#3 sms
                2026-03-29T09:00Z gus checkout#4 sms
                2026-03-29T09:45Z desk checkout#5 call about gus
                """);
        became(GUS, "checkout#2", SUPERSEDED);
    }

    @Test
    void aReminderSaysWhenItIsOpen() {
        at("2026-03-27T14:00Z");
        schedule(departure("2026-03-29T11:00"));
        at("2026-03-28T20:00Z");
        assertThat(heardCalls()).singleElement().satisfies(call -> {
            assertThat(call.reminder().text())
                    .contains("due on Sunday, 29 March 2026, 11:00 (Europe/Lisbon)")
                    .contains("open from 06:00 to 11:00 (Europe/Lisbon)");
            assertThat(call.reminder().step().opening().opens()).isEqualTo(LocalTime.of(6, 0));
        });
    }

    @Test
    void aGuestWhoHasCheckedOutIsNotSoughtByTheDesk() {
        at("2026-03-27T14:00Z");
        schedule(departure("2026-03-29T11:00"));
        at("2026-03-29T08:30Z");
        heard("""
                2026-03-28T20:00Z gus checkout#1 sms
                2026-03-29T07:00Z gus checkout#3 sms
                """);
        complete("checkout", GUS);
        at("2026-04-05T00:00Z");
        heardNothing();
        // From 07:00Z to 08:30Z is more than an hour and less than two.
        reported("""
                What came of goal "room-12", as of Sun 5 Apr 2026 00:00 UTC

                STEP checkout: Express checkout (final)
                  1 person, 1 reached it (100 %): 1 in time
                  last heard           sent  answered           done recovered     no   half of them within
                  rung 1 sms              1         0 (0 %)        0         0      0
                  rung 3 sms              1         1 (100 %)      1         0      0   2 hours
                  not sent: 1 SUPERSEDED
                """);
    }

    @Test
    void aDeadlineWhenItIsClosedIsWarnedOf() {
        at("2026-03-27T14:00Z");
        // 11:00 itself is still open, a minute later is not.
        warned(lastmile.preview(departure("2026-03-29T11:00")));
        warned(lastmile.preview(departure("2026-03-29T11:01")), DEADLINE_WHEN_CLOSED);
        warned(lastmile.preview(departure("2026-03-29T06:00")));
        warned(lastmile.preview(departure("2026-03-29T05:59")), DEADLINE_WHEN_CLOSED);
    }
}
