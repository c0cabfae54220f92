package org.lastmile.ical;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Recipient;

/**
 * One VEVENT (RFC 5545 section 3.6.1), read property by property when asked, so that a mistake in one that does not count
 * harms nobody. Every method refuses what it cannot read.
 */
final class Event {
    private static final int LONGEST_TITLE = 300;
    private static final int LONGEST_ID = 120;

    private final Component component;
    private final @Nullable String method;
    private final Dates dates;
    private final Effort effort;
    private final Place place;
    private final String uid;
    private final int sequence;
    private final Instant stamp;
    private final @Nullable String key;

    Event(Component component, @Nullable String method, Zones zones, Effort effort, Place file) {
        this.component = component;
        this.effort = effort;
        this.method = method;
        this.dates = new Dates(zones);
        var summary = component.first("SUMMARY");
        var said = summary == null ? "" : summary.text(LONGEST_TITLE);
        var named = component.first("UID");
        var label = said.isEmpty() && named != null ? named.value() : said;
        this.place = new Place(file.source(), label.isEmpty() ? "without title" : label, component.line());
        this.uid = readUid();
        this.sequence = readSequence();
        this.stamp = readStamp();
        var recurrenceId = component.single("RECURRENCE-ID", place);
        this.key = recurrenceId == null ? null : readKey(recurrenceId);
    }

    private String readUid() {
        var line = component.single("UID", place);
        if (line == null || line.value().isBlank()) {
            throw place.refuse("UID is missing, so that a later version could not be told from another event; "
                    + "write a UID of its own");
        }
        return line.value().strip();
    }

    private int readSequence() {
        var line = component.single("SEQUENCE", place);
        if (line == null) {
            return 0;
        }
        try {
            int number = Integer.parseInt(line.value().strip());
            if (number >= 0) {
                return number;
            }
            throw new NumberFormatException("negative");
        } catch (NumberFormatException e) {
            throw place.at(line.line())
                    .refuse("SEQUENCE is " + Place.shown(line.value()) + "; write a whole number from 0");
        }
    }

    /** It only tells which of two versions is newer, so one that cannot be read is merely old. */
    private Instant readStamp() {
        var line = component.first("DTSTAMP");
        try {
            return line == null ? Instant.MIN : dates.read(line, place).instant();
        } catch (InvitationException e) {
            return Instant.MIN;
        }
    }

    private String readKey(ContentLine line) {
        if (line.parameter("RANGE") != null) {
            throw place.at(line.line())
                    .refuse(
                            "RECURRENCE-ID has the parameter RANGE, which is not supported; send each occurrence by itself");
        }
        return key(dates.read(line, place));
    }

    /** What tells one occurrence from another: its start, however it was written. */
    static String key(Deadline start) {
        return start instanceof Deadline.OnDate day
                ? day.date().toString()
                : start.instant().toString();
    }

    Place place() {
        return place;
    }

    String uid() {
        return uid;
    }

    int sequence() {
        return sequence;
    }

    /** DTSTAMP. */
    Instant stamp() {
        return stamp;
    }

    /** RECURRENCE-ID, if it is about one occurrence. */
    @Nullable
    String key() {
        return key;
    }

    /** Whether it calls off the event, or one occurrence of it (RFC 5546 section 3.2.5). */
    boolean isCancellation() {
        return "CANCEL".equals(method);
    }

    boolean isCancelled() {
        var status = component.first("STATUS");
        return status != null && status.value().strip().equalsIgnoreCase("CANCELLED");
    }

    boolean hasStart() {
        return component.count("DTSTART") > 0;
    }

    Deadline start() {
        var line = component.single("DTSTART", place);
        if (line == null) {
            throw place.refuse("DTSTART is missing, so that there is no deadline; write when the event begins");
        }
        return dates.read(line, place);
    }

    boolean recurs() {
        return component.count("RRULE") + component.count("RDATE") > 0;
    }

    Recurrence recurrence() {
        if (component.count("EXRULE") > 0) {
            throw place.refuse("EXRULE is obsolete (RFC 5545 appendix A.3) and not supported; use EXDATE");
        }
        if (component.count("RRULE") > 1) {
            throw place.refuse("RRULE stands there more than once, which is not supported; leave one");
        }
        return new Recurrence(
                start(),
                component.first("RRULE"),
                dates.readAll(component.all("RDATE"), place),
                dates.readAll(component.all("EXDATE"), place),
                effort,
                place);
    }

    Guests guests() {
        return Guests.read(component.all("ATTENDEE"), place);
    }

    private String title() {
        var line = component.first("SUMMARY");
        var title = line == null ? "" : line.text(LONGEST_TITLE);
        return title.isEmpty() ? "Untitled event" : title;
    }

    private @Nullable Recipient organizer() {
        var line = component.first("ORGANIZER");
        return line == null ? null : CalendarAddress.recipient(line, "ORGANIZER", place.at(line.line()));
    }

    /**
     * The invitation to it.
     *
     * @param at when it begins
     * @param occurrence which occurrence it is, if it recurs
     * @param uninvited the ids of attendees who have been told not to come
     */
    Invitation invitation(Deadline at, @Nullable String occurrence, boolean cancelled, Set<String> uninvited) {
        return invitation(at, occurrence, goalId(occurrence), cancelled, uninvited);
    }

    /** The invitation to it, where the UID does not tell it from another: its start does. */
    Invitation invitationByStart(boolean cancelled, Set<String> uninvited) {
        return invitation(start(), null, goalId(key(start())), cancelled, uninvited);
    }

    private Invitation invitation(
            Deadline at, @Nullable String occurrence, String goalId, boolean cancelled, Set<String> uninvited) {
        var guests = guests();
        var skipped = new ArrayList<>(guests.skipped());
        var invited = new ArrayList<Attendee>();
        for (var attendee : guests.attendees()) {
            if (uninvited.contains(attendee.id())) {
                skipped.add(new Skipped(
                        "attendee " + Place.shown(attendee.name()), "is no longer invited (METHOD:CANCEL)"));
            } else {
                invited.add(attendee);
            }
        }
        return new Invitation(
                uid, occurrence, goalId, sequence, method, cancelled, title(), at, organizer(), invited, skipped);
    }

    private String goalId(@Nullable String occurrence) {
        var clean = uid.replaceAll("[\\p{Cntrl}\\s]", "_");
        if (clean.length() > LONGEST_ID) {
            clean = clean.substring(0, LONGEST_ID / 2).replaceAll("\\p{Cs}", "_") + "~" + Attendee.digest(uid);
        }
        return occurrence == null ? clean : clean + "#" + occurrence;
    }

    /** Why an event of a calendar with that METHOD is no invitation (RFC 5546 section 3.2), if it is none. */
    static @Nullable String reasonToSkip(@Nullable String method) {
        if (method == null || List.of("PUBLISH", "REQUEST", "CANCEL").contains(method)) {
            return null;
        }
        return switch (method) {
            case "REPLY" -> "is an answer (METHOD:REPLY), not an invitation; pass it on with complete or decline";
            case "ADD" -> "adds an occurrence to a series (METHOD:ADD), which is not supported; send the whole series";
            default -> "is no invitation (METHOD:" + method.toUpperCase(Locale.ROOT) + ")";
        };
    }
}
