package org.lastmile.notify;

import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line at level INFO for each reminder and sends nothing: the default while the host has registered no notifier. The
 * line has ids only, never a name, an address or a text.
 *
 * <p>Thread-safe.
 */
public final class LogNotifier implements Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(LogNotifier.class);

    @Override
    public SendResult send(Reminder reminder) {
        LOG.info("{} by {}, planned for {}", reminder.id(), reminder.channel(), reminder.plannedAt());
        return SendResult.sent();
    }
}
