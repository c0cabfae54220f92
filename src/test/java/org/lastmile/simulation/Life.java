package org.lastmile.simulation;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lastmile.EngineRoom;
import org.lastmile.Lastmile;
import org.lastmile.goal.Reminder;
import org.lastmile.store.Store;

/** One process of a node, from its start to its end. */
final class Life {
    private final World world;
    private final Node node;
    private final int number;
    private final EngineRoom room;
    private final Duration poll;
    private final Deque<Runnable> owed = new ArrayDeque<>();
    private boolean ended;
    private boolean leaving;
    private boolean claiming;
    private boolean settling;
    private long frozenUntil;
    private long wakesAt;
    private long sleepsSince;
    private long settlesAt;
    /** When the send that the present worker is about began: from then on there is no look before the call. */
    private long sendBegan;

    private boolean hasRead;
    private long readOrder;

    Life(World world, Node node, int number, Posts posts) {
        this.world = world;
        this.node = node;
        this.number = number;
        this.poll = Duration.ofMinutes(world.dice.of(20, 60));
        var store = (Store) Proxy.newProxyInstance(
                Life.class.getClassLoader(), new Class<?>[] {Store.class}, new TroubledStore(world, this));
        var builder = Lastmile.builder().store(store).directory(id -> {
            begun();
            return Optional.empty();
        });
        builder.wording((reminder, now) -> {
            world.point(this, "wording");
            return new Reminder.Message(reminder.id(), reminder.id());
        });
        posts.open(builder, this);
        this.room = new EngineRoom(builder, node.machine()::nanos, node.machine()::wallMillis);
        this.wakesAt = world.now();
    }

    Node node() {
        return node;
    }

    Lastmile lastmile() {
        return room.lastmile();
    }

    /** Does that at another time, unless it dies before. */
    void later(Runnable task) {
        owed.add(task);
    }

    /** The time as this process knows it. */
    Instant now() {
        return room.now();
    }

    /** A worker has passed its last look and reads an overseer's list. */
    void reads() {
        sendBegan = world.now();
        readOrder = world.evidence.order();
        hasRead = true;
    }

    /** A worker has passed its last look and is about to call a notifier. */
    void begun() {
        sendBegan = hasRead ? sendBegan : world.now();
        hasRead = false;
    }

    /** When, in the order of events, the present worker read an overseer's list. */
    long readOrder() {
        return readOrder;
    }

    boolean isOver() {
        return ended;
    }

    long sendBegan() {
        return sendBegan;
    }

    boolean isFrozen() {
        return world.now() < frozenUntil;
    }

    void freeze(long untilMillis) {
        frozenUntil = Math.max(frozenUntil, untilMillis);
        node.trouble();
    }

    /** @throws Crash if this process has died meanwhile */
    void mustLive() {
        if (ended) {
            throw new Crash();
        }
    }

    void end() {
        ended = true;
        node.ended(this);
    }

    void addReady(List<Runnable> ready) {
        if (isFrozen()) {
            return;
        }
        if (!claiming && world.now() >= wakesAt()) {
            ready.add(this::claim);
        }
        if (!settling && room.hasFinished() && world.now() >= settlesAt) {
            ready.add(this::settle);
        }
        if (room.hasTask()) {
            ready.add(() -> act("works", () -> {
                room.work();
                return null;
            }));
        }
        if (!owed.isEmpty()) {
            ready.add(() -> act("pays what it owes", () -> {
                owed.remove().run();
                return null;
            }));
        }
        if (!leaving && room.hasTask() && world.weather.happens(Fault.SHUTDOWN)) {
            ready.add(this::leave);
        }
    }

    long nextAt() {
        long next = claiming ? Long.MAX_VALUE : wakesAt();
        next = room.hasFinished() && !settling ? Math.min(next, settlesAt) : next;
        return Math.max(next, frozenUntil);
    }

    boolean isIdle() {
        return !isFrozen() && !claiming && !settling && !room.hasTask() && owed.isEmpty() && room.isIdle();
    }

    private long wakesAt() {
        return Math.min(wakesAt, world.alarmAfter(sleepsSince));
    }

    private void claim() {
        claiming = true;
        // What is committed from now on is heard of by an alarm after now.
        sleepsSince = world.now();
        act("claims", () -> {
            boolean worked = room.claim();
            wakesAt = world.now() + (worked ? 0 : room.sleep(poll).toMillis());
            return null;
        });
        claiming = false;
        if (leaving && isIdle() && !ended) {
            end();
        }
    }

    private void settle() {
        settling = true;
        act("settles", () -> {
            settlesAt = room.settle() ? 0 : world.now() + 20;
            return null;
        });
        settling = false;
    }

    /** A graceful end: it claims no more, and goes when all is settled. */
    private void leave() {
        leaving = true;
        act("shuts down", () -> {
            room.stop();
            return null;
        });
        wakesAt = world.now();
    }

    /** Something that this process does; its death in the middle of it ends it, and nothing else. */
    <T> @Nullable T act(String what, Supplier<@Nullable T> action) {
        long outer = sendBegan;
        long outerOrder = readOrder;
        boolean outerRead = hasRead;
        hasRead = false;
        world.enter(this);
        try {
            return action.get();
        } catch (Crash e) {
            if (!ended) {
                throw new AssertionError("somebody else's death came to " + this, e);
            }
            world.tell(() -> this + " " + what + " no more");
            return null;
        } finally {
            world.leave();
            sendBegan = outer;
            readOrder = outerOrder;
            hasRead = outerRead;
        }
    }

    @Override
    public String toString() {
        return node.name() + "." + number;
    }
}
