package org.lastmile.notify;

import java.text.MessageFormat;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Properties;

/**
 * The phrases of one language.
 *
 * <p>Immutable and thread-safe.
 */
public final class Phrasebook {
    private final Locale locale;
    private final Properties phrases;

    Phrasebook(Locale locale, Properties phrases) {
        this.locale = locale;
        this.phrases = phrases;
    }

    /** The language, with the region that the reader has. */
    public Locale locale() {
        return locale;
    }

    /**
     * A phrase with these values in it. A value is put in as it is: a title or a name belongs through {@link #line} first.
     *
     * @throws IllegalArgumentException if there is no such phrase, or it is no {@link MessageFormat}
     */
    public String say(String key, Object... values) {
        return new MessageFormat(phrase(key), locale).format(values);
    }

    /** A date, or a date and time, as that phrase has the pattern. */
    String when(String key, TemporalAccessor when) {
        return DateTimeFormatter.ofPattern(phrase(key), locale).format(when);
    }

    private String phrase(String key) {
        var phrase = phrases.getProperty(key);
        if (phrase == null) {
            throw new IllegalArgumentException("phrase is \"" + key + "\", which no file has; add it to yours");
        }
        return phrase;
    }

    /**
     * A title or a name that stays what it is in the middle of a sentence, a header or a page: on one line, without characters
     * that nobody sees, and, if it is written from right to left, kept apart from what stands around it (Unicode UAX #9).
     */
    public static String line(String text) {
        var line = text.codePoints()
                .map(c -> breaksLine(c) ? ' ' : c)
                .filter(c -> !isHidden(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.codePoints().anyMatch(Phrasebook::isRightToLeft) ? "\u2068" + line + "\u2069" : line;
    }

    private static boolean breaksLine(int c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }

    /** What turns the direction of the text behind it, or cannot be written. */
    private static boolean isHidden(int c) {
        return c >= '\u202A' && c <= '\u202E'
                || c >= '\u2066' && c <= '\u2069'
                || c == '\u200E'
                || c == '\u200F'
                || c == '\u061C'
                || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static boolean isRightToLeft(int c) {
        return switch (Character.getDirectionality(c)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> true;
            default -> false;
        };
    }
}
