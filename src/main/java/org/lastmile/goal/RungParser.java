package org.lastmile.goal;

import java.time.Duration;
import java.time.LocalTime;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads one rung of a ladder's text form. */
final class RungParser {
    private final int number;
    private final String text;
    private final List<String> words;
    private int next;

    RungParser(int number, String text) {
        this.number = number;
        this.text = text;
        this.words = Arrays.asList(text.replace(",", " , ").trim().split("\\s+"));
    }

    Rung parse() {
        try {
            var rung = begin();
            Set<String> seen = new HashSet<>();
            while (next < words.size()) {
                var word = take("a word");
                if (!seen.add(word)) {
                    throw new IllegalArgumentException("\"" + word + "\" stands there twice; remove one");
                }
                rung = apply(rung, word);
            }
            return rung;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException(
                    "ladder, rung " + number + " \"" + Text.shown(text) + "\": " + e.getMessage(), e);
        }
    }

    private Rung begin() {
        var word = take("an anchor");
        for (var anchor : Anchor.values()) {
            if (anchor.word().equals(word)) {
                return anchor == Anchor.AT_OPENING
                        ? Rung.atOpening()
                        : new Rung(
                                new When(anchor, offset(), false, null),
                                Audience.PARTICIPANT,
                                List.of(),
                                false,
                                false,
                                0);
            }
        }
        throw new IllegalArgumentException("begins with \"" + Text.shown(word)
                + "\"; begin with before, after, after-start, when-idle or at-opening");
    }

    private Offset offset() {
        var amount = take("an offset");
        if (next < words.size() && words.get(next).equals("business")) {
            return Offset.parse(amount + " " + take("business") + " " + take("days"));
        }
        return Offset.parse(amount);
    }

    private Rung apply(Rung rung, String word) {
        return switch (word) {
            case "at" -> rung.at(time());
            case "on-business-days" -> rung.onBusinessDays();
            case "every" -> every(rung);
            case "times" -> rung.times(count());
            case "to" -> rung.to(Audience.parse(take("an audience")));
            case "by" -> rung.by(channels());
            case "urgent" -> rung.urgent();
            case "ignoring-quiet-hours" -> rung.ignoringQuietHours();
            case "after-misses" -> rung.afterMisses(count());
            default ->
                throw new IllegalArgumentException(
                        "\"" + Text.shown(word) + "\" is not known; use at, on-business-days,"
                                + " every, times, to, by, urgent, ignoring-quiet-hours or after-misses");
        };
    }

    private LocalTime time() {
        var word = take("a time of day such as 09:00");
        try {
            return LocalTime.parse(word);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "time of day is \"" + Text.shown(word) + "\"; write it as 09:00 or 09:00:30", e);
        }
    }

    private Rung every(Rung rung) {
        var word = take("a distance such as P1D or PT1H");
        try {
            return word.contains("T") ? rung.every(Duration.parse(word)) : rung.every(Period.parse(word));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("every is \"" + Text.shown(word) + "\"; write P1D, P1M or PT1H", e);
        }
    }

    private String[] channels() {
        var names = new ArrayList<String>();
        names.add(take("a channel"));
        while (next < words.size() && words.get(next).equals(",")) {
            next++;
            names.add(take("a channel"));
        }
        return names.toArray(String[]::new);
    }

    private int count() {
        var word = take("a number");
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + Text.shown(word) + "\" is not a number; use 1, 2, 3 …", e);
        }
    }

    private String take(String expected) {
        if (next == words.size()) {
            throw new IllegalArgumentException("ends where " + expected + " is missing; add it");
        }
        return words.get(next++);
    }
}
