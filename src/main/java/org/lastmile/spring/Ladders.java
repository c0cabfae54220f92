package org.lastmile.spring;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.lastmile.goal.Ladder;

/**
 * The ladders of the configuration, by name: {@code lastmile.ladders.rsvp=before P3D at 09:00 by email; before PT3H by sms urgent}.
 *
 * <p>Immutable and thread-safe.
 */
public final class Ladders {
    private final Map<String, Ladder> ladders = new HashMap<>();

    /** @throws IllegalArgumentException if a text is no ladder; the message names the property */
    Ladders(Map<String, String> texts) {
        texts.forEach((name, text) -> {
            try {
                ladders.put(name, Ladder.parse(text));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("lastmile.ladders." + name + ": " + e.getMessage(), e);
            }
        });
    }

    /**
     * The ladder of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Ladder get(String name) {
        var ladder = ladders.get(name);
        if (ladder == null) {
            throw new IllegalArgumentException("ladder is \"" + name + "\"; set lastmile.ladders." + name
                    + ", or use one of " + new TreeSet<>(ladders.keySet()));
        }
        return ladder;
    }
}
