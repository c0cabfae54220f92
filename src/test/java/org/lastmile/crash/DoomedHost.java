package org.lastmile.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.lastmile.ChannelOptions;
import org.lastmile.ChannelOptions.Doubt;
import org.lastmile.Lastmile;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;
import org.lastmile.notify.PlainWording;
import org.lastmile.store.Store;

/**
 * A host application that comes as far as it was told, says "there", and then stands still until it is killed.
 *
 * <p>Arguments: the store's place, the logbook, and the {@link Moment}.
 */
final class DoomedHost {
    static final int GUESTS = 12;
    static final int AT_ONCE = 4;
    /** Before anything is recorded: all by e-mail, and by text message no more than at once. */
    static final int CALLED = GUESTS + AT_ONCE;

    /** Long enough that on a busy machine the kill comes before a send overruns, which would hand back what waits behind it. */
    static final Duration LEASE = Duration.ofSeconds(4);

    static final ChannelOptions RESEND = ChannelOptions.defaults()
            .withTimeout(Duration.ofSeconds(2))
            .withConcurrency(AT_ONCE)
            .withBackoff(Duration.ofMillis(100));
    static final ChannelOptions HOLD = RESEND.withDoubt(Doubt.HOLD);

    /** Where it is to be killed. */
    enum Moment {
        /** Claims are made and looked at; no notifier has been called. */
        BETWEEN_CLAIM_AND_SEND,
        /** In each slot of each channel a notifier has sent, and has not returned. */
        DURING_SEND,
        /** Every notifier that may be called has returned; nothing is recorded. */
        BETWEEN_SEND_AND_SETTLE,
        /** The first batch is recorded; the engine does not know it yet. */
        AFTER_SETTLE
    }

    private final Moment moment;
    private final Logbook logbook;
    private final AtomicInteger standing = new AtomicInteger();
    private final AtomicInteger returned = new AtomicInteger();

    private DoomedHost(Moment moment, Logbook logbook) {
        this.moment = moment;
        this.logbook = logbook;
    }

    public static void main(String[] arguments) {
        var host = new DoomedHost(Moment.valueOf(arguments[2]), new Logbook(Path.of(arguments[1])));
        host.run(Party.store(arguments[0]));
    }

    @SuppressWarnings("try") // The instance works in the background until the process is killed.
    private void run(Store store) {
        var words = new PlainWording();
        try (var lastmile = Lastmile.builder()
                .store(Interposed.around("settle", store, this::settle))
                .lease(LEASE)
                .notifier("email", this::send, RESEND)
                .notifier("sms", this::send, HOLD)
                .wording((reminder, now) -> {
                    standStillAt(Moment.BETWEEN_CLAIM_AND_SEND);
                    return words.message(reminder, now);
                })
                .start()) {
            lastmile.schedule(Party.of(GUESTS, "email", "sms"));
            Patience.forever();
        }
    }

    private SendResult send(Reminder reminder) {
        // Put into words before anything is sent.
        reminder.text();
        logbook.write(reminder);
        standStillAt(Moment.DURING_SEND);
        returned.incrementAndGet();
        return SendResult.sent();
    }

    private void standStillAt(Moment here) {
        if (here == moment) {
            if (standing.incrementAndGet() == 2 * AT_ONCE) {
                sayThere();
            }
            Patience.forever();
        }
    }

    private static void sayThere() {
        System.out.println("there");
    }

    /** Lets nothing be written, once the moment has come. */
    private Object settle(Supplier<Object> write) {
        if (moment == Moment.AFTER_SETTLE) {
            write.get();
        }
        if (moment == Moment.AFTER_SETTLE || moment == Moment.BETWEEN_SEND_AND_SETTLE) {
            Patience.until("everybody was called", () -> returned.get() == CALLED);
            sayThere();
        }
        Patience.forever();
        return List.of();
    }
}
