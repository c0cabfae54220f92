package org.lastmile.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;
import org.lastmile.notify.Notifier;

/** Hears reminders: which, how late, how often, and whether after an answer. Thread-safe. */
final class Ear implements Notifier {
    /** In milliseconds; the last one stands for all beyond. */
    private static final int LATEST = 120_000;

    private final AtomicIntegerArray lateness = new AtomicIntegerArray(LATEST + 1);
    private final BitSet heard = new BitSet();
    private final BitSet answered = new BitSet();
    private int duplicates;
    private int unnamed;
    private int early;
    private int strangers;

    @Override
    public SendResult send(Reminder reminder) {
        long late = Duration.between(reminder.plannedAt(), Instant.now()).toMillis();
        lateness.incrementAndGet((int) Math.max(0, Math.min(LATEST, late)));
        hear(number(reminder), late);
        return SendResult.sent();
    }

    private static int number(Reminder reminder) {
        var goal = reminder.goalId();
        var person = reminder.recipient().id();
        return goal.startsWith("due-")
                ? Integer.parseInt(goal.substring("due-".length())) * Load.PEOPLE_DUE
                        + Integer.parseInt(person.substring("person-".length()))
                : -1;
    }

    private synchronized void hear(int number, long late) {
        early += late < 0 ? 1 : 0;
        if (number < 0) {
            strangers++;
            return;
        }
        duplicates += heard.get(number) ? 1 : 0;
        unnamed += answered.get(number) ? 1 : 0;
        heard.set(number);
    }

    /** That one has answered, and nothing was named as in flight: from now on nothing may come. */
    synchronized void silent(int number) {
        answered.set(number);
    }

    synchronized int heard() {
        return heard.cardinality();
    }

    synchronized int answered() {
        return answered.cardinality();
    }

    /** Those neither heard nor answered. */
    synchronized int missing(int all) {
        var either = (BitSet) heard.clone();
        either.or(answered);
        return all - either.cardinality();
    }

    /** How late the given share of them was at most, in milliseconds. */
    private int late(double share) {
        long all = 0;
        for (int i = 0; i <= LATEST; i++) {
            all += lateness.get(i);
        }
        long rest = Math.round(all * share);
        int millis = 0;
        for (long seen = lateness.get(0); seen < rest && millis < LATEST; seen += lateness.get(millis)) {
            millis++;
        }
        return millis;
    }

    /** Counts in the order that {@link Outcome} reads them. */
    synchronized Outcome outcome(int due, int answers, int moves) {
        return new Outcome(
                heard.cardinality(),
                answers,
                moves,
                missing(due),
                duplicates,
                unnamed,
                early,
                strangers,
                late(0.5),
                late(0.99),
                late(1));
    }
}
