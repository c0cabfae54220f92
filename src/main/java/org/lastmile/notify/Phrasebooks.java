package org.lastmile.notify;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The languages that reminders are written in: English and German, and what the host adds.
 *
 * <p>A language is a file of properties in UTF-8, named as {@link ResourceBundle} names them: {@code phrases_fr.properties}. The
 * file {@code phrases.properties} in this library's jar has the keys with a word on each. A phrase that a language lacks is taken from the
 * language without its region, then from the English one.
 *
 * <p>Immutable and thread-safe; each {@code withX} gives a new value.
 */
public final class Phrasebooks {
    private static final int MOST_KEPT = 500;

    private final List<Source> sources;
    private final Locale otherwise;
    private final Map<Locale, Phrasebook> known = new ConcurrentHashMap<>();

    /** Files of that name beside that class. */
    private record Source(Class<?> beside, String name) {
        @Nullable
        Properties read(Locale locale) {
            var control = ResourceBundle.Control.getControl(ResourceBundle.Control.FORMAT_PROPERTIES);
            var file = control.toBundleName(name, locale) + ".properties";
            try (var in = beside.getResourceAsStream(file)) {
                if (in == null) {
                    return null;
                }
                var phrases = new Properties();
                phrases.load(new InputStreamReader(in, StandardCharsets.UTF_8));
                return phrases;
            } catch (IOException e) {
                throw new UncheckedIOException("phrases in " + file + " cannot be read; correct the file", e);
            }
        }
    }

    private Phrasebooks(List<Source> sources, Locale otherwise) {
        this.sources = List.copyOf(sources);
        this.otherwise = otherwise;
    }

    /** English and German; English for those whose language is not known or is another. */
    public static Phrasebooks standard() {
        return new Phrasebooks(List.of(new Source(Phrasebooks.class, "phrases")), Locale.ENGLISH);
    }

    /**
     * With the languages, or other phrases for those there are, in the host's files of that name.
     *
     * @param beside a class of the host: its class loader and its package are searched
     * @param name the name without language and {@code .properties}
     * @throws IllegalArgumentException if there is no file of that name for any language that Java knows
     */
    public Phrasebooks with(Class<?> beside, String name) {
        var source = new Source(Objects.requireNonNull(beside, "beside"), Objects.requireNonNull(name, "name"));
        var languages = Locale.getAvailableLocales();
        boolean found = false;
        for (int i = 0; i < languages.length && !found; i++) {
            found = source.read(languages[i]) != null;
        }
        if (!found) {
            throw new IllegalArgumentException(
                    "name is \"" + name + "\", and beside " + beside.getName() + " is no file " + name
                            + "_fr.properties or of another language; put it into the same package of the resources");
        }
        var changed = new ArrayList<Source>(List.of(source));
        changed.addAll(sources);
        return new Phrasebooks(changed, otherwise);
    }

    /** With that language for recipients whose own is not known. */
    public Phrasebooks withLocale(Locale newOtherwise) {
        return new Phrasebooks(sources, Objects.requireNonNull(newOtherwise, "newOtherwise"));
    }

    /** The phrases for somebody who reads that language, if it is known. */
    public Phrasebook in(@Nullable Locale locale) {
        if (known.size() > MOST_KEPT) {
            known.clear();
        }
        return known.computeIfAbsent(locale == null ? otherwise : locale, this::read);
    }

    private Phrasebook read(Locale locale) {
        var control = ResourceBundle.Control.getControl(ResourceBundle.Control.FORMAT_PROPERTIES);
        var candidates = new ArrayList<>(control.getCandidateLocales("phrases", locale));
        Collections.reverse(candidates);
        var phrases = new Properties();
        boolean spoken = false;
        for (var candidate : candidates) {
            for (int i = sources.size() - 1; i >= 0; i--) {
                var found = sources.get(i).read(candidate);
                if (found != null) {
                    phrases.putAll(found);
                    spoken |= !candidate.getLanguage().isEmpty();
                }
            }
        }
        boolean english = !spoken && !locale.getLanguage().equals(Locale.ENGLISH.getLanguage());
        return new Phrasebook(english ? Locale.ENGLISH : locale, phrases);
    }
}
