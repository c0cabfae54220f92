package org.lastmile.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, as its user sees it. */
class RehearsalTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void theFamilyPartyIsRehearsedThroughACrash() throws Exception {
        int code = rehearse();

        assertThat(lines())
                .contains(
                        "Ida turns 80: the family party",
                        "30 guests: 15 in New York, 8 in Berlin, 7 in Kolkata; 6 have accepted, 3 have declined",
                        "left out: attendee \"Boathouse upper hall\": is a room (CUTYPE), which needs no reminder",
                        // The clocks change between the first reminders and the reply: 14 March here, 28 March there.
                        "    Sat 6 Mar 18:00 EST    New York        11        Tom Okafor, Grace Okafor, Ben Alvarez +8",
                        "    Fri 2 Apr 18:00 EDT    New York        11        Tom Okafor, Grace Okafor, Ben Alvarez +8",
                        "    Sun 7 Mar 08:00 CET    Berlin           5        Jürgen Sommer +4",
                        "    Sat 3 Apr 18:00 CEST   Berlin           5        Jürgen Sommer +4",
                        "      ^ deferred to the end of quiet hours, instead of Sun 7 Mar 03:30 IST",
                        "The process was cut off in the middle of send 48 of 95, Fri 2 Apr 18:00 EDT: the notifier had sent,",
                        "  planned at the start: 166",
                        "  sent: 95",
                        "  lost: 0",
                        "  sent after done: 0",
                        "  early or at another time than planned: 0",
                        "  not in the plan, or against it: 0",
                        "  rows in which the ledger disagrees: 0")
                // What the crash left open was sent again: somebody has got something twice.
                .anyMatch(line -> line.matches("  sent again, with the same id: [1-9]\\d*"))
                .anyMatch(line -> line.matches("  \\S.{28} \\S.{12} x*2.*"))
                .allMatch(line -> line.codePointCount(0, line.length()) <= Table.WIDTH);
        assertThat(code).isZero();
    }

    @Test
    void anyOtherFileIsRehearsedToo() throws Exception {
        var file = Files.writeString(folder.resolve("fair.ics"), """
                BEGIN:VCALENDAR
                VERSION:2.0
                BEGIN:VEVENT
                UID:fair@example.com
                DTSTAMP:19990101T000000Z
                SUMMARY:Village fair
                DTSTART;VALUE=DATE:19990704
                ATTENDEE;CN=Ana;X-LASTMILE-TZ=America/New_York:mailto:ana@example.com
                ATTENDEE;CN=Ben:mailto:ben@example.com
                ATTENDEE;CN=Nobody's address:invalid:nomail
                END:VEVENT
                BEGIN:VEVENT
                UID:other@example.com
                DTSTAMP:19990101T000000Z
                SUMMARY:Another
                DTSTART:19990704T100000Z
                END:VEVENT
                END:VCALENDAR
                """);

        int code = rehearse(file.toString());

        assertThat(lines())
                .contains(
                        "the end of Sun 4 Jul 1999 in Berlin (1999-07-04T22:00:00Z)",
                        "the file has 1 more; give a UID as second argument to rehearse another",
                        "  lost: 0",
                        "  sent after done: 0",
                        "  rows in which the ledger disagrees: 0")
                .anyMatch(line -> line.contains("NO_ADDRESS"))
                .allMatch(line -> line.codePointCount(0, line.length()) <= Table.WIDTH);
        assertThat(code).isZero();
    }

    @Test
    void whatCannotBeUsedIsRefusedInOneSentence() throws Exception {
        var event =
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:e@example.com\nSUMMARY:Fair\nDTSTART:%s\n%sEND:VEVENT\nEND:VCALENDAR\n";
        refuses(
                "missing.ics: the file cannot be read (NoSuchFileException); check that it is there and may be read",
                folder.resolve("missing.ics").toString());
        refuses(
                "bad.ics: event \"Fair\" (line 5): DTSTART is \"soon\", which is no date or time from the years 1900 to 9000; "
                        + "write 20260704, 20260704T190000 or 20260704T170000Z",
                file("bad.ics", event.formatted("soon", "")));
        refuses(
                "empty.ics: event \"Fair\" has no guest to remind; add a line ATTENDEE for each",
                file("empty.ics", event.formatted("20260704", "")));
        refuses(
                "off.ics: event \"Fair\" is called off (STATUS:CANCELLED); choose another",
                file("off.ics", event.formatted("20260704", "STATUS:CANCELLED\n")));
        refuses(
                "bad.ics: no event has the UID \"x\"; it has e@example.com",
                file("bad.ics", event.formatted("20260704", "")),
                "x");
        refuses("arguments are 3; give a file and perhaps the UID of an event", "a", "b", "c");
    }

    private void refuses(String sentence, String... args) throws Exception {
        printed.reset();
        assertThat(rehearse(args)).isEqualTo(2);
        assertThat(String.join(" ", lines())).isEqualTo(sentence);
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int rehearse(String... args) throws Exception {
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new Rehearsal(out, ZoneId.of("Europe/Berlin")).run(args);
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
