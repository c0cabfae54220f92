package org.lastmile.example;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lastmile.ical.Invitation;
import org.lastmile.ical.InvitationReader;
import org.lastmile.ical.Invitations;
import org.lastmile.ical.Skipped;

/**
 * The event of a file that is rehearsed, and what was left out.
 *
 * @param invitation the event
 * @param others how many other events the file has
 * @param skipped what is no guest, and what is no invitation
 */
record Choice(Invitation invitation, int others, List<Skipped> skipped) {
    /**
     * Reads a file and takes one event: the one with that UID, else the one with the most guests.
     *
     * @throws IllegalArgumentException if there is none that can be rehearsed; one sentence that says why
     */
    static Choice of(Path file, ZoneId zone, @Nullable String uid) {
        var reader = InvitationReader.create().withZone(zone);
        var read = reader.skippingUnusable().read(file);
        if (read.all().isEmpty()) {
            // Nothing is left, so the sentence that refuses the first event is the one to show.
            reader.read(file).one();
        }
        var wanted = read.all().stream()
                .filter(each ->
                        uid == null || each.uid().equals(uid) || each.goalId().equals(uid))
                .toList();
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException(read.source() + ": no event has the UID \"" + uid + "\"; it has "
                    + String.join(
                            ", ",
                            read.all().stream().map(Invitation::goalId).limit(3).toList()));
        }
        var chosen = wanted.stream()
                .filter(each -> !each.cancelled())
                .max(Comparator.comparingInt(each -> each.attendees().size()))
                .orElseThrow(() -> new IllegalArgumentException(read.source() + ": event \""
                        + wanted.get(0).title() + "\" is called off (STATUS:CANCELLED); choose another"));
        if (chosen.attendees().isEmpty()) {
            throw new IllegalArgumentException(read.source() + ": event \"" + chosen.title()
                    + "\" has no guest to remind; add a line ATTENDEE for each");
        }
        return new Choice(chosen, read.all().size() - 1, skipped(read, chosen));
    }

    private static List<Skipped> skipped(Invitations read, Invitation chosen) {
        return Stream.concat(chosen.skipped().stream(), read.skipped().stream()).toList();
    }
}
