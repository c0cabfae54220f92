package org.lastmile.ical;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in a file something stands, for the sentence that refuses or skips it.
 *
 * @param source the name of the file
 * @param event the event's title or UID, if it is about an event
 * @param line the line, from 1; 0 if it is about the whole file
 */
record Place(String source, @Nullable String event, int line) {
    /** A damaged value may have swallowed the line of an attendee. */
    private static final Pattern ADDRESS = Pattern.compile("(?i)mailto:[^\\s\"]+");

    static Place file(String source) {
        return new Place(source, null, 0);
    }

    Place at(int newLine) {
        return new Place(source, event, newLine);
    }

    /** The refusal of what stands there; the sentence begins with the property and ends with the remedy. */
    InvitationException refuse(String sentence) {
        return new InvitationException(source + ": " + this + sentence);
    }

    InvitationException refuse(String sentence, Throwable cause) {
        return new InvitationException(source + ": " + this + sentence, cause);
    }

    /** A value as a sentence may show it: shortened, without control characters and addresses of people. */
    static String shown(String value) {
        var safe = ADDRESS.matcher(value.length() > 1_000 ? value.substring(0, 1_000) : value)
                .replaceAll("mailto:…");
        var cut = safe.length() > 60 ? safe.substring(0, 60) + "…" : safe;
        return "\"" + cut.replaceAll("\\p{Cntrl}", "\uFFFD") + "\"";
    }

    @Override
    public String toString() {
        if (event == null) {
            return line == 0 ? "" : "line " + line + ": ";
        }
        return "event " + shown(event) + " (line " + line + "): ";
    }
}
