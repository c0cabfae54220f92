package org.lastmile;

import java.time.Duration;
import java.util.Objects;

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
 */
public record ChannelOptions(
        int concurrency, Duration timeout, int attempts, Duration backoff, Doubt whenUnknown, boolean needsAddress) {
    /** What to do when nobody knows whether a reminder was sent. */
    public enum Doubt {
        /** Send it again with the same id: at least once. */
        RESEND,
        /** Leave it, and say so in the ledger: at most once. */
        HOLD
    }

    static final ChannelOptions DEFAULT =
            new ChannelOptions(8, Duration.ofSeconds(30), 6, Duration.ofSeconds(30), Doubt.RESEND, false);

    /** @throws IllegalArgumentException if a value is out of range */
    public ChannelOptions {
        Objects.requireNonNull(whenUnknown, "whenUnknown");
        if (concurrency < 1 || concurrency > 1_000) {
            throw new IllegalArgumentException("concurrency is " + concurrency + "; use 1 to 1000");
        }
        if (attempts < 1 || attempts > 100) {
            throw new IllegalArgumentException("attempts is " + attempts + "; use 1 to 100");
        }
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeout is " + timeout + "; use at least 1 ms");
        }
        if (backoff.toMillis() < 1 || backoff.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("backoff is " + backoff + "; use 1 ms to 1 hour");
        }
    }

    /** The defaults. */
    public static ChannelOptions defaults() {
        return DEFAULT;
    }

    public ChannelOptions withConcurrency(int newConcurrency) {
        return new ChannelOptions(newConcurrency, timeout, attempts, backoff, whenUnknown, needsAddress);
    }

    public ChannelOptions withTimeout(Duration newTimeout) {
        return new ChannelOptions(concurrency, newTimeout, attempts, backoff, whenUnknown, needsAddress);
    }

    public ChannelOptions withAttempts(int newAttempts) {
        return new ChannelOptions(concurrency, timeout, newAttempts, backoff, whenUnknown, needsAddress);
    }

    public ChannelOptions withBackoff(Duration newBackoff) {
        return new ChannelOptions(concurrency, timeout, attempts, newBackoff, whenUnknown, needsAddress);
    }

    public ChannelOptions withDoubt(Doubt newDoubt) {
        return new ChannelOptions(concurrency, timeout, attempts, backoff, newDoubt, needsAddress);
    }

    public ChannelOptions withAddress(boolean needed) {
        return new ChannelOptions(concurrency, timeout, attempts, backoff, whenUnknown, needed);
    }
}
