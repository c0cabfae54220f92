package org.lastmile;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;

/**
 * How a channel is served by this node.
 *
 * <p>Immutable and thread-safe.
 *
 * @param concurrency how many sends may run at once, for urgent and other reminders each; 8 unless told
 * @param timeout how long a send may take before it is interrupted and counts as unknown; 30 s unless told, at most half
 *     of the lease
 * @param attempts how often a send is tried on this channel before the next one is; 6 unless told
 * @param backoff the wait before the second attempt, doubled with each further one up to an hour; 30 s unless told
 * @param whenUnknown what to do when nobody knows whether a reminder was sent; {@link Doubt#RESEND} unless told
 * @param needsAddress whether a recipient without an address on it is passed over; so for email and sms unless told
 * @param rate how many sends may begin in a time; without a limit unless told
 * @param breaker after how many sends in a row that failed the channel rests for a while; 10 unless told
 */
public record ChannelOptions(
        int concurrency,
        Duration timeout,
        int attempts,
        Duration backoff,
        Doubt whenUnknown,
        boolean needsAddress,
        @Nullable Rate rate,
        int breaker) {
    /** What to do when nobody knows whether a reminder was sent. */
    public enum Doubt {
        /** Send it again with the same id: at least once. */
        RESEND,
        /** Leave it, and say so in the ledger: at most once. */
        HOLD
    }

    /**
     * So many sends in a time; they may all begin at its start.
     *
     * @param sends at least 1
     * @param per at least a millisecond
     */
    public record Rate(int sends, Duration per) {
        /** @throws IllegalArgumentException if a value is out of range */
        public Rate {
            if (sends < 1 || per.toMillis() < 1) {
                throw new IllegalArgumentException(
                        "rate is " + sends + " in " + per + "; use at least 1 send in at least 1 ms");
            }
        }
    }

    static final ChannelOptions DEFAULT =
            new ChannelOptions(8, Duration.ofSeconds(30), 6, Duration.ofSeconds(30), Doubt.RESEND, false, null, 10);

    /** @throws IllegalArgumentException if a value is out of range */
    public ChannelOptions {
        Objects.requireNonNull(whenUnknown, "whenUnknown");
        inRange("concurrency", concurrency, 1_000);
        inRange("attempts", attempts, 100);
        inRange("breaker", breaker, 1_000_000);
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeout is " + timeout + "; use at least 1 ms");
        }
        if (backoff.toMillis() < 1 || backoff.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("backoff is " + backoff + "; use 1 ms to 1 hour");
        }
    }

    private static void inRange(String argument, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(argument + " is " + value + "; use 1 to " + most);
        }
    }

    /** The defaults. */
    public static ChannelOptions defaults() {
        return DEFAULT;
    }

    /** The defaults of a channel, which for {@code email} and {@code sms} need an address. */
    public static ChannelOptions defaultsOf(String channel) {
        return DEFAULT.withAddress(channel.equals(Channel.EMAIL.name()) || channel.equals(Channel.SMS.name()));
    }

    public ChannelOptions withConcurrency(int most) {
        return new ChannelOptions(most, timeout, attempts, backoff, whenUnknown, needsAddress, rate, breaker);
    }

    public ChannelOptions withTimeout(Duration longest) {
        return new ChannelOptions(concurrency, longest, attempts, backoff, whenUnknown, needsAddress, rate, breaker);
    }

    public ChannelOptions withAttempts(int most) {
        return new ChannelOptions(concurrency, timeout, most, backoff, whenUnknown, needsAddress, rate, breaker);
    }

    public ChannelOptions withBackoff(Duration first) {
        return new ChannelOptions(concurrency, timeout, attempts, first, whenUnknown, needsAddress, rate, breaker);
    }

    public ChannelOptions withDoubt(Doubt doubt) {
        return new ChannelOptions(concurrency, timeout, attempts, backoff, doubt, needsAddress, rate, breaker);
    }

    public ChannelOptions withAddress(boolean needed) {
        return new ChannelOptions(concurrency, timeout, attempts, backoff, whenUnknown, needed, rate, breaker);
    }

    /** At most so many sends in a time; {@code null} for no limit. */
    public ChannelOptions withRate(@Nullable Rate most) {
        return new ChannelOptions(concurrency, timeout, attempts, backoff, whenUnknown, needsAddress, most, breaker);
    }

    public ChannelOptions withBreaker(int failuresInARow) {
        return new ChannelOptions(
                concurrency, timeout, attempts, backoff, whenUnknown, needsAddress, rate, failuresInARow);
    }
}
