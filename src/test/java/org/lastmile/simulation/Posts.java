package org.lastmile.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.lastmile.ChannelOptions;
import org.lastmile.LastmileBuilder;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;
import org.lastmile.notify.Notifier;

/** The channels of a world, with whatever goes wrong on the way to people. */
final class Posts {
    static final String BROKEN_PERSON = "the-broken-one";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final World world;
    private final List<String> channels = List.of("email", "sms");
    private final ChannelOptions options;
    private final boolean smsIsDeaf;

    Posts(World world) {
        this.world = world;
        options = ChannelOptions.defaults()
                .withAddress(true)
                .withTimeout(TIMEOUT)
                .withConcurrency(1 + world.dice.below(3))
                .withAttempts(2 + world.dice.below(4))
                .withBreaker(world.dice.of(3, 10))
                .withDoubt(world.dice.oneIn(5) ? ChannelOptions.Doubt.HOLD : ChannelOptions.Doubt.RESEND);
        smsIsDeaf = !world.weather.isCalm() && world.dice.oneIn(20);
    }

    /** Gives a process its notifiers: all of them, or, if it is a specialist, one. */
    void open(LastmileBuilder builder, Life life) {
        var own = new ArrayList<>(channels);
        if (life.node().name().equals("node-2") && world.nodes.size() > 1) {
            own.remove(world.dice.below(2));
        }
        own.forEach(
                channel -> builder.notifier(channel, world.sabotage.notifier(notifier(life), life, world), options));
        builder.servedElsewhere(
                channels.stream().filter(channel -> !own.contains(channel)).toArray(String[]::new));
    }

    boolean isHolding() {
        return options.whenUnknown() == ChannelOptions.Doubt.HOLD;
    }

    private Notifier notifier(Life life) {
        return reminder -> {
            life.mustLive();
            var call = world.evidence.begins(reminder, life);
            SendResult result;
            try {
                result = send(reminder, life, call);
            } catch (IllegalStateException | LinkageError e) {
                call.threw();
                throw e;
            }
            life.mustLive();
            call.tells(result, world.now());
            world.tell(() -> life + " hears " + result.kind() + " of " + reminder.id());
            return result;
        };
    }

    private SendResult send(Reminder reminder, Life life, Call call) throws InterruptedException {
        var weather = world.weather;
        world.point(life, "the call of " + reminder.id());
        if (reminder.recipient().id().equals(BROKEN_PERSON)) {
            throw new NoClassDefFoundError("no way to " + reminder.address());
        }
        if (smsIsDeaf && reminder.channel().name().equals("sms")) {
            hang(40_000);
            throw new IllegalStateException("nobody answers at " + reminder.address());
        }
        if (weather.happens(Fault.LATE)) {
            world.pass(world.dice.between(300, 29_000));
        }
        if (weather.happens(Fault.HUNG)) {
            call.hangs();
            hang(world.dice.between(31_000, 240_000));
        }
        if (weather.happens(Fault.THROWN)) {
            throw new IllegalStateException("no connection for " + reminder.address());
        }
        if (weather.happens(Fault.TEMPORARY)) {
            return world.dice.oneIn(2)
                    ? SendResult.temporary("busy")
                    : SendResult.temporary("busy", Duration.ofSeconds(world.dice.between(1, 600)));
        }
        if (weather.happens(Fault.PERMANENT)) {
            return SendResult.permanent("no such box");
        }
        boolean unknown = weather.happens(Fault.UNKNOWN);
        if (!unknown || world.dice.oneIn(2)) {
            call.taken();
            world.tally.sent();
            world.tell(() -> life + " SENDS " + reminder.id());
        }
        if (weather.happens(Fault.THROWN_AFTER)) {
            throw new IllegalStateException("lost the answer for " + reminder.address());
        }
        world.point(life, "the return of " + reminder.id());
        return unknown ? SendResult.unknown("no answer") : SendResult.sent();
    }

    /** Some notifiers heed an interrupt, some do not. */
    private void hang(long millis) throws InterruptedException {
        world.pass(millis);
        if (Thread.interrupted() && world.dice.oneIn(2)) {
            throw new InterruptedException();
        }
    }
}
