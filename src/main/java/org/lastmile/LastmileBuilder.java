package org.lastmile;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.Channel;
import org.lastmile.notify.LogNotifier;
import org.lastmile.notify.Notifier;
import org.lastmile.notify.PlainWording;
import org.lastmile.notify.RecipientDirectory;
import org.lastmile.notify.Wording;
import org.lastmile.store.Store;
import org.lastmile.store.memory.MemoryStore;
import org.lastmile.watch.Listener;

/**
 * Puts a {@link Lastmile} together. Everything has a default: a store in memory, a notifier that only logs.
 *
 * <p>Not thread-safe; use it once.
 */
public final class LastmileBuilder {
    private @Nullable Store store;
    private @Nullable InstantSource time;
    private @Nullable Executor executor;
    private @Nullable RecipientDirectory directory;
    private Caps.@Nullable Cap cap;
    private Wording wording = new PlainWording();
    private final Map<Channel, Notifier> notifiers = new HashMap<>();
    private final Map<Channel, ChannelOptions> options = new HashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final Set<Channel> servedElsewhere = new HashSet<>();
    private final Map<String, BusinessCalendar> calendars = new HashMap<>();
    private Settings settings = Settings.DEFAULT;
    private Pace pace = Pace.SYSTEM;

    LastmileBuilder() {}

    /** Keeps everything there; it is not closed with the instance. In memory unless told, which forgets all at the end. */
    public LastmileBuilder store(Store newStore) {
        store = Objects.requireNonNull(newStore, "store");
        return this;
    }

    /** Sends by that channel through that notifier. Without any, all channels only log. */
    public LastmileBuilder notifier(String channel, Notifier notifier) {
        return notifier(channel, notifier, null);
    }

    /** Sends by that channel through that notifier, in that way; {@code null} options are the defaults. */
    public LastmileBuilder notifier(String channel, Notifier notifier, @Nullable ChannelOptions how) {
        var key = Channel.of(channel);
        if (notifiers.putIfAbsent(key, Objects.requireNonNull(notifier, "notifier")) != null) {
            throw new IllegalStateException(
                    "channel \"" + channel + "\" has a notifier already; register one for each");
        }
        if (how != null) {
            options.put(key, how);
        }
        return this;
    }

    /** Goals may speak by these channels, which only other nodes send by. */
    public LastmileBuilder servedElsewhere(String... channels) {
        for (var channel : channels) {
            servedElsewhere.add(Channel.of(channel));
        }
        return this;
    }

    /** Goals may count business days by that calendar, under that name (rule R7). */
    public LastmileBuilder calendar(String name, BusinessCalendar calendar) {
        calendars.put(name, Objects.requireNonNull(calendar, "calendar"));
        return this;
    }

    /** Tells that listener what happens. */
    public LastmileBuilder listener(Listener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /** Puts reminders into words in that way. */
    public LastmileBuilder wording(Wording newWording) {
        wording = Objects.requireNonNull(newWording, "wording");
        return this;
    }

    /** Asks there for names and addresses right before each send, so that they can stay with the host. */
    public LastmileBuilder directory(RecipientDirectory newDirectory) {
        directory = Objects.requireNonNull(newDirectory, "directory");
        return this;
    }

    /** At most so many messages for each recipient in a time, over all goals; what is over it is not sent (rule R19). */
    public LastmileBuilder cap(int messages, Duration per) {
        cap = new Caps.Cap(messages, per);
        return this;
    }

    /** Takes the time from there instead of from the store: for tests and rehearsals. */
    public LastmileBuilder time(InstantSource newTime) {
        time = Objects.requireNonNull(newTime, "time");
        return this;
    }

    /** Lets time pass at that pace instead of at the machine's. */
    LastmileBuilder pace(Pace newPace) {
        pace = newPace;
        return this;
    }

    /**
     * Calls notifiers on that executor instead of on own threads. It is never shut down. {@code Runnable::run} calls them in the
     * thread that calls {@link Lastmile#runDue()}, one after the other, without a time-out.
     */
    public LastmileBuilder executor(Executor newExecutor) {
        executor = Objects.requireNonNull(newExecutor, "executor");
        return this;
    }

    /** How long a claim of a reminder holds if its node dies; 60 s unless told, at least 100 ms and twice every time-out. */
    public LastmileBuilder lease(Duration lease) {
        settings = settings.withLease(lease);
        return this;
    }

    /** How long an idle node sleeps at most before it looks for what other nodes have scheduled; 5 s unless told. */
    public LastmileBuilder poll(Duration poll) {
        settings = settings.withPoll(poll);
        return this;
    }

    /** How long {@link Lastmile#close()} waits for sends that are running; 10 s unless told. */
    public LastmileBuilder shutdown(Duration shutdown) {
        settings = settings.withShutdown(shutdown);
        return this;
    }

    /** How long an acknowledgement holds that does not say so, at most to the deadline; 24 hours unless told (rule R14). */
    public LastmileBuilder acknowledgedFor(Duration time) {
        settings = settings.withAcknowledged(time);
        return this;
    }

    /** Without a thread of its own: nothing is sent but in {@link Lastmile#runDue()}. */
    public Lastmile build() {
        return new Lastmile(parts(), false);
    }

    /** With threads of its own that send what is due, until it is closed. */
    public Lastmile start() {
        return new Lastmile(parts(), true);
    }

    Lastmile.Parts parts() {
        options.forEach(this::checkTimeout);
        if (ChannelOptions.DEFAULT.timeout().multipliedBy(2).compareTo(settings.lease()) > 0) {
            notifiers
                    .keySet()
                    .forEach(channel -> checkTimeout(channel, options.getOrDefault(channel, ChannelOptions.DEFAULT)));
        }
        var routes = new Routes(
                notifiers, options, servedElsewhere, notifiers.isEmpty() ? new LogNotifier() : null, directory != null);
        var promises = new Promises(calendars, routes);
        var kept = store != null ? store : MemoryStore.of((time != null ? time : InstantSource.system())::instant);
        var clock = time != null ? time : new StoreClock(kept, pace);
        var timepiece = new Timepiece(clock, pace);
        var gates = new Gates(routes);
        var events = new Events(listeners, executor);
        var side = new HostSide(kept, promises, routes, events);
        var engine = new Engine(
                new Claimer(kept, promises, routes, gates, timepiece, settings, side.narrator),
                new Speaker(
                        kept,
                        routes,
                        wording,
                        side.occurrences,
                        new Outreach(new Caps(kept, cap), directory),
                        timepiece),
                new Settler(kept, promises, routes, side.decisions, side.narrator, timepiece),
                kept,
                timepiece,
                settings);
        return new Lastmile.Parts(
                kept,
                store == null,
                engine,
                new Replanner(kept, promises),
                promises,
                routes,
                side,
                gates,
                events,
                new Workers(executor),
                settings);
    }

    private void checkTimeout(Channel channel, ChannelOptions how) {
        if (how.timeout().multipliedBy(2).compareTo(settings.lease()) > 0) {
            throw new IllegalArgumentException("time-out of channel \"" + channel + "\" is " + how.timeout()
                    + " and the lease " + settings.lease() + "; make the lease at least twice as long");
        }
    }
}
