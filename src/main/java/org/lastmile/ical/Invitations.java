package org.lastmile.ical;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a calendar file holds: invitations in the file's order, and what was left out.
 *
 * <p>Immutable and thread-safe.
 *
 * @param source the name of the file
 * @param all the invitations; each has a goal's id of its own
 * @param skipped what is no invitation: answers to one, older versions of an event, other occurrences of a recurring one, to-dos
 */
public record Invitations(String source, List<Invitation> all, List<Skipped> skipped) {
    private static final int MOST_SHOWN = 5;

    public Invitations {
        Objects.requireNonNull(source, "source");
        all = List.copyOf(all);
        skipped = List.copyOf(skipped);
    }

    /**
     * The only invitation of the file.
     *
     * @throws InvitationException if there is none, or more than one
     */
    public Invitation one() {
        if (all.isEmpty()) {
            throw new InvitationException(source + ": no event of the file is an invitation"
                    + (skipped.isEmpty() ? "" : " (" + skipped.get(0) + ")")
                    + "; give a file with a VEVENT that lies ahead");
        }
        if (all.size() > 1) {
            var titles = all.stream()
                    .limit(MOST_SHOWN)
                    .map(invitation -> "\"" + invitation.title() + "\"")
                    .collect(Collectors.joining(", "));
            throw new InvitationException(source + ": the file has " + all.size() + " events (" + titles
                    + (all.size() > MOST_SHOWN ? ", …" : "") + ") where one was expected; go through all()");
        }
        return all.get(0);
    }
}
