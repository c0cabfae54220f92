package org.lastmile.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.StillOpen;

/**
 * Of whom an overseer is told.
 *
 * <p>Immutable and thread-safe.
 *
 * @param people the first of them, in the order they were added
 * @param count how many there are in all
 * @param heldUntil if there are none, and some are open but held: when the first of these holds runs out
 */
public record RollCall(
        List<StillOpen> people, int count, @Nullable Instant heldUntil) {
    public RollCall {
        people = List.copyOf(people);
    }
}
