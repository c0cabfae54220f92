package org.lastmile.store;

import java.time.Instant;

/** What is not to be kept any longer. */
public interface Retention {
    /**
     * Erases a person: in every goal that names them, id, name, zone, language, addresses and opt-outs are replaced by ones that tell
     * nothing, and the reasons they gave are gone. The follow-ups and the ledger stay, about nobody.
     *
     * @return in how many goals
     */
    int forget(String recipientId);

    /**
     * Deletes goals of which everything has ended before that instant, with their ledgers.
     *
     * @param limit at most so many in one transaction
     * @return how many
     */
    int purge(Instant before, int limit);
}
