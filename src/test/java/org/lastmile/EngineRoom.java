package org.lastmile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.lastmile.goal.Lane;
import org.lastmile.store.Claims.Head;

/**
 * The engine of one node, driven step by step: what {@link Pulse} does in three kinds of threads is three methods here, and the caller
 * says whose turn it is. Claimer, desks, speaker, settler and sweep are the real ones.
 */
public final class EngineRoom {
    private final Lastmile lastmile;
    private final Engine engine;
    private final Desks desks;
    private final Sweep sweep;
    private final Settings settings;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Deque<Work> finished = new ArrayDeque<>();
    private List<Head> heads = List.of();
    private int failures;
    private boolean stopping;

    public EngineRoom(LastmileBuilder builder, LongSupplier nanos, LongSupplier wallMillis) {
        var parts = builder.pace(new Pace() {
                    @Override
                    public long nanos() {
                        return nanos.getAsLong();
                    }

                    @Override
                    public long wallMillis() {
                        return wallMillis.getAsLong();
                    }
                })
                .executor(tasks::add)
                .parts();
        lastmile = new Lastmile(parts, false);
        engine = parts.engine();
        settings = parts.settings();
        desks = new Desks(engine, parts.routes(), parts.gates(), parts.workers(), finished::add);
        sweep = new Sweep(engine);
    }

    /** The host's door to this node. */
    public Lastmile lastmile() {
        return lastmile;
    }

    /** The time as this node knows it. */
    public Instant now() {
        return engine.now();
    }

    /** The claiming thread goes round once. Whether it found something. */
    public boolean claim() {
        boolean worked = false;
        heads = List.of();
        try {
            heads = stopping ? List.of() : engine.claimer.heads();
            for (var head : heads) {
                worked |= head.isDue(engine.now()) && turn(head.lane());
            }
            if (!stopping && sweep.isDue(engine.now())) {
                settleNow(sweep.look(engine.claimer.unserved(), engine.now()));
            }
            if (failures > 0) {
                engine.time.storeIsBack();
            }
            failures = 0;
        } catch (RuntimeException e) {
            failures++;
        }
        desks.checkOverruns();
        return worked;
    }

    private boolean turn(Lane lane) {
        int room = lane.channel() == null ? settings.batch() : desks.of(lane).room();
        if (room == 0) {
            return false;
        }
        var works = engine.claim(lane, Math.min(room, settings.batch()));
        var sends = works.stream().filter(work -> work.task == Work.Task.SEND).toList();
        if (!sends.isEmpty()) {
            desks.of(lane).offer(sends);
        }
        settleNow(works.stream().filter(work -> work.task != Work.Task.SEND).toList());
        return !works.isEmpty();
    }

    private void settleNow(List<Work> works) {
        if (!works.isEmpty()) {
            var again = new ArrayList<Work>();
            engine.settle(works, again);
            finished.addAll(again);
        }
    }

    /** How long the claiming thread sleeps now if nobody wakes it. */
    public Duration sleep(Duration poll) {
        if (failures > 0) {
            return Duration.ofMillis(100L << Math.min(failures - 1, 10));
        }
        var now = engine.now();
        var until = now.plus(desks.isIdle() ? poll : Duration.ofSeconds(10));
        var next = engine.claimer.nextDue(heads).orElse(until);
        until = next.isBefore(until) ? next : until;
        // Who is shutting down sweeps no more.
        var sweeps = stopping ? null : sweep.wakeAt();
        until = sweeps != null && sweeps.isBefore(until) ? sweeps : until;
        return Duration.between(now, until).plusMillis(1);
    }

    /** Whether a worker has something to send. */
    public boolean hasTask() {
        return !tasks.isEmpty();
    }

    /** A worker goes on until its desk is empty. */
    public void work() {
        tasks.remove().run();
    }

    /** Whether something is to be settled. */
    public boolean hasFinished() {
        return !finished.isEmpty();
    }

    /** The settling thread writes what has been finished; {@code false} if some of it is to be tried again after a pause. */
    public boolean settle() {
        var batch = new ArrayList<>(finished);
        finished.clear();
        var again = new ArrayList<Work>();
        try {
            engine.settle(batch, again);
        } catch (RuntimeException e) {
            again.clear();
            again.addAll(batch);
        }
        batch.removeAll(again);
        var late = again.stream()
                .filter(work -> engine.ageMillis(work) > settings.lease().toMillis())
                .toList();
        again.removeAll(late);
        batch.forEach(desks::released);
        late.forEach(desks::released);
        finished.addAll(again);
        return again.isEmpty();
    }

    /** Stops claiming and gives back what has not begun. */
    public void stop() {
        stopping = true;
        desks.stop();
    }

    /** Whether all that runs has finished and is settled. */
    public boolean isIdle() {
        return desks.isIdle() && finished.isEmpty();
    }
}
