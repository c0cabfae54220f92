package org.lastmile.ical;

import java.util.Map;
import net.fortuna.ical4j.util.Strings;
import org.jspecify.annotations.Nullable;

/**
 * A property as it stands in the file (RFC 5545 section 3.1).
 *
 * @param name in upper case
 * @param parameters by name in upper case, decoded
 * @param value as it stands
 * @param line where, from 1
 */
record ContentLine(String name, Map<String, String> parameters, String value, int line) {
    @Nullable
    String parameter(String parameterName) {
        return parameters.get(parameterName);
    }

    /** The value of a property of type TEXT, on one line and without control characters; at most so long. */
    String text(int longest) {
        return oneLine(Strings.unescape(value), longest);
    }

    static String oneLine(String text, int longest) {
        var line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (line.length() <= longest) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return line.substring(0, end) + "…";
    }
}
