package org.lastmile.fault;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.lastmile.Answer;
import org.lastmile.Lastmile;
import org.lastmile.LastmileBuilder;
import org.lastmile.RestlessClock;
import org.lastmile.crash.Interposed;
import org.lastmile.fault.Chronicle.Excuse;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;
import org.lastmile.store.jdbc.JdbcStore;

/**
 * A host application to which a fault happens: it says "ready", schedules the feast and takes answers as its role says, tries what
 * fails until it is acknowledged, and ends when it is told to.
 *
 * <p>Arguments: the store's place (a file, or a URL and a schema behind a space), the chronicle, the deadline in epoch seconds, the
 * role, the seed, and the {@link Sabotage}.
 */
final class FaultyHost {
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    /** The engine's thread that records what came of sends. */
    private static final String RECORDER = "lastmile-settles";

    private final Chronicle chronicle;
    private final Role role;
    private final Random random;
    private final Sabotage sabotage;

    /** What it does besides sending. */
    record Role(boolean schedules, boolean answers, boolean restless) {
        @Override
        public String toString() {
            return (schedules ? "schedules" : "") + "," + (answers ? "answers" : "") + ","
                    + (restless ? "restless" : "");
        }

        static Role parse(String text) {
            return new Role(text.contains("schedules"), text.contains("answers"), text.contains("restless"));
        }
    }

    private FaultyHost(Chronicle chronicle, Role role, long seed, Sabotage sabotage) {
        this.chronicle = chronicle;
        this.role = role;
        this.random = new Random(seed);
        this.sabotage = sabotage;
    }

    public static void main(String[] arguments) throws IOException {
        var host = new FaultyHost(
                new Chronicle(Path.of(arguments[1])),
                Role.parse(arguments[3]),
                Long.parseLong(arguments[4]),
                Sabotage.valueOf(arguments[5]));
        background(host::watchForPauses, "watches-for-pauses");
        try (var store = open(arguments[0])) {
            host.run(store, Instant.ofEpochSecond(Long.parseLong(arguments[2])));
        }
    }

    /** The store at that place. */
    private static Store open(String place) {
        int gap = place.indexOf(' ');
        if (gap < 0) {
            return JdbcStore.h2(Path.of(place));
        }
        var config = new HikariConfig();
        config.setJdbcUrl(place.substring(0, gap));
        config.setMaximumPoolSize(6);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(1_000);
        return JdbcStore.builder(new HikariDataSource(config))
                .schemaName(place.substring(gap + 1))
                .waitUpTo(Duration.ofSeconds(60))
                .build();
    }

    private static void background(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** The engine as all processes of a round run it. */
    static LastmileBuilder engine(Store store) {
        return Lastmile.builder().store(store).lease(Feast.LEASE).poll(Duration.ofMillis(200));
    }

    private void run(Store store, Instant deadline) throws IOException {
        var told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        told.readLine();
        try (var lastmile = started(witnessed(sabotage.store(store)))) {
            background(() -> act(lastmile, deadline), "acts");
            told.readLine();
        }
    }

    /** It asks the database for the time when it starts, and says so if it cannot. */
    private Lastmile started(Store store) {
        while (true) {
            var builder = engine(store)
                    .notifier("email", sabotage.notifier(this::send), Feast.OPTIONS)
                    // Time passes between claim and send, so that answers and faults fall into it.
                    .directory(recipient -> {
                        pause(ThreadLocalRandom.current().nextLong(100));
                        return Optional.empty();
                    });
            try {
                return (role.restless() ? RestlessClock.in(builder) : builder).start();
            } catch (StoreException e) {
                pause(50);
            }
        }
    }

    private SendResult send(Reminder reminder) {
        long began = System.nanoTime();
        chronicle.call(began, System.currentTimeMillis(), reminder.recipient().id(), reminder.id());
        excuse(Excuse.PAUSED, began);
        return SendResult.sent();
    }

    private void act(Lastmile lastmile, Instant deadline) {
        if (role.schedules()) {
            while (!isScheduled(lastmile, deadline)) {
                pause(50);
            }
            chronicle.scheduled();
        }
        if (role.answers()) {
            var done = new HashSet<String>();
            chronicle.answers().forEach(answer -> done.add(answer.guest()));
            var guests = new ArrayList<>(Feast.answering());
            guests.removeAll(done);
            Collections.shuffle(guests, random);
            for (var guest : guests) {
                pause(random.nextInt(500));
                answer(lastmile, guest);
            }
        }
    }

    private static boolean isScheduled(Lastmile lastmile, Instant deadline) {
        try {
            lastmile.schedule(Feast.goal(deadline));
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    /** Until it is acknowledged. */
    private void answer(Lastmile lastmile, String guest) {
        while (true) {
            try {
                var answer = random.nextInt(4) > 0
                        ? lastmile.complete(Feast.ID, Feast.STEP, guest)
                        : lastmile.decline(Feast.ID, Feast.STEP, guest);
                if (answer.kind() != Answer.Kind.UNKNOWN) {
                    chronicle.answer(guest, answer.kind().name(), answer.inFlight());
                    return;
                }
            } catch (StoreException e) {
                // Nobody knows whether it was taken: it is given again.
            }
            pause(20);
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /**
     * The store, of which this process notes when a record failed or took long. Before it records, the thread that does so asks the
     * store what it needs for its decisions: if that fails, nothing is recorded either.
     */
    private Store witnessed(Store store) {
        return Interposed.aroundAll(store, call -> {
            if (!Thread.currentThread().getName().equals(RECORDER)) {
                return call.get();
            }
            long began = System.nanoTime();
            try {
                var result = call.get();
                excuse(Excuse.UNRECORDED, began);
                return result;
            } catch (RuntimeException e) {
                chronicle.trouble(Excuse.UNRECORDED, Chronicle.me(), began, System.nanoTime());
                throw e;
            }
        });
    }

    private void excuse(Excuse excuse, long began) {
        long now = System.nanoTime();
        if (now - began > LONG_NANOS) {
            chronicle.trouble(excuse, Chronicle.me(), began, now);
        }
    }

    /** Notes when this process got no processor: since it was stopped, or since the machine is too busy. */
    private void watchForPauses() {
        while (true) {
            long before = System.nanoTime();
            pause(20);
            excuse(Excuse.PAUSED, before);
        }
    }
}
