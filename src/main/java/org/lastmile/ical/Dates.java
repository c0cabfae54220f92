package org.lastmile.ical;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Deadline;

/** Reads dates and date-times (RFC 5545 sections 3.3.4 and 3.3.5) as deadlines. */
final class Dates {
    // Strict, where ical4j's own formats make 28 February out of 31 February.
    private static final DateTimeFormatter DATE = strict("uuuuMMdd");
    private static final DateTimeFormatter DATE_TIME = strict("uuuuMMdd'T'HHmmss");
    private static final int DATE_LENGTH = 8;
    private static final int MOST_VALUES = 20_000;

    private final Zones zones;

    Dates(Zones zones) {
        this.zones = zones;
    }

    /**
     * The value as a deadline.
     *
     * @throws InvitationException if it is no date or date-time, or its zone is unknown
     */
    Deadline read(ContentLine line, Place event) {
        return read(line, line.value().strip(), event.at(line.line()));
    }

    /** The values of a property that may have several, as RDATE and EXDATE; of a period its start. */
    List<Deadline> readAll(List<ContentLine> lines, Place event) {
        var values = new ArrayList<Deadline>();
        for (var line : lines) {
            for (var value : line.value().split(",", -1)) {
                if (values.size() == MOST_VALUES) {
                    throw event.at(line.line())
                            .refuse(line.name() + " has over " + MOST_VALUES + " values; use an RRULE instead");
                }
                values.add(read(line, value.strip().replaceFirst("/.*", ""), event.at(line.line())));
            }
        }
        return values;
    }

    private Deadline read(ContentLine line, String value, Place place) {
        try {
            if (value.indexOf('T') < 0) {
                // Some writers put a Z behind a date; a date has no zone, so it says nothing.
                var date = value.length() == DATE_LENGTH + 1 && value.endsWith("Z")
                        ? value.substring(0, DATE_LENGTH)
                        : value;
                return Deadline.of(LocalDate.parse(date, DATE), floating(line, place));
            }
            if (value.endsWith("Z")) {
                var local = LocalDateTime.parse(value.substring(0, value.length() - 1), DATE_TIME);
                var zone = zones.floating();
                return Deadline.of(local.toInstant(ZoneOffset.UTC), zone == null ? ZoneOffset.UTC : zone);
            }
            var local = LocalDateTime.parse(value, DATE_TIME);
            var tzid = line.parameter("TZID");
            return Deadline.of(local, tzid == null ? floating(line, place) : zones.of(tzid, line.name(), place));
        } catch (InvitationException e) {
            throw e;
        } catch (DateTimeException | IllegalArgumentException e) {
            throw place.refuse(
                    line.name() + " is " + Place.shown(value)
                            + ", which is no date or time from the years 1900 to 9000; write 20260704, 20260704T190000 or "
                            + "20260704T170000Z",
                    e);
        }
    }

    private ZoneId floating(ContentLine line, Place place) {
        @Nullable ZoneId zone = zones.floating();
        if (zone == null) {
            throw place.refuse(line.name() + " is " + Place.shown(line.value())
                    + " without a time zone; say in which zone it is meant, with InvitationReader.withZone(…)");
        }
        return zone;
    }

    private static DateTimeFormatter strict(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }
}
