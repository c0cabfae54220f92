package org.lastmile.ical;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads invitations out of iCalendar files (RFC 5545, RFC 5546): whole exports of a calendar, or what came with a mail.
 *
 * <pre>{@code
 * var party = InvitationReader.create().withZone(ZoneId.of("Europe/Berlin")).read(Path.of("party.ics")).one();
 * var guests = party.attendees().stream().map(Attendee::recipient).toList();
 * }</pre>
 *
 * <p>Of several versions of an event the newest counts (SEQUENCE, then DTSTAMP). Two events that share UID and version are two
 * invitations. Of a recurring event one occurrence is read: the first, or the next after an instant ({@link #withNextAfter});
 * changed, moved and cancelled occurrences count. A changed occurrence without its series is an invitation of its own. Answers
 * (METHOD:REPLY) and to-dos are skipped, and the result says so. A property that is not needed is not looked at.
 *
 * <p>A TZID may be a name of the IANA database, also at the end of a global id, the name in its VTIMEZONE's X-LIC-LOCATION or
 * TZID-ALIAS-OF, a name that Windows uses, or a VTIMEZONE with one offset all year. Times without a zone and whole days are in
 * the calendar's X-WR-TIMEZONE, else in that of {@link #withZone(ZoneId)}. The zone of an attendee, which RFC 5545 does not
 * know, may be given as parameter X-LASTMILE-TZ of ATTENDEE: {@code ATTENDEE;X-LASTMILE-TZ=Europe/Berlin:mailto:jo@example.com}.
 *
 * <p>Limits: 10 MiB and 50,000 components a file, 10,000 attendees an event. Nothing is fetched from the network. Immutable and
 * thread-safe; each {@code withX} gives a new value.
 */
public final class InvitationReader {
    private final @Nullable ZoneId zone;
    private final Map<String, ZoneId> zones;
    private final @Nullable Instant after;
    private final boolean skipsUnusable;

    private InvitationReader(
            @Nullable ZoneId zone, Map<String, ZoneId> zones, @Nullable Instant after, boolean skipsUnusable) {
        this.zone = zone;
        this.zones = zones;
        this.after = after;
        this.skipsUnusable = skipsUnusable;
    }

    /**
     * A reader without a zone of its own, which reads first occurrences and refuses a file with an event it cannot use.
     *
     * @throws IllegalStateException if ical4j is not on the class path
     */
    public static InvitationReader create() {
        try {
            Class.forName("net.fortuna.ical4j.data.CalendarParserImpl", false, InvitationReader.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalStateException(
                    "reading invitations needs ical4j, which is not on the class path; add org.mnode.ical4j:ical4j", e);
        }
        return new InvitationReader(null, Map.of(), null, false);
    }

    /** With that zone for times without a zone and for whole days, unless the calendar names one (X-WR-TIMEZONE). */
    public InvitationReader withZone(ZoneId defaultZone) {
        return new InvitationReader(Objects.requireNonNull(defaultZone, "defaultZone"), zones, after, skipsUnusable);
    }

    /** With that zone for that TZID, whatever the file or the name says of it. */
    public InvitationReader withZone(String tzid, ZoneId meant) {
        var changed = new HashMap<>(zones);
        changed.put(tzid.strip(), Objects.requireNonNull(meant, "meant"));
        return new InvitationReader(zone, Map.copyOf(changed), after, skipsUnusable);
    }

    /**
     * Of a recurring event, with the first occurrence that begins after that instant (a whole day: that ends after it). Events
     * that do not recur are read whenever they are.
     */
    public InvitationReader withNextAfter(Instant instant) {
        return new InvitationReader(zone, zones, Objects.requireNonNull(instant, "instant"), skipsUnusable);
    }

    /**
     * Skipping events that cannot be used, with the sentence that would have refused them as the reason. Look at
     * {@link Invitations#skipped()}: nobody will be reminded of what is in there.
     */
    public InvitationReader skippingUnusable() {
        return new InvitationReader(zone, zones, after, true);
    }

    /**
     * The invitations in a file.
     *
     * @throws InvitationException if the file or an event in it cannot be used; the message says what to do about it
     */
    public Invitations read(Path file) {
        var source = String.valueOf(file.getFileName());
        try (var in = Files.newInputStream(file)) {
            return read(in, source);
        } catch (IOException e) {
            throw Place.file(source)
                    .refuse(
                            "the file cannot be read (" + e.getClass().getSimpleName()
                                    + "); check that it is there and may be read",
                            e);
        }
    }

    /**
     * The invitations in a stream, which is read to its end and left open.
     *
     * @param sourceName how messages call it
     * @throws InvitationException if the stream or an event in it cannot be used; the message says what to do about it
     */
    public Invitations read(InputStream in, String sourceName) {
        var file = Place.file(Objects.requireNonNull(sourceName, "sourceName"));
        var skipped = new ArrayList<Skipped>();
        var byUid = new LinkedHashMap<String, Series>();
        var effort = new Effort();
        for (var calendar : ComponentTree.read(Content.read(in, file), file)) {
            collect(calendar, file, effort, byUid, skipped);
        }
        var invitations = new ArrayList<Invitation>();
        for (var series : byUid.values()) {
            try {
                series.resolve(after);
                invitations.addAll(series.invitations());
                skipped.addAll(series.skipped());
            } catch (InvitationException e) {
                skipped.add(unusable(e, file));
            }
        }
        return new Invitations(sourceName, invitations, skipped);
    }

    private void collect(
            Component calendar, Place file, Effort effort, Map<String, Series> byUid, List<Skipped> skipped) {
        var line = calendar.first("METHOD");
        var method = line == null || line.value().isBlank()
                ? null
                : line.value().strip().toUpperCase(Locale.ROOT);
        var reason = Event.reasonToSkip(method);
        var zonesHere = new Zones(calendar, zones, zone);
        for (var component : calendar.children()) {
            if (!component.name().equals("VEVENT")) {
                if (!component.name().equals("VTIMEZONE")) {
                    skipped.add(new Skipped(component.name() + " in line " + component.line(), "is no event (VEVENT)"));
                }
            } else if (reason != null) {
                skipped.add(new Skipped("event in line " + component.line(), reason));
            } else {
                try {
                    var event = new Event(component, method, zonesHere, effort, file);
                    byUid.computeIfAbsent(event.uid(), uid -> new Series()).add(event);
                } catch (InvitationException e) {
                    skipped.add(unusable(e, file));
                }
            }
        }
    }

    private Skipped unusable(InvitationException refusal, Place file) {
        if (!skipsUnusable) {
            throw refusal;
        }
        return new Skipped(
                "an event that cannot be used",
                String.valueOf(refusal.getMessage()).replaceFirst("^\\Q" + file.source() + ": \\E", ""));
    }
}
