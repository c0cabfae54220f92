package org.lastmile.example;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lastmile.goal.Deadline;

/** How the rehearsal writes: local times, places, and names that fit into 100 columns. */
final class Table {
    static final int WIDTH = 100;
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("EEE d MMM HH:mm z", Locale.ENGLISH);
    private static final DateTimeFormatter WITH_YEAR =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm z", Locale.ENGLISH);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

    private Table() {}

    static String time(Instant at, ZoneId zone) {
        return DAY_AND_TIME.format(at.atZone(zone));
    }

    static String fullTime(Instant at, ZoneId zone) {
        return WITH_YEAR.format(at.atZone(zone));
    }

    /** When something is due: a time, or a whole day. */
    static String deadline(Deadline deadline) {
        return deadline instanceof Deadline.OnDate date
                ? "the end of " + DATE.format(date.date())
                : fullTime(deadline.instant(), deadline.zone());
    }

    static String day(Instant at, ZoneId zone) {
        return DAY.format(at.atZone(zone));
    }

    /** The last part of a zone's name: New York. */
    static String city(ZoneId zone) {
        return zone.getId().substring(zone.getId().lastIndexOf('/') + 1).replace('_', ' ');
    }

    /** Cut or filled to that many characters. */
    static String fit(String text, int length) {
        int is = text.codePointCount(0, text.length());
        return is <= length
                ? text + " ".repeat(length - is)
                : text.substring(0, text.offsetByCodePoints(0, length - 1)) + "…";
    }

    /** As many names as there is room for, and how many more there are. */
    static String names(List<String> names, int room) {
        var shown = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            var next = (i == 0 ? "" : ", ") + names.get(i);
            var rest = i + 1 < names.size() ? " +" + (names.size() - i - 1) : "";
            if (i > 0 && length(shown + next + rest) > room) {
                return shown + " +" + (names.size() - i);
            }
            shown.append(next);
        }
        return length(shown.toString()) <= room ? shown.toString() : fit(shown.toString(), room);
    }

    /** A text in lines of that indent, which end before the last column. */
    static List<String> wrapped(String text, String indent) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder(indent);
        for (var word : text.split(" ", -1)) {
            if (length(line + word) > WIDTH && line.length() > indent.length()) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(indent);
            }
            line.append(fitting(word, indent)).append(' ');
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    private static String fitting(String word, String indent) {
        int room = WIDTH - indent.length();
        return length(word) <= room ? word : fit(word, room);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
