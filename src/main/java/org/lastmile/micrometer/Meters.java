package org.lastmile.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.ReminderState;
import org.lastmile.store.Store;
import org.lastmile.watch.Event;
import org.lastmile.watch.Listener;

/**
 * Meters in a registry of Micrometer. Tags are channels, results and reasons, of which there are few; never an id.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>type</th><th>tags</th><th>what</th></tr>
 * <tr><td>{@code lastmile.reminders}</td><td>counter</td><td>{@code channel} ({@code none} if none was tried), {@code result}
 *     ({@code sent}, {@code failed}, {@code skipped}), {@code reason} (the state of the ledger in small letters:
 *     {@code retrying}, {@code superseded}, {@code quiet} …; {@code none} where sent)</td><td>attempts that were made, rungs that
 *     were skipped</td></tr>
 * <tr><td>{@code lastmile.lateness}</td><td>timer</td><td>{@code channel}</td><td>from the planned instant of a reminder until it
 *     was known to be sent; waiting out a retry, a snooze or an outage is in it</td></tr>
 * <tr><td>{@code lastmile.answers}</td><td>counter</td><td>{@code outcome} ({@code done}, {@code declined}, {@code recovered},
 *     {@code cancelled})</td><td>follow-ups closed by an answer</td></tr>
 * <tr><td>{@code lastmile.events}</td><td>counter</td><td>{@code kind} (those of {@link Event.Kind}, in small letters)</td>
 *     <td>everything that listeners are told</td></tr>
 * <tr><td>{@code lastmile.backlog}</td><td>gauge</td><td></td><td>reminders that are due now, over all nodes</td></tr>
 * <tr><td>{@code lastmile.store}</td><td>timer</td><td>{@code operation} (a method of {@link Store}: {@code claim},
 *     {@code settle} …)</td><td>calls of the store, failed ones too; {@code claim} is the claim time</td></tr>
 * </table>
 *
 * <pre>{@code
 * var meters = Meters.in(registry);
 * var lastmile = Lastmile.builder().store(meters.timed(store)).listener(meters).start();
 * meters.watch(() -> lastmile.health().backlog());
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Meters implements Listener {
    // No type of Micrometer is widened in here: a JVM that verifies this class would look for it before the check could
    // name what to add.

    private final MeterRegistry registry;

    private Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Meters in that registry; nothing is measured before they are given to something.
     *
     * @throws IllegalStateException if Micrometer is not on the class path
     */
    public static Meters in(MeterRegistry registry) {
        try {
            Class.forName("io.micrometer.core.instrument.MeterRegistry", false, Meters.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalStateException(
                    "meters need Micrometer, which is not on the class path; add io.micrometer:micrometer-core", e);
        }
        return new Meters(Objects.requireNonNull(registry, "registry"));
    }

    @Override
    public void on(Event event) {
        registry.counter("lastmile.events", "kind", small(event.kind())).increment();
        switch (event.kind()) {
            case SENT -> {
                count(event, "sent", "none");
                late(event);
            }
            case FAILED -> count(event, "failed", reason(event));
            case SKIPPED -> count(event, "skipped", reason(event));
            case ANSWERED, RECOVERED ->
                registry.counter("lastmile.answers", "outcome", outcome(event)).increment();
            default -> {}
        }
    }

    private void count(Event event, String result, String reason) {
        registry.counter("lastmile.reminders", "channel", channel(event), "result", result, "reason", reason)
                .increment();
    }

    private void late(Event event) {
        var plannedAt = event.plannedAt();
        if (plannedAt != null) {
            registry.timer("lastmile.lateness", "channel", channel(event))
                    .record(Duration.between(plannedAt, event.at()));
        }
    }

    private static String channel(Event event) {
        var channel = event.channel();
        return channel == null ? "none" : channel.name();
    }

    /** Of the ledger's states one, whatever a later version puts into the detail. */
    private static String reason(Event event) {
        return constant(ReminderState.class, event.detail());
    }

    private static String outcome(Event event) {
        var detail = event.detail();
        return constant(Outcome.class, detail == null ? null : detail.split(":", 2)[0]);
    }

    private static <E extends Enum<E>> String constant(Class<E> type, @Nullable String name) {
        for (var constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return small(constant);
            }
        }
        return "other";
    }

    private static String small(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Shows what is due now; the question is asked each time that the registry is read, and shows nothing if it fails. */
    public void watch(Supplier<Map<Channel, Long>> backlog) {
        Gauge.builder("lastmile.backlog", backlog, Meters::total)
                .description("reminders that are due now")
                .strongReference(true)
                .register(registry);
    }

    private static double total(Supplier<Map<Channel, Long>> backlog) {
        return backlog.get().values().stream().mapToLong(Long::longValue).sum();
    }

    /** The same store, whose calls are timed. */
    public Store timed(Store store) {
        return (Store) Proxy.newProxyInstance(
                Meters.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke(store, arguments);
                    }
                    var sample = Timer.start(registry);
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        sample.stop(registry.timer("lastmile.store", "operation", method.getName()));
                    }
                });
    }
}
