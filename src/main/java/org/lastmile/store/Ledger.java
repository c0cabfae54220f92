package org.lastmile.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.LedgerEntry;

/** The record of every reminder that was reached. */
public interface Ledger {
    /**
     * The ledger of a goal, in the order of the entries' keys (follow-up, epoch, activity, rung, repetition, generation).
     *
     * @param goal the goal's number
     * @param after begin behind this entry; {@code null} for the first
     * @param limit at most so many
     */
    List<LedgerEntry> ledger(long goal, @Nullable LedgerEntry after, int limit);

    /**
     * How many reminders were sent to a recipient, in all goals, after that instant.
     *
     * @param most stop counting there
     */
    int sentSince(String recipientId, Instant after, int most);
}
