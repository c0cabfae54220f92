package org.lastmile.goal;

import org.jspecify.annotations.Nullable;

/**
 * The queue in which a follow-up waits: one for each channel and urgency, so that a channel that is down delays no other;
 * and one of the engine's own, for what is decided without a notifier.
 *
 * <p>Immutable and thread-safe.
 *
 * @param channel the channel; none in the engine's own lanes
 * @param urgent whether it is served before those that are not
 */
public record Lane(@Nullable Channel channel, boolean urgent) {
    /** Misses, expiries and decisions; every node serves it. */
    public static final Lane ENGINE = new Lane(null, true);

    /** What could not be worked on; nobody serves it. */
    public static final Lane ASIDE = new Lane(null, false);

    @Override
    public String toString() {
        return channel == null ? (urgent ? "engine" : "aside") : channel + (urgent ? "!" : "");
    }
}
