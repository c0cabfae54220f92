package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.goal.ReminderState.LATE;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
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
 * Ana's party in New York. Replies are due on Sun 2026-03-08 at 20:00, the day the clocks go forward (03-09 00:00Z), the party
 * is on 03-14 at 19:00 (23:00Z).
 */
class S01PartyTest extends Story {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Recipient ANA = person("Ana");
    private static final Recipient CORA = person("Cora");
    private static final Recipient DAN = person("Dan");
    private static final Recipient SAM = person("Sam");
    private static final Recipient SOL = person("Sol");

    private static Goal party(Recipient... guests) {
        return Goal.of("party", "Ana's party")
                .ownedBy(ANA)
                .due(LocalDateTime.parse("2026-03-14T19:00"), NEW_YORK)
                .step(Step.of("rsvp", "Reply to the invitation")
                        .due(LocalDateTime.parse("2026-03-08T20:00"), NEW_YORK)
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(14)).by("email"),
                                Rung.before(Period.ofDays(3)).by("email"),
                                Rung.before(Period.ofDays(1)).by("sms"),
                                Rung.before(Duration.ofHours(2)).by("sms"),
                                Rung.after(Period.ofDays(1))
                                        .at(LocalTime.of(9, 0))
                                        .to(Audience.OWNER)
                                        .by("email")))
                        .participants(guests))
                .finalStep(Step.of("attend", "Be there")
                        .after("rsvp")
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(1))
                                        .at(LocalTime.of(10, 0))
                                        .by("email"),
                                Rung.before(Duration.ofHours(3)).by("sms")))
                        .participants(guests));
    }

    @Test
    void aGuestWhoConfirmsIsNotAskedAgainAndRemindedOfTheParty() {
        at("2026-02-01T12:00Z");
        schedule(party(CORA));
        at("2026-03-04T17:00Z");
        heard("2026-02-23T01:00Z cora rsvp#1 email");
        complete("rsvp", CORA);
        at("2026-04-01T00:00Z");
        heard("""
                2026-03-13T14:00Z cora attend#1 email
                2026-03-14T20:00Z cora attend#2 sms
                """);
    }

    @Test
    void aGuestWhoDeclinesHearsNothingAnyMore() {
        at("2026-02-01T12:00Z");
        schedule(party(DAN));
        at("2026-02-02T12:00Z");
        decline("rsvp", DAN);
        at("2026-04-01T00:00Z");
        heardNothing();
        ended("rsvp", DAN, Outcome.DECLINED);
        ended("attend", DAN, Outcome.DECLINED);
    }

    @Test
    void silentGuestsAreListedForAnaOnce() {
        at("2026-02-01T12:00Z");
        schedule(party(SAM, CORA, SOL));
        at("2026-03-04T17:00Z");
        complete("rsvp", CORA);
        at("2026-04-01T00:00Z");
        heard("""
                2026-02-23T01:00Z sam rsvp#1 email
                2026-02-23T01:00Z sol rsvp#1 email
                2026-02-23T01:00Z cora rsvp#1 email
                2026-03-06T01:00Z sam rsvp#2 email
                2026-03-06T01:00Z sol rsvp#2 email
                2026-03-08T01:00Z sam rsvp#3 sms      // a day before by the clock on the wall, 23 hours
                2026-03-08T01:00Z sol rsvp#3 sms
                2026-03-08T22:00Z sam rsvp#4 sms
                2026-03-08T22:00Z sol rsvp#4 sms
                2026-03-09T13:00Z ana rsvp#5 email about sam, sol
                2026-03-13T14:00Z cora attend#1 email
                2026-03-14T20:00Z cora attend#2 sms
                """);
        ended("rsvp", SAM, Outcome.EXPIRED);
        ended("attend", SAM, Outcome.EXPIRED);
    }

    @Test
    void aGuestWhoAnswersWhenAnaCallsIsRemindedOfTheParty() {
        at("2026-03-07T18:00Z");
        schedule(party(SAM, SOL));
        at("2026-03-09T15:00Z");
        heard("""
                2026-03-08T01:00Z sam rsvp#3 sms
                2026-03-08T01:00Z sol rsvp#3 sms
                2026-03-08T22:00Z sam rsvp#4 sms
                2026-03-08T22:00Z sol rsvp#4 sms
                2026-03-09T13:00Z ana rsvp#5 email about sam, sol
                """);
        assertThat(complete("rsvp", SAM).outcome()).isEqualTo(Outcome.RECOVERED);
        at("2026-04-01T00:00Z");
        heard("""
                2026-03-13T14:00Z sam attend#1 email
                2026-03-14T20:00Z sam attend#2 sms
                """);
    }

    @Test
    void aGuestWhoIsAddedLateHearsWhatIsLeft() {
        var ned = person("Ned");
        at("2026-03-05T12:00Z");
        schedule(party(SAM));
        at("2026-03-06T17:00Z"); // 12:00 in New York
        join("rsvp", ned);
        at("2026-04-01T00:00Z");
        heard("""
                2026-03-06T01:00Z sam rsvp#2 email
                2026-03-08T01:00Z sam rsvp#3 sms
                2026-03-08T01:00Z ned rsvp#3 sms
                2026-03-08T22:00Z sam rsvp#4 sms
                2026-03-08T22:00Z ned rsvp#4 sms
                2026-03-09T13:00Z ana rsvp#5 email about sam, ned
                """);
        became(ned, "rsvp#1", LATE);
        became(ned, "rsvp#2", LATE);
    }
}
