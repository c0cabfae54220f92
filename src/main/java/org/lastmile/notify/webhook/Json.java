package org.lastmile.notify.webhook;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON (RFC 8259). A character that could end a script element or a line of one is escaped, so that a page may hold the text. */
final class Json {
    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /**
     * The text of maps, collections, numbers, booleans and null; anything else by its text form.
     *
     * @throws IllegalArgumentException for a number that JSON does not have
     */
    static String write(@Nullable Object value) {
        var json = new Json();
        json.add(value);
        return json.text.toString();
    }

    private void add(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            addObject(map);
        } else if (value instanceof Collection<?> items) {
            addArray(items);
        } else if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                throw new IllegalArgumentException(
                        "value is " + value + ", which JSON does not have; write null or a text");
            }
            text.append(value);
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            addText(value.toString());
        }
    }

    private void addObject(Map<?, ?> map) {
        char before = '{';
        for (var entry : map.entrySet()) {
            text.append(before);
            addText(String.valueOf(entry.getKey()));
            text.append(':');
            add(entry.getValue());
            before = ',';
        }
        text.append(before == '{' ? "{}" : "}");
    }

    private void addArray(Collection<?> items) {
        char before = '[';
        for (var item : items) {
            text.append(before);
            add(item);
            before = ',';
        }
        text.append(before == '[' ? "[]" : "]");
    }

    private void addText(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    boolean escaped = c < ' ' || c == '<' || c == '>' || c == '&' || c >= 0x7F && !isPlain(value, i);
                    text.append(escaped ? String.format("\\u%04x", (int) c) : c);
                }
            }
        }
        text.append('"');
    }

    /** Whether it is a character beyond ASCII that every reader takes: no control, no separator of lines, no half of a pair. */
    private static boolean isPlain(String value, int i) {
        char c = value.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
        }
        return c > 0x9F && c != '\u2028' && c != '\u2029';
    }
}
