package org.lastmile.notify;

import java.time.Instant;
import org.lastmile.goal.Reminder;

/**
 * The port that puts a reminder into words.
 *
 * <p>Implementations must be thread-safe and fast. They are asked when a notifier first reads the subject or the text, in its
 * thread; one that throws makes the send a temporary failure, unless the notifier catches it.
 */
@FunctionalInterface
public interface Wording {
    /** The words for a reminder, whose own message is still empty, at that instant. */
    Reminder.Message message(Reminder reminder, Instant now);
}
