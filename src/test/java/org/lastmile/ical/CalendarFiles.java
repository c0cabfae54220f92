package org.lastmile.ical;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Where the calendar files of these tests come from: the resources beside them, or a text. */
final class CalendarFiles {
    private CalendarFiles() {}

    static Invitations read(InvitationReader reader, String name) {
        try (var in = Objects.requireNonNull(CalendarFiles.class.getResourceAsStream(name), name)) {
            return reader.read(in, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Invitations readText(InvitationReader reader, String text) {
        return reader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "text.ics");
    }

    /** A calendar with one event that has these lines besides a UID, a title and a DTSTAMP. */
    static String event(String lines) {
        return "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:e@example.com\nSUMMARY:Party\nDTSTAMP:20260501T080000Z\n"
                + lines
                + (lines.endsWith("\n") ? "" : "\n")
                + "END:VEVENT\nEND:VCALENDAR\n";
    }
}
