package org.lastmile;

import java.time.Duration;

/**
 * The engine's numbers.
 *
 * @param lease how long a claim holds
 * @param poll how long an idle node sleeps at most before it looks for what other nodes have scheduled
 * @param batch how many follow-ups are claimed or settled at once at most
 * @param attempts after how many unsettled claims a follow-up is set aside
 * @param lookAfter how old a claim may be before it is looked at again right before the send
 * @param acknowledged how long an acknowledgement holds unless told
 * @param shutdown how long {@link Lastmile#close()} waits for sends that are running
 */
record Settings(
        Duration lease,
        Duration poll,
        int batch,
        int attempts,
        Duration lookAfter,
        Duration shutdown,
        Duration acknowledged) {
    static final Settings DEFAULT = new Settings(
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            1_000,
            5,
            Duration.ofMillis(250),
            Duration.ofSeconds(10),
            Duration.ofHours(24));

    Settings {
        if (lease.toMillis() < 100) {
            throw new IllegalArgumentException("lease is " + lease + "; use at least 100 ms");
        }
        if (poll.toMillis() < 1 || poll.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("poll is " + poll + "; use 1 ms to 1 hour");
        }
    }

    Settings withLease(Duration newLease) {
        return new Settings(newLease, poll, batch, attempts, lookAfter, shutdown, acknowledged);
    }

    Settings withPoll(Duration newPoll) {
        return new Settings(lease, newPoll, batch, attempts, lookAfter, shutdown, acknowledged);
    }

    Settings withShutdown(Duration newShutdown) {
        return new Settings(lease, poll, batch, attempts, lookAfter, newShutdown, acknowledged);
    }

    Settings withAcknowledged(Duration newAcknowledged) {
        return new Settings(lease, poll, batch, attempts, lookAfter, shutdown, newAcknowledged);
    }
}
