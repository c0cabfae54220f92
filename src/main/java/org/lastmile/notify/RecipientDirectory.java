package org.lastmile.notify;

import java.util.Optional;
import org.lastmile.goal.Recipient;

/**
 * The port through which the host tells how to reach somebody, so that addresses can stay in its own database.
 *
 * <p>It is asked right before each send; names, addresses, locale and opt-outs are taken from its answer. The zone and the quiet hours
 * that a plan goes by are those that were scheduled, or told by an update. Implementations must be thread-safe. One that throws
 * makes the send a temporary failure.
 */
@FunctionalInterface
public interface RecipientDirectory {
    /** The recipient of that id; empty to go by what was scheduled. */
    Optional<Recipient> find(String recipientId);
}
