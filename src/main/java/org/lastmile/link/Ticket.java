package org.lastmile.link;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import org.lastmile.goal.FollowUp;

/**
 * What a genuine token allows: one action, for one follow-up, in one epoch. Only {@link ActionLinks} makes one.
 *
 * <p>Immutable and thread-safe.
 */
public final class Ticket {
    private final Action action;
    private final FollowUp.Key followUp;
    private final int epoch;
    private final Instant expiresAt;
    private final Duration snoozeFor;
    private final byte[] holder;
    private final Key key;

    Ticket(
            Action action,
            FollowUp.Key followUp,
            int epoch,
            Instant expiresAt,
            Duration snoozeFor,
            byte[] holder,
            Key key) {
        this.action = action;
        this.followUp = followUp;
        this.epoch = epoch;
        this.expiresAt = expiresAt;
        this.snoozeFor = snoozeFor;
        this.holder = holder;
        this.key = key;
    }

    public Action action() {
        return action;
    }

    /** The follow-up's place in the store. */
    public FollowUp.Key followUp() {
        return followUp;
    }

    /** The epoch in which it was made; after a move it is outdated (rule R12). */
    public int epoch() {
        return epoch;
    }

    /** When its time is over, to the minute. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** How long a {@link Action#SNOOZE} holds from the click, at most to the deadline; zero for other actions. */
    public Duration snoozeFor() {
        return snoozeFor;
    }

    /**
     * Whether it was made for them: the places in a store that has been emptied and filled again are others'. Takes the same time
     * whatever the answer is.
     */
    public boolean isFor(String goalId, String stepId, String recipientId) {
        return MessageDigest.isEqual(holder, key.holder(goalId, stepId, recipientId));
    }

    /** The action and the place; nothing that could be used as a token. */
    @Override
    public String toString() {
        return "Ticket[" + action + " " + followUp + "]";
    }
}
