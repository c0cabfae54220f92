package org.lastmile.simulation;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Lane;
import org.lastmile.store.memory.MemoryStore;

/**
 * A world on virtual time, in one thread: nodes with the real engine, one store, a host that answers and edits, and dice that say
 * whose turn it is. Its number plays it again.
 *
 * <p>What is concurrent in reality is a choice here: at each {@linkplain #point point} between two calls of a store or a notifier
 * others may act, the node may die, or it may stand still while the world goes on. A call that is not back yet is a frame below
 * on the stack, and goes on when those above it have returned.
 */
final class World {
    private static final int DEEPEST = 5;
    private static final long MOST_STEPS = 60_000;
    private static final Instant FIRST_DAY = Instant.parse("2026-03-20T00:00:00Z");

    final Dice dice;
    final Tally tally = new Tally();
    final boolean nudges;
    final Weather weather;
    final Sabotage sabotage;
    final MemoryStore truth;
    final Evidence evidence;
    final List<Node> nodes = new ArrayList<>();
    /** Whose call is under way, the innermost first. */
    private final Deque<Life> acting = new ArrayDeque<>();

    private final TreeSet<Long> alarms = new TreeSet<>();
    private final Host host;
    private final Posts posts;
    private final @Nullable List<String> trace;
    private long nowMillis;
    private long steps;
    private int depth;

    World(long number, Sabotage sabotage, boolean traced) {
        this(number, sabotage, traced, false);
    }

    /** Its host reminds people by hand as well. */
    static World nudging(long number, boolean traced) {
        return new World(number, Sabotage.NONE, traced, true);
    }

    private World(long number, Sabotage sabotage, boolean traced, boolean nudges) {
        this.dice = new Dice(number);
        this.nudges = nudges;
        this.sabotage = sabotage;
        this.trace = traced ? new ArrayList<>() : null;
        this.nowMillis = FIRST_DAY.toEpochMilli() + dice.between(0, 250) * 86_400_000 + dice.between(0, 86_399_999);
        this.weather = new Weather(dice, tally);
        this.truth = MemoryStore.of(() -> Instant.ofEpochMilli(nowMillis));
        this.evidence = new Evidence(this);
        this.posts = new Posts(this);
        int count = 1 + dice.below(3);
        for (int i = 0; i < count; i++) {
            nodes.add(new Node(this, "node-" + (i + 1), posts, nowMillis));
        }
        for (int i = weather.isCalm() || dice.oneIn(2) ? 0 : 1; i > 0; i--) {
            nodes.add(new Node(this, "late-node", posts, nowMillis + dice.between(60_000, 86_400_000)));
        }
        this.host = new Host(this);
    }

    /** Lives to the end, when nothing is waiting any more. What was found wrong, in the order in which it was. */
    List<String> live() {
        while (step(Long.MAX_VALUE)) {
            if (steps > MOST_STEPS) {
                evidence.complain("the world does not come to rest");
                break;
            }
        }
        new Reckoning(this).settle();
        tally.lived(steps, evidence.complaints());
        return evidence.complaints();
    }

    /** What happened; empty unless the world is traced. */
    List<String> trace() {
        return trace == null ? List.of() : trace;
    }

    void tell(Supplier<String> what) {
        if (trace != null) {
            trace.add(Instant.ofEpochMilli(nowMillis) + "  " + "| ".repeat(depth) + what.get());
        }
    }

    /** The store's time, which is true here. */
    long now() {
        return nowMillis;
    }

    Instant instant() {
        return Instant.ofEpochMilli(nowMillis);
    }

    /** Between two calls of a node: it may die here, stand still, or be overtaken by others. */
    void point(Life life, String where) {
        life.mustLive();
        nowMillis += dice.below(3);
        if (weather.happens(Fault.CRASH)) {
            tell(() -> life + " dies at " + where);
            life.end();
            throw new Crash();
        }
        if (weather.happens(Fault.FREEZE)) {
            freeze(life, dice.of(300L, 5_000L, 59_000L, 61_000L, 300_000L), false, where);
        }
        if (weather.happens(Fault.SUSPENSION)) {
            freeze(life, dice.of(2_000L, 70_000L, 900_000L), true, where);
        }
        if (weather.happens(Fault.CLOCK_STEP)) {
            life.node().machine().step(dice.of(-7_200_000L, -1_000L, 1_000L, 7_200_000L));
        }
        if (dice.oneIn(6)) {
            tally.count(Fault.INTERLEAVING);
            if (dice.oneIn(4)) {
                host.hurry();
            }
            pass(dice.below(40));
        }
        life.mustLive();
    }

    private void freeze(Life life, long millis, boolean suspended, String where) {
        tell(() -> life + (suspended ? " is suspended at " : " freezes at ") + where + " for " + millis + " ms");
        long until = nowMillis + millis;
        life.freeze(until);
        pass(millis);
        if (suspended) {
            life.node().machine().suspended(millis);
        }
        life.node().trouble();
        tell(() -> life + " thaws at " + where);
    }

    /**
     * The others go on for so long, while the caller stands still; and with it the calls that it stands upon. On top of too many of them
     * nobody has a turn, not even another thread of the caller's.
     */
    void pass(long millis) {
        long until = nowMillis + millis;
        long others = depth < DEEPEST ? 1 : 0;
        if (millis > 200) {
            acting.stream().skip(others).forEach(life -> life.node().trouble());
        }
        depth++;
        while (depth <= DEEPEST && nowMillis < until && steps <= MOST_STEPS && step(until)) {
            // Each step is somebody's.
        }
        depth--;
        nowMillis = Math.max(nowMillis, until);
        if (millis > 200) {
            acting.stream().skip(others).forEach(life -> life.node().trouble());
        }
    }

    /** One turn of somebody, or time goes on to the next; {@code false} if there is none until then. */
    private boolean step(long until) {
        steps++;
        var ready = new ArrayList<Runnable>();
        for (var node : nodes) {
            node.addReady(ready);
        }
        host.addReady(ready);
        if (!ready.isEmpty()) {
            dice.of(ready).run();
            return true;
        }
        if (depth == 0 && isAtRest()) {
            return false;
        }
        long next = host.nextAt();
        for (var node : nodes) {
            next = Math.min(next, node.nextAt());
        }
        if (next > until || next == Long.MAX_VALUE) {
            return false;
        }
        nowMillis = Math.max(nowMillis, next);
        return true;
    }

    private boolean isAtRest() {
        return host.nextAt() == Long.MAX_VALUE
                && nodes.stream().allMatch(Node::isIdle)
                && truth.heads(instant()).stream()
                        .allMatch(head -> head.first() == null || head.lane().equals(Lane.ASIDE));
    }

    /** Whether its channels hold what is in doubt, and send nothing twice. */
    boolean isHolding() {
        return posts.isHolding();
    }

    /** Whether a thread of that process is held up by what goes on above it. */
    boolean isHeldUp(Life life) {
        return acting.stream().skip(1).anyMatch(life::equals);
    }

    void enter(Life life) {
        acting.push(life);
    }

    void leave() {
        acting.pop();
    }

    /** Something may have become due then: who polls sees it a little later, and who is not there yet when it starts. */
    void alarm(long atMillis) {
        alarms.add(atMillis + dice.below(5_000));
    }

    /** When somebody who last looked then is to look again. */
    long alarmAfter(long millis) {
        var next = alarms.higher(millis);
        return next == null ? Long.MAX_VALUE : next;
    }
}
