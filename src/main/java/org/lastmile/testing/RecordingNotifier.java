package org.lastmile.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;
import org.lastmile.notify.Notifier;

/**
 * A notifier that remembers what it was called with, and answers as it was told.
 *
 * <p>Thread-safe.
 */
public final class RecordingNotifier implements Notifier {
    private final List<Reminder> reminders = new ArrayList<>();
    private final Deque<SendResult> answers = new ArrayDeque<>();

    @Override
    public synchronized SendResult send(Reminder reminder) {
        reminders.add(reminder);
        var answer = answers.poll();
        return answer == null ? SendResult.sent() : answer;
    }

    /** Answers the next calls so, one each; after them everything is sent. */
    public synchronized RecordingNotifier answering(SendResult... next) {
        answers.addAll(List.of(next));
        return this;
    }

    /** Every call so far, in order. */
    public synchronized List<Reminder> reminders() {
        return List.copyOf(reminders);
    }

    /** Forgets the calls so far. */
    public synchronized void clear() {
        reminders.clear();
    }
}
