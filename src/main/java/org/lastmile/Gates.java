package org.lastmile;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Lane;

/** The gates of this node, one for each lane with a channel. Thread-safe. */
final class Gates {
    private final Routes routes;
    private final Map<Lane, Gate> gates = new ConcurrentHashMap<>();
    private final Set<Channel> paused = ConcurrentHashMap.newKeySet();

    Gates(Routes routes) {
        this.routes = routes;
    }

    Gate of(Lane lane) {
        return gates.computeIfAbsent(lane, this::open);
    }

    private Gate open(Lane lane) {
        var channel = Objects.requireNonNull(lane.channel(), "channel");
        var gate = new Gate(lane, routes.options(channel));
        if (paused.contains(channel)) {
            gate.pause();
        }
        return gate;
    }

    void pause(Channel channel) {
        paused.add(channel);
        each(channel).forEach(Gate::pause);
    }

    void resume(Channel channel) {
        paused.remove(channel);
        each(channel).forEach(Gate::resume);
    }

    private Stream<Gate> each(Channel channel) {
        return gates.entrySet().stream()
                .filter(entry -> channel.equals(entry.getKey().channel()))
                .map(Map.Entry::getValue);
    }

    Set<Channel> paused() {
        return Set.copyOf(paused);
    }

    /** The channels of which some lane's breaker is open. */
    Set<Channel> resting() {
        return gates.entrySet().stream()
                .filter(entry -> entry.getValue().isResting())
                .map(entry -> Objects.requireNonNull(entry.getKey().channel(), "channel"))
                .collect(Collectors.toSet());
    }

    /** When the first gate that is shut opens; {@code null} if none is going to. */
    @Nullable
    Instant opensAt(Instant now) {
        return gates.values().stream()
                .map(gate -> gate.opensAt(now))
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }
}
