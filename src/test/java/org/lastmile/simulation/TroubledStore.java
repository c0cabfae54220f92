package org.lastmile.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Claim;
import org.lastmile.goal.FollowUp;
import org.lastmile.store.Claims.Head;
import org.lastmile.store.Claims.Settled;
import org.lastmile.store.Edited;
import org.lastmile.store.Settlement;
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;

/**
 * The way from one process to the store: each call may be refused, may be lost after its commit, may find a row locked, and before and
 * after it anything may happen. What was committed is told to the evidence.
 */
final class TroubledStore implements InvocationHandler {
    /** What a node asks when it has nothing to do: nothing worth a trouble. */
    private static final Set<String> IDLE = Set.of("heads", "waiting");

    private static final Comparator<Head> BY_NAME = Comparator.comparing((Head head) -> {
                var channel = head.lane().channel();
                return channel == null ? "" : channel.name();
            })
            .thenComparing(head -> head.lane().urgent());

    private static final Set<String> WRITES = Set.of("settle", "look", "handBack", "edit", "update", "add", "join");

    private final World world;
    private final Life life;
    private final Store store;

    TroubledStore(World world, Life life) {
        this.world = world;
        this.life = life;
        this.store = world.sabotage.store(world.truth, world);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
        var name = method.getName();
        if (name.equals("now")) {
            life.mustLive();
            return store.now();
        }
        if (name.equals("rollCall")) {
            life.reads();
        }
        if (IDLE.contains(name)) {
            life.mustLive();
            return committed(name, method, arguments);
        }
        if (WRITES.contains(name)) {
            world.point(life, "before " + name);
        }
        if (world.weather.happens(Fault.STORE_REFUSED)) {
            throw failed(name + " was refused", mayPass(name, arguments));
        }
        var result = committed(name, method, arguments);
        if (result instanceof Collection<?> nothing && nothing.isEmpty()) {
            return result;
        }
        if (WRITES.contains(name)) {
            world.alarm(world.now());
        }
        if (world.weather.happens(Fault.STORE_IN_DOUBT)) {
            throw failed("the answer to " + name + " was lost", mayPass(name, arguments));
        }
        world.point(life, "after " + name);
        return result;
    }

    /** A goal that cannot be read, now and later, is rightly set aside: of one alone that is not said. */
    private boolean mayPass(String name, Object[] arguments) {
        boolean oneGoal = name.equals("goals") && arguments[0] instanceof Collection<?> wanted && wanted.size() == 1;
        return !world.dice.oneIn(4) || oneGoal;
    }

    private StoreException failed(String how, boolean mayPass) {
        world.tell(() -> life + ": " + how);
        life.node().trouble();
        return new StoreException(how, null, mayPass);
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object committed(String name, Method method, Object[] arguments) {
        switch (name) {
            case "claim" -> {
                var claims = (List<Claim>) call(method, arguments);
                claims.forEach(claim -> claimed(claim));
                return claims;
            }
            case "look" -> {
                var asked = new ArrayList<>((Collection<FollowUp>) arguments[0]);
                asked.removeIf(any -> lockedNow());
                var held = (Set<FollowUp.Key>) call(method, new Object[] {asked, arguments[1]});
                asked.stream().filter(row -> held.contains(row.key())).forEach(row -> world.evidence.held(life, row));
                world.tell(() -> life + " looks: " + held.size() + " of " + asked.size() + " hold");
                return held;
            }
            case "handBack" -> {
                var asked = new ArrayList<>((Collection<FollowUp>) arguments[0]);
                asked.removeIf(any -> lockedNow());
                return call(method, new Object[] {asked});
            }
            case "settle" -> {
                return settle(method, (List<Settlement>) arguments[0]);
            }
            case "edit" -> {
                var edited = (Optional<Edited>) call(method, arguments);
                edited.ifPresent(done -> done.rows().forEach(world.evidence::edited));
                return edited;
            }
            case "heads" -> {
                // In an order that is the same in every process.
                var heads = new ArrayList<>((List<Head>) call(method, arguments));
                heads.sort(BY_NAME);
                return heads;
            }
            default -> {
                return call(method, arguments);
            }
        }
    }

    private void claimed(Claim claim) {
        var fence = claim.followUp().fence();
        world.evidence.held(life, claim.followUp());
        world.evidence.judged(life, claim);
        world.tell(() ->
                life + " claims " + claim.followUp().key() + " gen " + fence.generation() + " at " + fence.claimedAt());
        if (fence.leaseUntil() != null) {
            world.alarm(fence.leaseUntil().toEpochMilli() + 1);
        }
    }

    private boolean lockedNow() {
        boolean locked = world.weather.happens(Fault.ROW_LOCKED);
        if (locked) {
            life.node().trouble();
        }
        return locked;
    }

    @SuppressWarnings("unchecked")
    private List<Settled> settle(Method method, List<Settlement> all) {
        var locked = all.stream().map(any -> lockedNow()).toList();
        var free = new ArrayList<Settlement>();
        for (int i = 0; i < all.size(); i++) {
            if (!locked.get(i)) {
                free.add(all.get(i));
            }
        }
        var done = (List<Settled>) call(method, new Object[] {free});
        var answers = new ArrayList<Settled>();
        for (int i = 0, next = 0; i < all.size(); i++) {
            answers.add(locked.get(i) ? Settled.BUSY : done.get(next++));
            var answer = answers.get(i);
            var settlement = all.get(i);
            if (answer == Settled.SETTLED) {
                settlement.entries().forEach(world.evidence::recorded);
            }
            world.tell(() -> life + " settles " + settlement.claimed().key() + ": " + answer + " "
                    + settlement.entries().stream()
                            .map(entry -> entry.rung() + 1 + " " + entry.state())
                            .toList());
        }
        return answers;
    }

    private Object call(Method method, Object[] arguments) {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Crash death) {
                // In what the store asked of its caller: nothing is written.
                throw death;
            }
            throw new AssertionError(e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
