package org.lastmile.notify;

import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;

/**
 * The port through which the host sends reminders: one for each channel.
 *
 * <p>It is called from several threads at once, must be thread-safe, and should return within the channel's time-out; a call
 * that overruns is interrupted and counts as unknown. Calls for one reminder carry the same {@link Reminder#id()}: hand it on
 * as the idempotency key.
 */
@FunctionalInterface
public interface Notifier {
    /**
     * Sends one reminder.
     *
     * @return what became of it; {@link SendResult#sent()} only when the other side has taken it
     * @throws Exception anything; it counts as a temporary failure, and only its class is logged and kept
     */
    SendResult send(Reminder reminder) throws Exception;
}
