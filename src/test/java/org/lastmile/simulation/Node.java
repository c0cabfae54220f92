package org.lastmile.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of the cluster: a machine, and the process that runs on it, dies and is started again. */
final class Node {
    private final World world;
    private final String name;
    private final Posts posts;
    private final Machine machine;
    private final List<Long> troubles = new ArrayList<>();
    private @Nullable Life life;
    private int lives;
    private long startsAt;

    Node(World world, String name, Posts posts, long startsAt) {
        this.world = world;
        this.name = name;
        this.posts = posts;
        this.machine = new Machine(world::now, world.dice);
        this.startsAt = startsAt;
    }

    String name() {
        return name;
    }

    Machine machine() {
        return machine;
    }

    /** The process that runs now; {@code null} if none does, or if it stands still. */
    @Nullable
    Life awake() {
        return life != null && !life.isFrozen() ? life : null;
    }

    void addReady(List<Runnable> ready) {
        if (life != null) {
            life.addReady(ready);
        } else if (world.now() >= startsAt) {
            ready.add(this::start);
        }
    }

    long nextAt() {
        return life != null ? life.nextAt() : startsAt;
    }

    boolean isIdle() {
        return life != null && life.isIdle();
    }

    private void start() {
        if (name.startsWith("late") || lives > 0) {
            world.tally.count(lives > 0 ? Fault.RESTART : Fault.JOIN);
        }
        world.tell(() -> name + " starts");
        try {
            life = new Life(world, this, ++lives, posts);
        } catch (RuntimeException | Crash e) {
            // It could not even begin: somebody starts it again.
            ended(null);
        }
    }

    /** The process has ended; it is started again after a while. */
    void ended(@Nullable Life which) {
        if (which == life || which == null) {
            life = null;
            startsAt = world.now() + world.dice.of(500L, 30_000L, 120_000L, 1_200_000L);
            trouble();
        }
    }

    /** Something went wrong here now. */
    void trouble() {
        troubles.add(world.now());
    }

    /** Whether something went wrong here between the two. */
    boolean hadTrouble(long fromMillis, long toMillis) {
        return troubles.stream().anyMatch(at -> at >= fromMillis && at <= toMillis);
    }
}
