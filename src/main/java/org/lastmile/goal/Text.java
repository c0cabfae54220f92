package org.lastmile.goal;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks of texts that come in through a public door. */
final class Text {
    static final int LONGEST_ID = 200;
    static final int LONGEST_TITLE = 1_000;

    /** Control characters (C1 too), halves of pairs, line separators, and marks that reverse what is written behind them. */
    private static final Pattern UNSHOWN =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");

    private Text() {}

    /** An id is 1 to 200 characters, none of them a control character or half a surrogate pair. */
    static String id(String argument, @Nullable String value) {
        return checked(argument, value, LONGEST_ID, "an id");
    }

    /** A title or name is 1 to 1000 characters on one line. */
    static String title(String argument, @Nullable String value) {
        return checked(argument, value, LONGEST_TITLE, "a title or name");
    }

    /** A word of a ladder's text form (channel, role): lower-case letters, digits, {@code - _ .}, at most 60 characters. */
    static String word(String argument, @Nullable String value) {
        Objects.requireNonNull(value, argument);
        if (value.isEmpty() || value.length() > 60 || !hasWordCharactersOnly(value)) {
            throw new IllegalArgumentException(argument + " is \"" + shown(value)
                    + "\"; use 1 to 60 characters out of a-z, 0-9, '-', '_' and '.'");
        }
        return value;
    }

    /** Up to 100 entries, keys like ids, values up to 10,000 characters; a sorted copy. */
    static Map<String, String> data(Map<String, String> data) {
        if (data.size() > 100) {
            throw new IllegalArgumentException("data has " + data.size() + " entries; use at most 100");
        }
        data.forEach((key, value) -> {
            id("data key", key);
            if (value.length() > 10_000 || value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("data \"" + shown(key) + "\" is " + value.length()
                        + " characters long or has U+0000; use at most 10000 without it");
            }
        });
        return Collections.unmodifiableMap(new TreeMap<>(data));
    }

    /** The value as an error message may show it: shortened, and without what would break or turn round the line. */
    static String shown(String value) {
        var cut = value.length() > 60 ? value.substring(0, 60) + "… (" + value.length() + " characters)" : value;
        return UNSHOWN.matcher(cut).replaceAll("\uFFFD");
    }

    /** Words of people, as every store can keep them: what no encoding has, and U+0000, is replaced. */
    static String storable(String value) {
        return value.replaceAll("[\\x{0}\\p{Cs}]", "\uFFFD");
    }

    private static String checked(String argument, @Nullable String value, int longest, String what) {
        Objects.requireNonNull(value, argument);
        if (value.isBlank()) {
            throw new IllegalArgumentException(argument + " is blank; give " + what + " of 1 to " + longest
                    + " characters that means something to you");
        }
        if (value.length() > longest) {
            throw new IllegalArgumentException(argument + " is " + shown(value) + "; shorten it to at most " + longest);
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean paired = Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1));
            if (Character.isISOControl(c) || Character.isSurrogate(c) && !paired) {
                throw new IllegalArgumentException(argument + " is \"" + shown(value) + "\" with the control character "
                        + String.format("U+%04X", (int) c) + " at index " + i + "; remove it");
            }
            i += paired ? 1 : 0;
        }
        return value;
    }

    private static boolean hasWordCharactersOnly(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!isWordCharacter(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWordCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.';
    }
}
