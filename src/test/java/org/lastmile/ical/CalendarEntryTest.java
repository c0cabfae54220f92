package org.lastmile.ical;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Reminder;
import org.lastmile.notify.Sample;

/** What a calendar program reads out of an entry. */
class CalendarEntryTest {
    private static final CalendarEntry ENTRY = CalendarEntry.create();

    private static Calendar calendar(Reminder reminder) throws Exception {
        var document = ENTRY.of(reminder);
        assertThat(document).isNotNull();
        assertThat(document.mediaType()).isEqualTo("text/calendar");
        var calendar = new CalendarBuilder().build(new StringReader(document.text()));
        assertThat(calendar.validate().getEntries()).isEmpty();
        return calendar;
    }

    /** The lines, unfolded. */
    private static List<String> lines(Reminder reminder) throws Exception {
        return calendar(reminder).toString().replace("\r\n ", "").lines().toList();
    }

    @Test
    void isAnEventAtTheDeadlineWithAnAlarmForEachRungAheadOfIt() throws Exception {
        var lines = lines(Sample.gus().reminder());
        assertThat(lines)
                .contains(
                        "DTSTART:20260704T170000Z",
                        "DTSTAMP:20260701T070000Z",
                        "SEQUENCE:0",
                        "SUMMARY:Summer party: Reply to the invitation",
                        "TRANSP:TRANSPARENT",
                        "ACTION:DISPLAY")
                .filteredOn(line -> line.startsWith("TRIGGER"))
                // The third one, on the 5th, comes after the deadline.
                .containsExactly(
                        "TRIGGER;VALUE=DATE-TIME:20260703T170000Z", "TRIGGER;VALUE=DATE-TIME:20260704T140000Z");
    }

    @Test
    void aWholeDayIsAWholeDay() throws Exception {
        var day = Sample.gus().due(Deadline.of(LocalDate.parse("2026-07-04"), ZoneId.of("Europe/Berlin")));
        assertThat(lines(day.reminder())).contains("DTSTART;VALUE=DATE:20260704");
    }

    @Test
    void aMoveIsANewerVersionOfTheSameEntry() throws Exception {
        var before = lines(Sample.gus().reminder());
        var after = lines(Sample.gus().inEpoch(3));
        assertThat(after).contains("SEQUENCE:3");
        assertThat(after.stream().filter(line -> line.startsWith("UID:")))
                .containsExactlyElementsOf(
                        before.stream().filter(line -> line.startsWith("UID:")).toList());
    }

    @Test
    void aTitleAddsNoPropertyAndTellsNoAddress() throws Exception {
        var wild = Sample.gus()
                .to(org.lastmile.goal.Recipient.of("jo@example.org", "Jo").withAddress("email", "jo@example.org"))
                .saying(
                        "A; b, c\r\nATTENDEE:mailto:eve@example.org\u2028\"x\"",
                        "Line\r\nBEGIN:VALARM\nDTEND:20260704T180000Z\u0000");
        var lines = lines(wild.reminder());
        assertThat(lines).noneMatch(line -> line.startsWith("ATTENDEE") || line.startsWith("DTEND"));
        assertThat(lines.stream().filter("BEGIN:VALARM"::equals)).hasSize(2);
        assertThat(String.join("\n", lines)).doesNotContain("jo@example.org");
    }

    @Test
    void thereIsNoneAfterTheDeadlineNorForAnOverseer() {
        assertThat(ENTRY.of(Sample.gus().at(Sample.gus().deadline().instant()).reminder()))
                .isNull();
        assertThat(ENTRY.of(Sample.gus().about(List.of(), 0))).isNull();
    }
}
