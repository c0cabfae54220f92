package org.lastmile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a long answer.
 *
 * <p>Immutable and thread-safe.
 *
 * @param items this part, in order
 * @param next what to ask with for the part behind it; {@code null} if there is none
 */
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = List.copyOf(items);
    }
}
