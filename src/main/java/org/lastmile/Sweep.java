package org.lastmile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Lane;

/**
 * Looks after follow-ups that wait in lanes which nobody serves, or which are shut, so that their deadlines pass all the same. It walks
 * on from where it was, a page at a time, and begins anew when it has come to the end: a backlog costs one page a call.
 *
 * <p>Used by one driver of the engine. Not thread-safe.
 */
final class Sweep {
    private static final int PAGE = 500;
    /** What is overdue by less is on its way, here or on another node. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Engine engine;
    private final Map<Lane, FollowUp> reached = new HashMap<>();
    private @Nullable Instant sweptAt;

    Sweep(Engine engine) {
        this.engine = engine;
    }

    /** Whether it is time for another look: a look costs a query for each lane. */
    boolean isDue(Instant now) {
        return sweptAt == null || now.isBefore(sweptAt) || !now.isBefore(sweptAt.plus(PATIENCE));
    }

    /** What is to be settled of a page of each lane. */
    List<Work> look(List<Lane> lanes, Instant now) {
        sweptAt = now;
        var works = new ArrayList<Work>();
        for (var lane : lanes) {
            var page = engine.claimer.waiting(lane, now.minus(PATIENCE), reached.get(lane), PAGE);
            if (page.size() < PAGE) {
                reached.remove(lane);
            } else {
                reached.put(lane, page.get(page.size() - 1));
            }
            works.addAll(engine.claimer.claimOverdue(lane, page));
        }
        return works;
    }
}
