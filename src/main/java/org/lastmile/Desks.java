package org.lastmile;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.lastmile.goal.Lane;

/** The desks of one driver of the engine, one for each lane with a channel. Thread-safe. */
final class Desks {
    private final Map<Lane, Desk> desks = new ConcurrentHashMap<>();
    private final Engine engine;
    private final Routes routes;
    private final Gates gates;
    private final Workers workers;
    private final Consumer<Work> finished;

    /** @param finished gets each work whose result is known */
    Desks(Engine engine, Routes routes, Gates gates, Workers workers, Consumer<Work> finished) {
        this.engine = engine;
        this.routes = routes;
        this.gates = gates;
        this.workers = workers;
        this.finished = finished;
    }

    Desk of(Lane lane) {
        return desks.computeIfAbsent(lane, this::open);
    }

    private Desk open(Lane lane) {
        var options = routes.options(Objects.requireNonNull(lane.channel(), "channel"));
        return new Desk(
                lane,
                engine,
                options,
                gates.of(lane),
                workers.of(lane, options.concurrency()),
                finished,
                work -> released(lane, 1));
    }

    void released(Work work) {
        var fire = work.fire();
        if (fire != null && work.task == Work.Task.SEND) {
            released(new Lane(work.channel(), fire.definition().isUrgent()), 1);
        }
    }

    private void released(Lane lane, int works) {
        var desk = desks.get(lane);
        if (desk != null) {
            desk.released(works);
        }
    }

    boolean isIdle() {
        return desks.values().stream().allMatch(Desk::isIdle);
    }

    void checkOverruns() {
        desks.values().forEach(Desk::checkOverruns);
    }

    void stop() {
        desks.values().forEach(Desk::stop);
    }
}
