package org.lastmile.ical;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.fortuna.ical4j.data.CalendarParserImpl;
import net.fortuna.ical4j.data.ContentHandler;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.ParameterCodec;
import net.fortuna.ical4j.util.Strings;

/**
 * Collects what ical4j's parser finds, as far as it matters here. Properties that are unknown or of no use are passed over, so
 * that a mistake in them harms nobody. Not thread-safe.
 */
final class ComponentTree implements ContentHandler {
    static final int MOST_COMPONENTS = 50_000;
    static final int MOST_ATTENDEES = 10_000;
    private static final int DEEPEST = 8;
    private static final int MOST_PARAMETERS = 100;
    private static final int LONGEST_ATTENDEE = 10_000;
    private static final int MOST_LISTS = 8;

    private static final Set<String> KEPT = Set.of(
            "METHOD",
            "X-WR-TIMEZONE",
            "TZID",
            "X-LIC-LOCATION",
            "TZID-ALIAS-OF",
            "TZOFFSETTO",
            "UID",
            "SEQUENCE",
            "DTSTAMP",
            "DTSTART",
            "RECURRENCE-ID",
            "RRULE",
            "RDATE",
            "EXDATE",
            "EXRULE",
            "SUMMARY",
            "STATUS",
            "ORGANIZER",
            "ATTENDEE");

    private final LineReader reader;
    private final Place file;
    private final int lists;
    private final List<Component> calendars = new ArrayList<>();
    private final Deque<Component> open = new ArrayDeque<>();
    private final Map<String, String> parameters = new HashMap<>();
    private int components;
    private int attendees;
    private int parametersRead;
    private String property = "";
    private int propertyLine;
    private int endedAtStart;

    private ComponentTree(LineReader reader, Place file, int lists) {
        this.reader = reader;
        this.file = file;
        this.lists = lists;
    }

    /**
     * The calendars of a file.
     *
     * @throws InvitationException if it is not an iCalendar file, ends in the middle, or is beyond a limit
     */
    static List<Component> read(String text, Place file) {
        return read(text, file, 0);
    }

    private static List<Component> read(String text, Place file, int lists) {
        var reader = new LineReader(text);
        var tree = new ComponentTree(reader, file, lists);
        try {
            // Relaxed: blank lines between properties are common.
            new CalendarParserImpl(true).parse(reader, tree);
        } catch (ParserException e) {
            if (e.getCause() instanceof InvitationException refusal) {
                throw refusal;
            }
            throw tree.unreadable();
        } catch (IOException e) {
            throw new AssertionError("a text in memory can be read", e);
        }
        return tree.calendars;
    }

    /** Without the parser's message and cause, which quote the file and so perhaps an address. */
    private InvitationException unreadable() {
        if (calendars.isEmpty() && open.isEmpty()) {
            return file.refuse("the file is not an iCalendar file, since it does not begin with BEGIN:VCALENDAR; "
                    + "export the event as .ics");
        }
        if (reader.isAtEnd()) {
            return file.refuse("the file ends in the middle of a "
                    + (open.isEmpty() ? "VCALENDAR" : open.peek().name()) + "; fetch it again");
        }
        return file.at(reader.line())
                .refuse((property.isEmpty() ? "the line" : "the line after " + property)
                        + " cannot be read (RFC 5545 section 3.1); correct it, or export the event again");
    }

    @Override
    public void startCalendar() {
        open.clear();
        open.push(new Component("VCALENDAR", reader.line()));
    }

    @Override
    public void endCalendar() {
        calendars.add(open.pop());
    }

    @Override
    public void startComponent(String name) {
        if (open.size() > DEEPEST) {
            throw here().refuse("components are nested more than " + DEEPEST + " deep; export the event again");
        }
        if (++components > MOST_COMPONENTS) {
            throw file.refuse("the file has over " + MOST_COMPONENTS + " components; split it");
        }
        attendees = 0;
        var component = new Component(name, reader.line());
        open.element().add(component);
        open.push(component);
    }

    @Override
    public void endComponent(String name) {
        open.pop();
    }

    @Override
    public void startProperty(String name) {
        property = name.toUpperCase(Locale.ROOT);
        propertyLine = reader.line();
        if (!reader.isAfterName()) {
            throw here().refuse("property " + Place.shown(name)
                    + " has no value; write a colon and the value behind it, " + "or remove the line");
        }
        endedAtStart = reader.ended();
        parametersRead = 0;
        parameters.clear();
    }

    @Override
    public void parameter(String name, String value) {
        if (++parametersRead > MOST_PARAMETERS) {
            throw here().refuse(property + " has over " + MOST_PARAMETERS + " parameters; remove those of no use");
        }
        parameters.putIfAbsent(name.toUpperCase(Locale.ROOT), decoded(Strings.unquote(value)));
    }

    private static String decoded(String value) {
        try {
            return ParameterCodec.INSTANCE.decode(value);
        } catch (Exception e) {
            // Its exception is another library's, and thrown for a missing value only.
            throw new AssertionError("a value that is there can be decoded", e);
        }
    }

    @Override
    public void propertyValue(String value) {
        if (reader.ended() - endedAtStart > 1) {
            throw here().refuse(property + " has a quotation mark that is not closed; close it");
        }
        if (!KEPT.contains(property)) {
            return;
        }
        if (!property.equals("ATTENDEE")) {
            keep(value);
            return;
        }
        if (value.length() > LONGEST_ATTENDEE) {
            throw here().refuse("ATTENDEE is longer than " + LONGEST_ATTENDEE + " characters; shorten it");
        }
        if (++attendees > MOST_ATTENDEES) {
            throw here().refuse("the event has over " + MOST_ATTENDEES + " attendees; invite a group instead");
        }
        if (value.startsWith("\"")) {
            readOn(value);
        } else {
            keep(value);
        }
    }

    @Override
    public void endProperty(String name) {
        parameters.clear();
    }

    private void keep(String value) {
        open.element().add(new ContentLine(property, Map.copyOf(parameters), value, propertyLine));
    }

    /**
     * The parser ends the parameters behind the first of several quoted values (DELEGATED-FROM, DELEGATED-TO and MEMBER may
     * have them) and takes the rest of the line for the value. So the list is cut off and the rest is parsed once more.
     */
    private void readOn(String rest) {
        if (lists == MOST_LISTS) {
            throw here().refuse("ATTENDEE has over " + MOST_LISTS + " parameters with several values; shorten it");
        }
        int end = 0;
        while (end >= 0 && rest.startsWith("\"", end)) {
            int close = rest.indexOf('"', end + 1);
            end = close < 0 || close + 1 == rest.length() ? -1 : close + 1;
            if (end > 0 && rest.charAt(end) == ',') {
                end++;
            }
        }
        if (end <= 0 || end == rest.length() || ";:".indexOf(rest.charAt(end)) < 0) {
            throw here().refuse(
                            "ATTENDEE has a parameter that cannot be read (RFC 5545 section 3.2); put values that have "
                                    + "a comma, a colon or a semicolon in quotation marks");
        }
        var alone = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nATTENDEE" + rest.substring(end) + "\nEND:VEVENT\nEND:VCALENDAR\n";
        for (var line : read(alone, here(), lists + 1).get(0).children().get(0).all("ATTENDEE")) {
            line.parameters().forEach(parameters::putIfAbsent);
            keep(line.value());
        }
    }

    private Place here() {
        return lists == 0 ? file.at(propertyLine == 0 ? reader.line() : propertyLine) : file;
    }
}
