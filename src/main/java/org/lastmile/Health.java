package org.lastmile;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;

/**
 * How an instance fares.
 *
 * <p>Immutable and thread-safe.
 *
 * @param at when this was asked
 * @param oldestDue for when the oldest follow-up was due that waits, or is being sent; {@code null} if nothing is due
 * @param backlog how many reminders are due by each channel; channels without any are left out
 * @param resting channels that this node lets rest since their sends failed one after the other
 * @param paused channels that were paused on this node
 */
public record Health(
        Instant at,
        @Nullable Instant oldestDue,
        Map<Channel, Long> backlog,
        Set<Channel> resting,
        Set<Channel> paused) {
    public Health {
        backlog = Map.copyOf(backlog);
        resting = Set.copyOf(resting);
        paused = Set.copyOf(paused);
    }

    /** For how long the oldest has been due; zero if nothing is. */
    public Duration waiting() {
        return oldestDue == null || oldestDue.isAfter(at) ? Duration.ZERO : Duration.between(oldestDue, at);
    }
}
