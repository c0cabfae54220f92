package org.lastmile.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.StillOpen;

/** What a recipient reads: their language, their zone, how long is left. */
class PlainWordingTest {
    private static final Sample GUS = Sample.gus();

    private static String first(Sample sample) {
        return sample.reminder().text().lines().findFirst().orElseThrow();
    }

    @Test
    void englishUnlessTheRecipientsLanguageIsKnown() {
        assertThat(GUS.reminder().subject()).isEqualTo("Summer party: Reply to the invitation");
        assertThat(GUS.reminder().text()).isEqualTo("""
                Summer party: Reply to the invitation is due on Saturday, 4 July 2026, 19:00 (Europe/Berlin), in 3 days.
                This is reminder 2.""");
        assertThat(first(GUS.to(GUS.recipient().withLocale(Locale.JAPANESE)))).isEqualTo(first(GUS));
    }

    @Test
    void germanForThoseWhoReadIt() {
        var german = GUS.to(GUS.recipient().withLocale(Locale.GERMANY)).reminder();
        assertThat(german.text()).isEqualTo("""
                Summer party: Reply to the invitation ist fällig am Samstag, 4. Juli 2026, 19:00 Uhr (Europe/Berlin), in 3 Tagen.
                Dies ist die 2. Erinnerung.""");
    }

    @Test
    void datesAsTheyAreWrittenInTheReadersRegion() {
        var inNewYork = GUS.recipient().withLocale(Locale.US).withZone(ZoneId.of("America/New_York"));
        assertThat(first(GUS.to(inNewYork))).contains("Saturday, July 4, 2026, 1:00 PM (America/New_York)");
        assertThat(first(GUS.to(GUS.recipient()
                                .withLocale(new Locale.Builder()
                                        .setLanguage("de")
                                        .setRegion("AT")
                                        .build()))
                        .at(Instant.parse("2026-01-02T00:00:00Z"))
                        .due(Deadline.parse("2026-01-09T12:00[Europe/Vienna]"))))
                .contains("Freitag, 9. Jänner 2026, 12:00 Uhr");
    }

    // Due on 4 July at 17:00Z, which is 19:00 in Berlin. Days are those of the calendar there.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "2026-06-27T07:00:00Z, in 7 days",
        "2026-07-02T21:59:00Z, in 2 days", // 23:59 on the 2nd in Berlin
        "2026-07-02T22:01:00Z, in 42 hours", // 00:01 on the 3rd
        "2026-07-04T15:00:00Z, in 2 hours",
        "2026-07-04T15:00:01Z, in 119 minutes",
        "2026-07-04T16:59:30Z, in one minute",
        "2026-07-04T17:00:00Z, just now",
        "2026-07-04T17:01:00Z, one minute ago",
        "2026-07-04T19:00:00Z, 2 hours ago",
        "2026-07-05T21:59:00Z, 28 hours ago", // 23:59 on the 5th
        "2026-07-05T22:00:00Z, 2 days ago",
    })
    void howLongIsLeft(Instant now, String left) {
        assertThat(first(GUS.at(now)))
                .endsWith(", " + left + ".")
                .contains(left.endsWith("ago") || left.endsWith("now") ? " was due on " : " is due on ");
    }

    // Due on 4 July in Berlin, all day: until the 4th at 22:00Z.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "2026-07-01T07:00:00Z, in 3 days",
        "2026-07-02T22:00:00Z, tomorrow",
        "2026-07-03T22:00:00Z, today",
        "2026-07-04T21:59:59Z, today",
        "2026-07-04T22:00:00Z, yesterday",
        "2026-07-05T22:00:00Z, 2 days ago",
    })
    void howManyDaysAreLeft(Instant now, String left) {
        var day = GUS.due(Deadline.of(LocalDate.parse("2026-07-04"), ZoneId.of("Europe/Berlin")))
                .at(now);
        assertThat(first(day)).endsWith(" due on Saturday, 4 July 2026, " + left + ".");
    }

    @Test
    void anOverseerReadsWhoIsOpenAndHowOftenTheyWereAsked() {
        var open = List.of(
                new StillOpen(Recipient.of("ann", "Ann"), 0, null),
                new StillOpen(Recipient.of("ben", "Ben"), 1, Sample.NOW),
                new StillOpen(Recipient.of("cat", "Cat"), 3, Sample.NOW));
        assertThat(GUS.about(open, 3).text())
                .endsWith("\nNo answer yet from Ann (reminded not yet), Ben (reminded once), Cat (reminded 3 times).")
                .doesNotContain("This is reminder");
        assertThat(GUS.about(open, 1_203).text()).endsWith("Cat (reminded 3 times) and 1,200 more.");
    }

    @Test
    void aTitleStaysOnOneLineAndKeepsItsDirectionToItself() {
        var turned =
                GUS.goalTitled("Party\u2028Bcc: x\u2029y \u202Egpj.exe {0} '").reminder();
        assertThat(turned.subject()).isEqualTo("Party Bcc: x y gpj.exe {0} ': Reply to the invitation");
        assertThat(turned.text().lines()).hasSize(2);
        var hebrew = GUS.goalTitled("מסיבה").reminder();
        assertThat(hebrew.subject()).isEqualTo("\u2068מסיבה\u2069: Reply to the invitation");
        var names = List.of(new StillOpen(Recipient.of("eve", "Eve\u2028\u202EDone"), 0, null));
        assertThat(GUS.about(names, 1).text()).contains("No answer yet from Eve Done (");
    }

    @Test
    void theLanguageForTheOthersIsTheHosts() {
        var wording = new PlainWording(Phrasebooks.standard().withLocale(Locale.GERMAN));
        assertThat(wording.message(GUS.reminder(), Sample.NOW).text()).contains("in 3 Tagen");
    }
}
