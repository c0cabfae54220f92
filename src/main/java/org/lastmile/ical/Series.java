package org.lastmile.ical;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Deadline;

/**
 * All that a file says of one UID (RFC 5546 section 2.1.5): versions of an event, changed occurrences of a recurring one,
 * cancellations. It finds what holds of it. Not thread-safe.
 */
final class Series {
    private static final Comparator<Event> BY_VERSION =
            Comparator.comparingInt(Event::sequence).thenComparing(Event::stamp);

    /** A changed occurrence: what it is now, and when. */
    private record Changed(Event event, Deadline start) {}

    /** The event's versions under the empty key, those of its changed occurrences under theirs. */
    private final Map<String, List<Event>> versions = new LinkedHashMap<>();

    private final Cancellations cancellations = new Cancellations();
    private final List<Invitation> invitations = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();

    void add(Event event) {
        if (event.isCancellation()) {
            cancellations.add(event);
        } else {
            versions.computeIfAbsent(event.key() == null ? "" : event.key(), key -> new ArrayList<>())
                    .add(event);
        }
    }

    List<Invitation> invitations() {
        return invitations;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    /**
     * Finds what holds.
     *
     * @param after of a recurring event, the occurrence wanted is the first that begins later; null for the first of all
     * @throws InvitationException if an event that counts cannot be used
     */
    void resolve(@Nullable Instant after) {
        cancellations.read();
        var masters = newest(versions.getOrDefault("", List.of()));
        var changed = new LinkedHashMap<String, Event>();
        versions.forEach((key, events) -> {
            if (!key.isEmpty()) {
                changed.put(key, newest(events).get(0));
            }
        });
        if (masters.size() == 1 && masters.get(0).recurs()) {
            oneOccurrence(masters.get(0), changed, after);
        } else {
            for (var master : masters) {
                boolean off = master.isCancelled() || cancellations.isCalledOff(master, null);
                var gone = cancellations.uninvited(master, null);
                invitations.add(
                        masters.size() == 1
                                ? master.invitation(master.start(), null, off, gone)
                                : master.invitationByStart(off, gone));
            }
            changed.forEach((key, event) -> add(event, event.start(), key));
        }
        for (var off : cancellations.all()) {
            if (versions.isEmpty()) {
                addCancelled(off);
            } else {
                var newer = off.key() == null || !changed.containsKey(off.key())
                        ? masters
                        : List.of(changed.get(off.key()));
                if (newer.stream().anyMatch(event -> event.sequence() > off.sequence())) {
                    skip(off, "calls off an older version (SEQUENCE " + off.sequence() + ")");
                }
            }
        }
    }

    /** The newest of the versions; several only if nothing but their starts tells them apart. */
    private List<Event> newest(List<Event> events) {
        var last = events.stream().max(BY_VERSION).orElse(null);
        var byStart = new LinkedHashMap<String, Event>();
        for (var event : events) {
            if (last != null && BY_VERSION.compare(event, last) < 0) {
                skip(event, "is an older version (SEQUENCE " + event.sequence() + ") of " + Place.shown(label(last)));
                continue;
            }
            var same = byStart.put(event.key() == null ? Event.key(event.start()) : event.key(), event);
            if (same != null) {
                skip(same, "stands there twice with the same SEQUENCE and DTSTAMP; the last one counts");
            }
        }
        return List.copyOf(byStart.values());
    }

    private void add(Event event, Deadline start, @Nullable String occurrence) {
        invitations.add(event.invitation(
                start,
                occurrence,
                event.isCancelled() || cancellations.isCalledOff(event, occurrence),
                cancellations.uninvited(event, occurrence)));
    }

    private void addCancelled(Event cancellation) {
        if (cancellation.hasStart()) {
            add(cancellation, cancellation.start(), cancellation.key());
        } else {
            skip(
                    cancellation,
                    "calls off an event (METHOD:CANCEL) that is not in the file, without saying when it was");
        }
    }

    /** A series that is called off is shown by its next occurrence, one occurrence that is called off is passed over. */
    private void oneOccurrence(Event master, Map<String, Event> changed, @Nullable Instant after) {
        boolean off = master.isCancelled() || cancellations.isCalledOff(master, null);
        var regular = master.recurrence().first(after, start -> {
            var key = Event.key(start);
            return !changed.containsKey(key) && (off || !cancellations.isCalledOff(master, key));
        });
        var moved = changed.values().stream()
                .filter(event -> off || (!event.isCancelled() && !cancellations.isCalledOff(event, event.key())))
                .map(event -> new Changed(event, event.start()))
                .filter(each -> after == null || each.start().instant().isAfter(after))
                .min(Comparator.comparing(each -> each.start().instant()))
                .orElse(null);
        Event chosen = null;
        if (moved != null && (regular == null || !moved.start().instant().isAfter(regular.instant()))) {
            chosen = moved.event();
            add(chosen, moved.start(), chosen.key());
        } else if (regular != null) {
            add(master, regular, Event.key(regular));
        } else {
            skip(master, after == null ? "has no occurrence left" : "has no occurrence after " + after);
        }
        for (var event : changed.values()) {
            if (event != chosen) {
                skip(event, "is another occurrence (RECURRENCE-ID " + event.key() + ") of a recurring event");
            }
        }
    }

    private void skip(Event event, String why) {
        skipped.add(new Skipped("event " + Place.shown(label(event)), why));
    }

    private static String label(Event event) {
        return Objects.requireNonNullElse(event.place().event(), event.uid());
    }
}
