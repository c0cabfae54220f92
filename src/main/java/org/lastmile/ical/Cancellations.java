package org.lastmile.ical;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has been called off of one UID (METHOD:CANCEL, RFC 5546 section 3.2.5): the event, some of its occurrences, or the
 * invitation of some attendees. Not thread-safe.
 */
final class Cancellations {
    private final List<Event> all = new ArrayList<>();
    /** The newest SEQUENCE by occurrence; the empty key is the event. */
    private final Map<String, Integer> calledOff = new HashMap<>();

    private final Map<String, Map<String, Integer>> uninvited = new HashMap<>();

    void add(Event off) {
        all.add(off);
    }

    List<Event> all() {
        return all;
    }

    /** Reads whom they are for; without STATUS:CANCELLED, they are for the attendees they name alone. */
    void read() {
        for (var off : all) {
            var key = off.key() == null ? "" : off.key();
            var named = off.isCancelled() ? List.<Attendee>of() : off.guests().attendees();
            if (named.isEmpty()) {
                calledOff.merge(key, off.sequence(), Math::max);
            }
            var ids = uninvited.computeIfAbsent(key, each -> new HashMap<>());
            named.forEach(attendee -> ids.merge(attendee.id(), off.sequence(), Math::max));
        }
    }

    /** Whether the event, or that occurrence of it, is called off by one that is not older. */
    boolean isCalledOff(Event event, @Nullable String occurrence) {
        return calledOff.getOrDefault("", -1) >= event.sequence()
                || (occurrence != null && calledOff.getOrDefault(occurrence, -1) >= event.sequence());
    }

    /** The ids of those who are no longer invited to it. */
    Set<String> uninvited(Event event, @Nullable String occurrence) {
        var ids = new HashSet<String>();
        for (var key : occurrence == null ? List.of("") : List.of("", occurrence)) {
            uninvited.getOrDefault(key, Map.of()).forEach((id, sequence) -> {
                if (sequence >= event.sequence()) {
                    ids.add(id);
                }
            });
        }
        return ids;
    }
}
