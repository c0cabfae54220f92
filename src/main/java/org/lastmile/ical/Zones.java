package org.lastmile.ical;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The time zones of one calendar: what a TZID means (RFC 5545 section 3.2.19), and where times without a zone are.
 *
 * <p>A TZID is looked for, in this order: what the caller said of it, a name of the IANA database (also as the end of a global
 * id, {@code /example.org/2025/Europe/Berlin}), the name that its VTIMEZONE gives (X-LIC-LOCATION, TZID-ALIAS-OF), a name that
 * Windows uses, a VTIMEZONE that has one offset all year. The rules are those of the JVM, not the copy in the file, which was
 * made when it was written. A VTIMEZONE with daylight saving time and no known name is refused: no offset alone would do, since
 * the ladder's days may lie on the other side of the change.
 */
final class Zones {
    private final Map<String, ZoneId> said;
    private final Map<String, Component> defined = new HashMap<>();
    private final @Nullable ZoneId floating;

    /**
     * Of a calendar, with what the caller said of some TZIDs.
     *
     * @param fallback the zone of times without a zone, unless the calendar has an X-WR-TIMEZONE
     */
    Zones(Component calendar, Map<String, ZoneId> said, @Nullable ZoneId fallback) {
        this.said = said;
        for (var child : calendar.children()) {
            var tzid = child.name().equals("VTIMEZONE") ? child.first("TZID") : null;
            if (tzid != null) {
                defined.putIfAbsent(tzid.value().strip(), child);
            }
        }
        var stated = calendar.first("X-WR-TIMEZONE");
        var zone = stated == null ? null : find(stated.value().strip());
        this.floating = zone == null ? fallback : zone;
    }

    /** The zone of times without a zone, if it is known. */
    @Nullable
    ZoneId floating() {
        return floating;
    }

    ZoneId of(String tzid, String property, Place place) {
        var zone = find(tzid.strip());
        if (zone == null) {
            throw place.refuse(property + " has the TZID " + Place.shown(tzid)
                    + ", which names no time zone known here"
                    + (defined.containsKey(tzid.strip()) ? " (its VTIMEZONE has no name either)" : "")
                    + "; say which it is, with InvitationReader.withZone(tzid, zone)");
        }
        return zone;
    }

    private @Nullable ZoneId find(String tzid) {
        var zone = said.get(tzid);
        if (zone == null) {
            zone = named(tzid);
        }
        var definition = defined.get(tzid);
        if (zone == null && definition != null) {
            zone = alias(definition);
        }
        if (zone == null) {
            zone = WindowsZones.find(tzid);
        }
        return zone != null || definition == null ? zone : offset(definition);
    }

    private static @Nullable ZoneId alias(Component definition) {
        for (var property : List.of("X-LIC-LOCATION", "TZID-ALIAS-OF")) {
            var line = definition.first(property);
            var zone = line == null ? null : named(line.value().strip());
            if (zone != null) {
                return zone;
            }
        }
        return null;
    }

    /** The zone of that name in the IANA database, also where the name is the end of a global id. */
    static @Nullable ZoneId named(String name) {
        var zone = region(name);
        if (zone == null && name.indexOf('/') >= 0) {
            var parts = name.split("/", -1);
            // The names of the database have two or three words; one alone, as in /example.org/2025/GB, says little.
            for (int words = Math.min(3, parts.length - 1); zone == null && words >= 2; words--) {
                zone = region(String.join("/", List.of(parts).subList(parts.length - words, parts.length)));
            }
        }
        return zone;
    }

    private static @Nullable ZoneId region(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable ZoneId offset(Component definition) {
        var offsets = new HashSet<ZoneId>();
        for (var observance : definition.children()) {
            var line = observance.first("TZOFFSETTO");
            try {
                offsets.add(ZoneOffset.of(line == null ? "" : line.value().strip()));
            } catch (DateTimeException e) {
                return null;
            }
        }
        return offsets.size() == 1 ? offsets.iterator().next() : null;
    }
}
