package org.lastmile.store;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.lastmile.goal.Lane;

/** What a contract is checked on. */
interface StoreUnderTest {
    /** A store that is empty when a test begins, and the same throughout the test. */
    Store store();

    /** The earliest instant after now for which something waits in one of the lanes. */
    default Optional<Instant> nextDue(Collection<Lane> lanes, Instant now) {
        return store().heads(now).stream()
                .filter(head -> lanes.contains(head.lane()) && head.next() != null)
                .map(Claims.Head::next)
                .min(Instant::compareTo);
    }
}
