package org.lastmile.store;

import java.util.List;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.Standing;

/**
 * What came of a claim.
 *
 * <p>Immutable and thread-safe.
 *
 * @param claimed the row as it was claimed; its fence must still hold
 * @param standing where it is to stand
 * @param cursor what it is to wait for
 * @param entries what the ledger is to say
 */
public record Settlement(FollowUp claimed, Standing standing, Cursor cursor, List<LedgerEntry> entries) {
    public Settlement {
        entries = List.copyOf(entries);
    }
}
