package org.lastmile.store.jdbc;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Lists and maps of texts in one column, for people to read: a line for each entry, {@code key=value}. What would break a
 * line, or what a database does not keep (U+0000, half a surrogate pair), is written as {@code %0A} or {@code %uD800}.
 */
final class TextMap {
    private TextMap() {}

    /** @param map its keys as they name themselves, in its order */
    static String write(Map<?, String> map) {
        if (map.isEmpty()) {
            return "";
        }
        var lines = new StringBuilder();
        map.forEach((key, value) -> lines.append(lines.length() == 0 ? "" : "\n")
                .append(encoded(key.toString()))
                .append('=')
                .append(encoded(value)));
        return lines.toString();
    }

    /** @throws IllegalArgumentException if a line has no equals sign, or a percent sign is not followed by its number */
    static Map<String, String> read(String text) {
        var map = new LinkedHashMap<String, String>();
        for (var line : lines(text)) {
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("line " + (map.size() + 1) + " has no '='");
            }
            map.put(decoded(line.substring(0, equals)), decoded(line.substring(equals + 1)));
        }
        return map;
    }

    static String writeList(Collection<?> list) {
        return list.isEmpty()
                ? ""
                : list.stream().map(each -> encoded(each.toString())).collect(Collectors.joining("\n"));
    }

    static List<String> readList(String text) {
        return lines(text).stream().map(TextMap::decoded).toList();
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }

    private static String encoded(String text) {
        StringBuilder encoded = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            boolean plain = c != '%' && c != '=' && !Character.isISOControl(c) && !Character.isSurrogate(c);
            if (encoded == null && !plain && !pair) {
                encoded = new StringBuilder(text.length() + 8).append(text, 0, i);
            }
            if (encoded != null) {
                if (plain) {
                    encoded.append(c);
                } else if (pair) {
                    encoded.append(c).append(text.charAt(i + 1));
                } else {
                    encoded.append((c < 0x100 ? "%%%02X" : "%%u%04X").formatted((int) c));
                }
            }
            i += pair ? 1 : 0;
        }
        return encoded == null ? text : encoded.toString();
    }

    private static String decoded(String text) {
        int percent = text.indexOf('%');
        if (percent < 0) {
            return text;
        }
        var decoded = new StringBuilder(text.length());
        int from = 0;
        while (percent >= 0) {
            decoded.append(text, from, percent);
            boolean wide = text.startsWith("u", percent + 1);
            int start = percent + (wide ? 2 : 1);
            int end = start + (wide ? 4 : 2);
            if (end > text.length()) {
                throw new IllegalArgumentException("a percent sign is not followed by its number");
            }
            decoded.append((char) Integer.parseInt(text, start, end, 16));
            from = end;
            percent = text.indexOf('%', from);
        }
        return decoded.append(text, from, text.length()).toString();
    }

    /** The text as every database can keep it. */
    static String storable(String text) {
        var whole = text.replace('\0', '\uFFFD');
        for (int i = 0; i < whole.length(); i++) {
            char c = whole.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < whole.length()
                    && Character.isLowSurrogate(whole.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                whole = whole.substring(0, i) + '\uFFFD' + whole.substring(i + 1);
            }
        }
        return whole;
    }
}
