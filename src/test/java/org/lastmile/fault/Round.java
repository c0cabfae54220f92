package org.lastmile.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.lastmile.Lastmile;
import org.lastmile.crash.ChildJvm;
import org.lastmile.fault.Chronicle.Excuse;
import org.lastmile.fault.FaultyHost.Role;
import org.lastmile.goal.SendResult;
import org.lastmile.report.HistoryEntry;
import org.lastmile.store.StoreException;

/** One feast, with one fault at a moment of its own, and what is to be said of it in the end. */
final class Round implements AutoCloseable {
    private static final int MOMENTS_MILLIS = 3_000;

    private final Fault fault;
    private final Sabotage sabotage;
    private final Place place;
    private final @Nullable MortalPostgres mortal;
    private final SplittableRandom random;
    private final Chronicle chronicle;
    private final Instant deadline = Instant.now().plus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);
    private final Path file;
    private final List<Node> nodes = new ArrayList<>();

    /** A process, and the wire that leads from it to its database, if one does. */
    private final class Node {
        final Role role;
        final @Nullable Wire wire;
        ChildJvm process;

        Node(Role role) throws IOException {
            this.role = role;
            wire = place instanceof Place.Server server ? Wire.to(server.port()) : null;
            process = start();
        }

        ChildJvm start() throws IOException {
            return ChildJvm.start(
                    System.getProperty("java.class.path"),
                    List.of(
                            "-XX:+UseSerialGC",
                            "-Xmx64m",
                            "-Xshare:auto",
                            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"),
                    FaultyHost.class.getName(),
                    place instanceof Place.Server server && wire != null ? server.by(wire) : place.direct(),
                    file.toString(),
                    String.valueOf(deadline.getEpochSecond()),
                    role.toString(),
                    String.valueOf(random.nextInt()),
                    sabotage.name());
        }

        void go() throws IOException, InterruptedException {
            process.awaitLine("ready");
            process.tell("go");
        }
    }

    /** @param mortal the server that can be killed, if the place is on it */
    Round(Fault fault, Sabotage sabotage, Place place, @Nullable MortalPostgres mortal, Path folder, long seed) {
        this.fault = fault;
        this.sabotage = sabotage;
        this.place = place;
        this.mortal = mortal;
        this.file = folder.resolve("chronicle");
        this.chronicle = new Chronicle(file);
        this.random = new SplittableRandom(seed);
    }

    Verdict live() throws IOException, InterruptedException {
        if (place instanceof Place.Server) {
            // The tables are made here, so that no fault meets a process before it is up.
            place.open().close();
            nodes.add(new Node(new Role(true, false, false)));
            nodes.add(new Node(new Role(false, true, fault == Fault.CLOCKS)));
        } else {
            nodes.add(new Node(new Role(true, true, false)));
        }
        for (var node : nodes) {
            node.go();
        }
        pause(random.nextInt(MOMENTS_MILLIS));
        strike(victims());
        boolean healthy = sabotage == Sabotage.NONE;
        await(healthy ? 60 : 15, this::isOver);
        end();
        return new Verdict(chronicle, goneOn());
    }

    /** One of the nodes, or all. */
    private List<Node> victims() {
        int choice = random.nextInt(nodes.size() + 1);
        return choice == nodes.size() ? nodes : List.of(nodes.get(choice));
    }

    private void strike(List<Node> victims) throws IOException, InterruptedException {
        switch (fault) {
            case KILL -> kill(victims);
            case FREEZE -> freeze(victims);
            case DATABASE -> killDatabase();
            case DELAY -> {
                wires(victims).forEach(wire -> wire.delay(random.nextInt(5, 60)));
                pause(random.nextInt(1_000, 3_000));
            }
            case CUT -> {
                wires(victims).forEach(Wire::cut);
                pause(random.nextInt(3_000));
            }
            case HALF_OPEN -> wires(victims).forEach(Wire::goSilent);
            case COMMITTED -> {
                wires(victims).forEach(wire -> wire.swallowCommits(random.nextInt(1, 6)));
                pause(1_000);
            }
            case CLOCKS -> {
                // They have been apart from the beginning.
            }
        }
        wires(victims).forEach(Wire::heal);
    }

    private static List<Wire> wires(List<Node> nodes) {
        return nodes.stream()
                .map(node -> node.wire)
                .filter(wire -> wire != null)
                .toList();
    }

    private void kill(List<Node> victims) throws IOException, InterruptedException {
        for (var node : victims) {
            // It may still call a notifier until it is gone, and so it is in trouble until then.
            long before = System.nanoTime();
            node.process.kill();
            chronicle.trouble(Excuse.KILLED, node.process.pid(), before, System.nanoTime());
        }
        pause(random.nextInt(500));
        for (var node : victims) {
            node.process = node.start();
        }
        for (var node : victims) {
            node.go();
        }
    }

    private void freeze(List<Node> victims) throws IOException, InterruptedException {
        for (var node : victims) {
            signal("STOP", node.process.pid());
        }
        pause(Feast.LEASE.toMillis() + random.nextInt(200, 1_500));
        for (var node : victims) {
            signal("CONT", node.process.pid());
        }
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor();
    }

    private void killDatabase() throws IOException, InterruptedException {
        if (mortal != null) {
            mortal.kill();
            pause(random.nextInt(1_500));
            mortal.restart();
        }
    }

    private boolean isOver() {
        var calls = chronicle.calls();
        return chronicle.isScheduled()
                && chronicle.answers().size() == Feast.answering().size()
                && Feast.silent().stream()
                        .allMatch(guest -> calls.stream()
                                .anyMatch(call -> call.reminder().endsWith("/" + guest + "/" + Feast.RUNGS + ".0.0")));
    }

    private void end() throws IOException, InterruptedException {
        for (var node : nodes) {
            node.process.tell("end");
        }
        for (var node : nodes) {
            node.process.awaitEnd();
        }
    }

    /** What the processes have left behind is done here, and everything is read. */
    private List<HistoryEntry> goneOn() {
        try (var store = place.open();
                var lastmile = FaultyHost.engine(store)
                        .notifier(
                                "email",
                                reminder -> {
                                    chronicle.call(
                                            System.nanoTime(),
                                            System.currentTimeMillis(),
                                            reminder.recipient().id(),
                                            reminder.id());
                                    return SendResult.sent();
                                },
                                Feast.OPTIONS)
                        .build()) {
            // A connection that is half open holds its rows until the server ends its transaction, after half a minute.
            await(sabotage == Sabotage.NONE ? 60 : 5, () -> isSettled(lastmile) && nothingIsMissing(lastmile));
            return lastmile.history(Feast.ID);
        }
    }

    private boolean nothingIsMissing(Lastmile lastmile) {
        return new Verdict(chronicle, lastmile.history(Feast.ID)).lost.isEmpty();
    }

    private static boolean isSettled(Lastmile lastmile) {
        try {
            lastmile.runDue();
            var history = lastmile.history(Feast.ID);
            return history.stream().map(HistoryEntry::recipientId).distinct().count() == Feast.GUESTS
                    && lastmile.nextDue()
                            .filter(due -> due.isBefore(Instant.now().plus(1, ChronoUnit.HOURS)))
                            .isEmpty();
        } catch (StoreException e) {
            return false;
        }
    }

    private static void await(int seconds, BooleanSupplier isSo) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!isSo.getAsBoolean() && System.nanoTime() < end) {
            pause(100);
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Override
    public void close() throws IOException {
        for (var node : nodes) {
            node.process.close();
            if (node.wire != null) {
                node.wire.close();
            }
        }
    }
}
