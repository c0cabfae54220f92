package org.lastmile.ical;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who is invited to an event, each once, and who is named there without being invited.
 *
 * @param attendees in the file's order
 * @param skipped rooms, resources, those who are informed only, those named again
 */
record Guests(List<Attendee> attendees, List<Skipped> skipped) {
    static Guests read(List<ContentLine> lines, Place event) {
        var attendees = new LinkedHashMap<String, Attendee>();
        var skipped = new ArrayList<Skipped>();
        int number = 0;
        for (var line : lines) {
            number++;
            var what = "ATTENDEE " + number;
            var why = reasonToSkip(line);
            if (why != null) {
                skipped.add(new Skipped("attendee " + Place.shown(CalendarAddress.name(line, what)), why));
                continue;
            }
            var recipient = CalendarAddress.recipient(line, what, event.at(line.line()));
            var delegate = CalendarAddress.id(line.parameter("DELEGATED-TO"), what, event.at(line.line()));
            var attendee = new Attendee(recipient, reply(line), role(line), kind(line), delegate);
            if (attendees.put(attendee.id(), attendee) != null) {
                skipped.add(new Skipped(
                        "attendee " + Place.shown(recipient.name()), "is named more than once; the last line counts"));
            }
        }
        return new Guests(List.copyOf(attendees.values()), List.copyOf(skipped));
    }

    private static @Nullable String reasonToSkip(ContentLine line) {
        var kind = upper(line, "CUTYPE");
        if (kind.equals("ROOM") || kind.equals("RESOURCE")) {
            return "is a " + kind.toLowerCase(Locale.ROOT) + " (CUTYPE), which needs no reminder";
        }
        return upper(line, "ROLE").equals("NON-PARTICIPANT") ? "is informed only (ROLE=NON-PARTICIPANT)" : null;
    }

    private static Attendee.Reply reply(ContentLine line) {
        return switch (upper(line, "PARTSTAT")) {
            case "ACCEPTED" -> Attendee.Reply.ACCEPTED;
            case "DECLINED" -> Attendee.Reply.DECLINED;
            case "TENTATIVE" -> Attendee.Reply.TENTATIVE;
            case "DELEGATED" -> Attendee.Reply.DELEGATED;
            // Section 3.2.12: what is not known counts as NEEDS-ACTION.
            default -> Attendee.Reply.NEEDS_ACTION;
        };
    }

    private static Attendee.Role role(ContentLine line) {
        return switch (upper(line, "ROLE")) {
            case "CHAIR" -> Attendee.Role.CHAIR;
            case "OPT-PARTICIPANT" -> Attendee.Role.OPTIONAL;
            default -> Attendee.Role.REQUIRED;
        };
    }

    private static Attendee.Kind kind(ContentLine line) {
        return switch (upper(line, "CUTYPE")) {
            case "", "INDIVIDUAL" -> Attendee.Kind.INDIVIDUAL;
            case "GROUP" -> Attendee.Kind.GROUP;
            default -> Attendee.Kind.UNKNOWN;
        };
    }

    private static String upper(ContentLine line, String parameter) {
        var value = line.parameter(parameter);
        return value == null ? "" : value.strip().toUpperCase(Locale.ROOT);
    }
}
