package org.lastmile.story;

import static org.lastmile.goal.ReminderState.LATE;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/** An essay in London, due on Mon 2026-10-26 at 12:00 (UTC+0 again since the day before). */
class S08StudentDeadlineTest extends Story {
    private static final Recipient XAN = person("Xan");
    private static final Recipient YAS = person("Yas");
    private static final Recipient ZAK = person("Zak");
    private static final Recipient TUTOR = person("Tutor");

    private static Goal essay() {
        return Goal.of("essay", "Essay")
                .role("tutor", TUTOR)
                .due(LocalDateTime.parse("2026-10-26T12:00"), ZoneId.of("Europe/London"))
                .finalStep(Step.of("submit", "Submit it")
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(7)).by("email"),
                                Rung.before(Period.ofDays(2)).by("email"),
                                Rung.before(Period.ofDays(1)).by("email"),
                                Rung.before(Duration.ofHours(3)).by("sms"),
                                Rung.after(Period.ofDays(1))
                                        .to(Audience.role("tutor"))
                                        .by("email")))
                        .participants(XAN, YAS, ZAK));
    }

    private static final String UNTIL_THE_SATURDAY = """
            2026-10-19T11:00Z xan submit#1 email
            2026-10-19T11:00Z yas submit#1 email
            2026-10-19T11:00Z zak submit#1 email
            2026-10-24T11:00Z xan submit#2 email   // two days by the clock on the wall, 49 hours
            2026-10-24T11:00Z yas submit#2 email
            2026-10-24T11:00Z zak submit#2 email
            """;

    @Test
    void theTutorHearsWhoIsMissing() {
        at("2026-10-01T08:00Z");
        schedule(essay());
        at("2026-10-24T14:00Z");
        heard(UNTIL_THE_SATURDAY);
        complete("submit", XAN);
        at("2026-12-01T00:00Z");
        heard("""
                2026-10-25T12:00Z yas submit#3 email
                2026-10-25T12:00Z zak submit#3 email
                2026-10-26T09:00Z yas submit#4 sms
                2026-10-26T09:00Z zak submit#4 sms
                2026-10-27T12:00Z tutor submit#5 email about yas, zak
                """);
    }

    @Test
    void anExtensionHasALadderAndAListOfItsOwn() {
        at("2026-10-01T08:00Z");
        schedule(essay());
        at("2026-10-24T14:00Z"); // 15:00 in London
        heard(UNTIL_THE_SATURDAY);
        extend("submit", XAN, "2026-10-28T12:00[Europe/London]");
        at("2026-10-25T00:00Z");
        complete("submit", ZAK);
        at("2026-12-01T00:00Z");
        heard("""
                2026-10-25T12:00Z yas submit#3 email
                2026-10-26T09:00Z yas submit#4 sms
                2026-10-26T12:00Z xan submit#2 email
                2026-10-27T12:00Z xan submit#3 email
                2026-10-27T12:00Z tutor submit#5 email about yas
                2026-10-28T09:00Z xan submit#4 sms
                2026-10-29T12:00Z tutor submit#5 email about xan
                """);
        became(XAN, "submit#1", LATE);
    }

    @Test
    void whoSubmitsWithinTheExtensionIsInNoList() {
        at("2026-10-01T08:00Z");
        schedule(essay());
        at("2026-10-24T14:00Z");
        heard(UNTIL_THE_SATURDAY);
        extend("submit", XAN, "2026-10-28T12:00[Europe/London]");
        complete("submit", YAS);
        complete("submit", ZAK);
        at("2026-10-28T11:59Z");
        heard("""
                2026-10-26T12:00Z xan submit#2 email
                2026-10-27T12:00Z xan submit#3 email
                2026-10-28T09:00Z xan submit#4 sms
                """);
        complete("submit", XAN);
        at("2026-12-01T00:00Z");
        heardNothing();
    }
}
