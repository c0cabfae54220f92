package org.lastmile.ical;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Recipient;

/**
 * One event of a calendar file, or one occurrence of a recurring one: what is to happen by when, and who is invited.
 *
 * <p>Immutable and thread-safe. The text form shows the goal's id only.
 *
 * @param uid the property {@code UID}
 * @param recurrenceId which occurrence of a recurring event it is, by its original start: an instant
 *     ({@code 2026-07-04T17:00:00Z}), or a date for an event of whole days; none if the event does not recur
 * @param goalId an id for a goal: the UID, with the occurrence behind it where there is one. The same event gives the same id
 *     in every file
 * @param sequence the property {@code SEQUENCE}; 0 if it is missing
 * @param method the calendar's property {@code METHOD} in upper case, if there is one (RFC 5546)
 * @param cancelled whether it has been called off ({@code STATUS:CANCELLED} or {@code METHOD:CANCEL})
 * @param title the property {@code SUMMARY}
 * @param start when it begins, as a goal's deadline: a local date-time with a zone; a date for an event of whole days; an
 *     instant for a time in UTC, to be read in the calendar's or the reader's zone
 * @param organizer who invites, if the file says so
 * @param attendees the people and groups who are invited, each once, in the file's order
 * @param skipped the attendees that were left out: rooms, resources, those who are only informed
 */
public record Invitation(
        String uid,
        @Nullable String recurrenceId,
        String goalId,
        int sequence,
        @Nullable String method,
        boolean cancelled,
        String title,
        Deadline start,
        @Nullable Recipient organizer,
        List<Attendee> attendees,
        List<Skipped> skipped) {

    public Invitation {
        Objects.requireNonNull(uid, "uid");
        Objects.requireNonNull(goalId, "goalId");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(start, "start");
        attendees = List.copyOf(attendees);
        skipped = List.copyOf(skipped);
    }

    @Override
    public String toString() {
        return "Invitation[" + goalId + "]";
    }
}
