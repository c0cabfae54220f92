package org.lastmile.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Claim;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Lane;

/**
 * Who may act on which follow-up now. None of these methods waits for a row that somebody else has locked: such a row is
 * left out, or answered with {@link Settled#BUSY}.
 */
public interface Claims {
    /** The lanes in which follow-ups have ever waited, the engine's included. */
    Set<Lane> lanes();

    /**
     * Claims follow-ups that are due in a lane, the earliest first. A row is due when its instant has come and no live lease
     * is on it; its standing does not matter. Each claimed row gets generation + 1, attempts + 1, {@code claimedAt = now}
     * and the lease. A row that cannot be read is leased only, and left out of the answer: so it stands in nobody's way, is due
     * again when the lease runs out, and may by then be mended. See {@link #unreadable()}.
     *
     * @return the claims, with their fences as they are now; {@link Claim#suspect()} where an earlier claim was unsettled
     */
    List<Claim> claim(Lane lane, Instant now, Instant leaseUntil, int limit);

    /**
     * Claims these follow-ups, as far as they are due and no live lease is on them, in whatever lane they wait.
     *
     * @return the claims, in any order
     */
    List<Claim> claim(Collection<FollowUp.Key> keys, Instant now, Instant leaseUntil);

    /**
     * Claims follow-ups that wait in a lane which this store does not know, as what a later version or a hand has written may do,
     * and that are due for so long already that nobody else seems to serve it. They are to be set aside: in the claims, the engine's
     * lane stands in place of theirs. Rows that cannot be read for other reasons too are treated as in {@link #claim(Lane, Instant,
     * Instant, int)}.
     *
     * @param dueUntil those due at that instant or before
     * @return the claims, in any order
     */
    List<Claim> claimStray(Instant dueUntil, Instant now, Instant leaseUntil, int limit);

    /**
     * The follow-ups that have been left out, by a claim or a question, since they cannot be read: those that this store remembers, so
     * that the engine can tell of each once. It is asked after each claim, so it must cost nothing.
     */
    default Collection<Unreadable> unreadable() {
        return List.of();
    }

    /**
     * Reads follow-ups that wait in a lane, the earliest first, without claiming them: to see what is left behind in a lane that
     * nobody serves or that is paused, and what was set aside.
     *
     * @param dueUntil those due at that instant or before
     * @param after begin behind this one; {@code null} for the first
     */
    List<Seated> waiting(Lane lane, Instant dueUntil, @Nullable FollowUp after, int limit);

    /**
     * Looks at claims again, right before they are acted on: renews the lease of those that have one, whose generation
     * and revision are still the claim's, and that nobody has locked.
     *
     * @return the keys of those that still hold
     */
    Set<FollowUp.Key> look(Collection<FollowUp> claimed, Instant leaseUntil);

    /**
     * Writes what came of claims: where both generation and revision are still the claim's, the new standing and cursor are
     * written, attempts, {@code claimedAt} and lease are cleared, and the ledger entries are added, in one transaction for
     * all. A ledger entry whose key exists is left as it is.
     *
     * @return one answer for each settlement, in their order
     */
    List<Settled> settle(List<Settlement> settlements);

    /** What became of a settlement. */
    enum Settled {
        /** Written. */
        SETTLED,
        /** The host has edited the row since (another revision): nothing was written; read it and settle it anew. */
        REVISED,
        /**
         * The claim is void (another generation, or the row is gone): only the ledger entries were written; a
         * {@code SENT} among them as {@code DUPLICATE} where the ledger has that reminder as {@code SENT} already.
         */
        LOST,
        /** Somebody has locked the row: nothing was written; try again. */
        BUSY
    }

    /**
     * Gives claims back unused: where there is a lease and the generation is still the claim's, attempts - 1 and the lease is
     * cleared, so that the row is due at once. {@code claimedAt} is cleared too if no attempt is left; else an earlier claim has not
     * been settled, and whoever answers has to know of it: a node that stood still may be about to send. Others, and locked ones, are
     * left as they are.
     */
    void handBack(Collection<FollowUp> claimed);

    /** The follow-ups as they are now; those not kept, and those that cannot be read, are left out. */
    List<FollowUp> read(Collection<FollowUp.Key> keys);

    /** What waits at the head of each lane, those in which nothing waits included: all that an idle node asks. */
    List<Head> heads(Instant now);

    /**
     * The head of a lane.
     *
     * @param first the earliest instant for which a follow-up waits, claimed or not; {@code null} if none does
     * @param next the earliest after {@code now}; {@code null} if there is none
     */
    record Head(
            Lane lane, @Nullable Instant first, @Nullable Instant next) {
        /** Whether something may be due then. */
        public boolean isDue(Instant now) {
            return first != null && !first.isAfter(now);
        }
    }
}
