package org.lastmile.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Lane;

/** Questions over many goals, a page at a time. */
public interface Queries {
    /**
     * Goals in the order of their numbers.
     *
     * @param label those with this label; {@code null} for all
     * @param after begin behind this number; 0 for the first
     */
    List<StoredGoal> goals(@Nullable String label, long after, int limit);

    /** The numbers of the goals that name a recipient, in order, begun behind that number. */
    List<Long> goalsOf(String recipientId, long after, int limit);

    /**
     * The follow-ups in which a recipient sits, over all goals, in the order of their keys, closed ones too. Those that cannot be
     * read are left out.
     *
     * @param after begin behind this key, which need not be kept; {@code null} for the first
     * @param limit at most so many; fewer only if there are no more
     */
    List<Seated> followUpsOf(String recipientId, FollowUp.@Nullable Key after, int limit);

    /** How many follow-ups wait in each lane for an instant from the one (inclusive) to the other (exclusive). */
    Map<Lane, Long> load(Instant startInclusive, Instant endExclusive);
}
