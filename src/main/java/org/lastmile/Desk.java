package org.lastmile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Lane;
import org.lastmile.goal.SendResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the works of one lane, a few at once. A send that overruns its time-out is interrupted and counts as unknown at once;
 * its slot stays taken until it really returns.
 *
 * <p>Thread-safe. Lock order: this desk's monitor is never held during a call of the store or of a notifier.
 */
final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final int LARGEST_LOOK = 500;
    private static final int FIRST_WINDOW = 64;
    private static final int LARGEST_WINDOW = 2_000;

    private final Lane lane;
    private final Engine engine;
    private final ChannelOptions options;
    private final Gate gate;
    private final Executor executor;
    private final Consumer<Work> finished;
    private final Consumer<Work> dropped;

    private final Deque<Work> waiting = new ArrayDeque<>();
    private final List<Running> running = new ArrayList<>();
    private boolean warned;
    private int inFlight;
    private final int largestWindow;
    private int window;
    private boolean full;
    /** Looks that are under way, and workers that went meanwhile, since all that waited was being looked at. */
    private int looks;

    private int gone;

    /** A send that has begun. */
    private static final class Running {
        final Work work;
        final Thread thread = Thread.currentThread();
        final Timepiece.Mark started;
        boolean overran;

        Running(Work work, Timepiece.Mark started) {
            this.work = work;
            this.started = started;
        }
    }

    /**
     * @param finished gets each work whose result is known
     * @param dropped gets each work that is not ours any more, or was handed back
     */
    Desk(
            Lane lane,
            Engine engine,
            ChannelOptions options,
            Gate gate,
            Executor executor,
            Consumer<Work> finished,
            Consumer<Work> dropped) {
        this.lane = lane;
        this.engine = engine;
        this.options = options;
        this.gate = gate;
        this.executor = executor;
        this.finished = finished;
        this.dropped = dropped;
        // What is claimed when a node dies is in doubt: where that means silence, no more is claimed than is being
        // sent.
        this.largestWindow =
                options.whenUnknown() == ChannelOptions.Doubt.HOLD ? options.concurrency() : LARGEST_WINDOW;
        this.window = Math.min(largestWindow, Math.max(FIRST_WINDOW, 4 * options.concurrency()));
    }

    /**
     * Takes works to be sent; returns at once unless the executor runs them itself.
     *
     * @throws RejectedExecutionException if a borrowed executor takes nothing now; the works are handed back
     */
    void offer(List<Work> works) {
        int starts;
        synchronized (this) {
            inFlight += works.size();
            gate.begin(works.size());
            full = inFlight >= window;
            waiting.addAll(works);
            starts = Math.min(works.size(), options.concurrency());
        }
        for (int i = 0; i < starts; i++) {
            try {
                executor.execute(this::drain);
            } catch (RejectedExecutionException e) {
                if (i == 0) {
                    stop();
                    throw e;
                }
                return;
            }
        }
    }

    /**
     * How many follow-ups may be claimed now: as many as can be sent before a claim grows old. The window doubles when all that
     * was claimed has been sent in time, and halves when claims had to wait.
     */
    synchronized int room() {
        int room = hung() == options.concurrency() ? 0 : Math.max(0, window - inFlight);
        return gate.permits(room, engine.now());
    }

    /** Works are settled, or not ours any more. */
    synchronized void released(int works) {
        inFlight -= works;
        if (full && waiting.isEmpty()) {
            full = false;
            window = Math.min(largestWindow, window * 2);
        }
    }

    /** Whether nothing of it is waiting, running or unsettled. */
    synchronized boolean isIdle() {
        return inFlight <= 0;
    }

    private int hung() {
        int hung = 0;
        for (var slot : running) {
            hung += slot.overran ? 1 : 0;
        }
        return hung;
    }

    private void drain() {
        for (Running slot = begin(); slot != null; slot = begin()) {
            var result = inTime(slot, send(slot.work));
            end(slot, result);
            if (slot.work.finish(result)) {
                finished.accept(slot.work);
            }
        }
    }

    /** What fails beyond its time-out is in doubt, also where nobody was there to notice the time-out. */
    private @Nullable SendResult inTime(Running slot, @Nullable SendResult result) {
        boolean late = result != null
                && result.kind() == SendResult.Kind.TEMPORARY
                && engine.time.nanosSince(slot.started) > options.timeout().toNanos();
        return late ? tooLate() : result;
    }

    private SendResult tooLate() {
        return SendResult.unknown("no answer within " + options.timeout());
    }

    private @Nullable SendResult send(Work work) {
        try {
            return engine.send(work);
        } catch (RuntimeException e) {
            LOG.error("follow-up {} cannot be sent", work.followUp().key(), e);
            return SendResult.temporary(e.getClass().getName());
        }
    }

    private @Nullable Running begin() {
        while (true) {
            List<Work> aged;
            synchronized (this) {
                if (running.size() >= options.concurrency()) {
                    return null;
                }
                var next = waiting.peek();
                if (next == null) {
                    gone += looks > 0 ? 1 : 0;
                    return null;
                }
                if (!engine.isAged(next)) {
                    waiting.remove();
                    var slot = new Running(next, engine.time.mark());
                    running.add(slot);
                    return slot;
                }
                aged = takeAged();
            }
            lookAgain(aged);
        }
    }

    private List<Work> takeAged() {
        window = Math.min(largestWindow, Math.max(options.concurrency(), window / 2));
        full = false;
        var aged = new ArrayList<Work>();
        while (!waiting.isEmpty() && aged.size() < LARGEST_LOOK && engine.isAged(waiting.peek())) {
            aged.add(waiting.remove());
        }
        looks++;
        return aged;
    }

    private void lookAgain(List<Work> aged) {
        List<Work> held = List.of();
        try {
            held = engine.look(aged);
        } catch (RuntimeException e) {
            LOG.debug("claims of lane {} cannot be looked at; they are dropped and come again", lane, e);
        }
        int back;
        synchronized (this) {
            for (int i = held.size() - 1; i >= 0; i--) {
                waiting.addFirst(held.get(i));
            }
            looks--;
            back = Math.min(gone, Math.max(0, held.size() - 1));
            gone = looks == 0 ? 0 : gone - back;
        }
        callBack(back);
        aged.removeAll(held);
        // Without this a breaker that let one through to try would wait for its end for ever.
        gate.returned(aged.size());
        aged.forEach(dropped);
    }

    /** Workers that had nothing to do while others were looking at it. */
    private void callBack(int workers) {
        for (int i = 0; i < workers; i++) {
            try {
                executor.execute(this::drain);
            } catch (RejectedExecutionException e) {
                // Those that are here do it all.
                return;
            }
        }
    }

    private void end(Running slot, @Nullable SendResult result) {
        if (result == null) {
            gate.returned(1);
        } else if (!hasOverrun(slot)) {
            // What overran has been counted when it did.
            var kind = result.kind();
            told(kind == SendResult.Kind.TEMPORARY || kind == SendResult.Kind.UNKNOWN);
        }
        leave(slot);
    }

    private synchronized boolean hasOverrun(Running slot) {
        return slot.overran;
    }

    /** The gate is told how a send ended; if that shuts it, what is waiting is given back and uses up no attempt. */
    private void told(boolean inTrouble) {
        gate.ended(inTrouble, engine.now());
        if (inTrouble && gate.isShut(engine.now())) {
            stop();
        }
    }

    private synchronized void leave(Running slot) {
        running.remove(slot);
        if (slot.overran) {
            LOG.info("a send in lane {} that overran has returned", lane);
            warned = false;
            // It was interrupted; the next send in this thread must not pay for it.
            Thread.interrupted();
        }
    }

    /** Interrupts sends that overran, and finishes their works as unknown; if every slot is taken by such, hands the rest back. */
    void checkOverruns() {
        var overran = new ArrayList<Work>();
        var back = new ArrayList<Work>();
        synchronized (this) {
            long limit = options.timeout().toNanos();
            for (var slot : running) {
                if (!slot.overran && engine.time.nanosSince(slot.started) > limit) {
                    slot.overran = true;
                    slot.thread.interrupt();
                    overran.add(slot.work);
                }
            }
            if (hung() == options.concurrency()) {
                back.addAll(waiting);
                waiting.clear();
                warnOnce();
            }
        }
        for (var work : overran) {
            told(true);
            if (work.finish(tooLate())) {
                finished.accept(work);
            }
        }
        handBack(back);
    }

    private void warnOnce() {
        if (!warned) {
            warned = true;
            LOG.warn(
                    "all {} slots of lane {} are taken by sends that overran {}",
                    options.concurrency(),
                    lane,
                    options.timeout());
        }
    }

    /** Gives back what has not begun; what runs goes on. */
    void stop() {
        List<Work> back;
        synchronized (this) {
            back = new ArrayList<>(waiting);
            waiting.clear();
        }
        handBack(back);
    }

    private void handBack(List<Work> back) {
        if (back.isEmpty()) {
            return;
        }
        gate.returned(back.size());
        try {
            engine.handBack(back);
        } catch (RuntimeException e) {
            LOG.debug("claims of lane {} cannot be handed back; their leases run out", lane, e);
        }
        back.forEach(dropped);
    }
}
