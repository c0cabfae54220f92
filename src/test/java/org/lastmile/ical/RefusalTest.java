package org.lastmile.ical;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be used is refused with a sentence that names file, event and property, and says what to do. */
class RefusalTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        not-a-calendar.ics      | the file is not an iCalendar file, since it does not begin with BEGIN:VCALENDAR; export the event as .ics
        empty.ics               | the file is not an iCalendar file, since it does not begin with BEGIN:VCALENDAR; export the event as .ics
        truncated.ics           | the file ends in the middle of a VEVENT; fetch it again
        latin-1.ics             | the file is not in UTF-8, as RFC 5545 section 3.1.4 demands; save it in UTF-8
        no-colon.ics            | line 7: property "DTSTART" has no value; write a colon and the value behind it, or remove the line
        open-quote.ics          | line 8: ATTENDEE has a quotation mark that is not closed; close it
        no-uid.ics              | event "Party" (line 4): UID is missing, so that a later version could not be told from another event; write a UID of its own
        two-uids.ics            | event "Party" (line 6): UID stands there twice, as "a@example.com" and as "b@example.com"; leave one
        no-start.ics            | event "Party" (line 4): DTSTART is missing, so that there is no deadline; write when the event begins
        impossible-date.ics     | event "Party" (line 7): DTSTART is "20260231T160000Z", which is no date or time from the years 1900 to 9000; write 20260704, 20260704T190000 or 20260704T170000Z
        far-date.ics            | event "Party" (line 7): DTSTART is "16010101T000000Z", which is no date or time from the years 1900 to 9000; write 20260704, 20260704T190000 or 20260704T170000Z
        bad-sequence.ics        | event "Party" (line 7): SEQUENCE is "two"; write a whole number from 0
        unknown-zone.ics        | event "warming" (line 8): DTSTART has the TZID "Middle-earth/Shire", which names no time zone known here; say which it is, with InvitationReader.withZone(tzid, zone)
        zone-without-name.ics   | event "house" (line 22): DTSTART has the TZID "Customized Time Zone", which names no time zone known here (its VTIMEZONE has no name either); say which it is, with InvitationReader.withZone(tzid, zone)
        bad-zone-of-attendee.ics| event "Party" (line 9): ATTENDEE 2 has X-LASTMILE-TZ "Berlin", which is no zone of the IANA database; write one like Europe/Berlin
        several-addresses.ics   | event "Party" (line 8): ATTENDEE 1 has several addresses; write a line for each
        injected-address.ics    | event "Party" (line 8): ATTENDEE 1 has a control character in its address; correct it
        nobody.ics              | event "Party" (line 8): ATTENDEE 1 has neither an address nor a name; write mailto: and an address behind the colon
        bad-rule.ics            | event "Party" (line 8): RRULE is "FREQ=FORTNIGHTLY", which is no recurrence rule (RFC 5545 section 3.3.10); correct it
        hourly-rule.ics         | event "Party" (line 8): RRULE has FREQ=HOURLY; an invitation recurs daily, weekly, monthly or yearly
        two-rules.ics           | event "Party" (line 4): RRULE stands there more than once, which is not supported; leave one
        exrule.ics              | event "Party" (line 4): EXRULE is obsolete (RFC 5545 appendix A.3) and not supported; use EXDATE
        range.ics               | event "Party" (line 8): RECURRENCE-ID has the parameter RANGE, which is not supported; send each occurrence by itself
        other-calendar.ics      | event "Party" (line 8): RRULE counts in another calendar (RFC 7529), which is not supported; list the dates as RDATE
        """)
    void isOneSentence(String file, String sentence) {
        var reader = InvitationReader.create().withZone(ZoneId.of("Europe/Berlin"));
        assertThatThrownBy(() -> CalendarFiles.read(reader, file))
                .isInstanceOf(InvitationException.class)
                .hasMessage(file + ": " + sentence);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        RRULE:FREQ=DAILY;INTERVAL=0                 | RRULE has INTERVAL=0; use 1 to 1000
        RRULE:FREQ=DAILY;INTERVAL=2147483647        | RRULE has INTERVAL=2147483647; use 1 to 1000
        RRULE:FREQ=DAILY;INTERVAL=99999999999       | which is no recurrence rule (RFC 5545 section 3.3.10); correct it
        RRULE:FREQ=DAILY;COUNT=0                    | RRULE has COUNT=0; use 1 or more
        RRULE:FREQ=DAILY;UNTIL=soon                 | which is no recurrence rule (RFC 5545 section 3.3.10); correct it
        RRULE:COUNT=3                               | which is no recurrence rule (RFC 5545 section 3.3.10); correct it
        RDATE:soon                                  | RDATE is "soon", which is no date or time
        EXDATE;TZID=Nowhere:20260704T190000         | EXDATE has the TZID "Nowhere"
        ATTENDEE;MEMBER="a","b:mailto:a@example.com | ATTENDEE has a parameter that cannot be read
        ORGANIZER:mailto:%00@example.com            | ORGANIZER has a control character in its address
        DTSTART:20260705T160000Z                    | DTSTART stands there twice
        """)
    void namesTheProperty(String line, String part) {
        var reader = InvitationReader.create();
        var rule = line.startsWith("EXDATE") ? "RRULE:FREQ=DAILY\n" : "";
        assertThatThrownBy(() ->
                        CalendarFiles.readText(reader, CalendarFiles.event("DTSTART:20260704T160000Z\n" + rule + line)))
                .isInstanceOf(InvitationException.class)
                .hasMessageStartingWith("text.ics: ")
                .hasMessageContaining(part);
    }
}
