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
 * Looks after follow-ups that wait in lanes which nobody serves, or which are shut, so that their deadlines pass all the same, and a rung
 * that goes by another channel is not held up. It walks on from where it was, a few pages at a time, and begins anew when it has come
 * to the end. What waits in a lane that nobody knows is set aside.
 *
 * <p>Used by one driver of the engine. Not thread-safe.
 */
final class Sweep {
    private static final int PAGE = 500;
    private static final int PAGES = 20;
    /** It looks again after so long, if nothing that it saw wants it sooner. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Engine engine;
    private final Map<Lane, FollowUp> reached = new HashMap<>();
    private @Nullable Instant lookAt;
    private @Nullable Instant wakeAt;

    Sweep(Engine engine) {
        this.engine = engine;
    }

    /** Whether it is time for another look: a look costs a query for each lane. */
    boolean isDue(Instant now) {
        return lookAt == null || !now.isBefore(lookAt);
    }

    /** When something is to be done with one of those that were seen waiting; {@code null} if nobody knows. */
    @Nullable
    Instant wakeAt() {
        return wakeAt;
    }

    /** What is to be settled of a few pages of each lane. */
    List<Work> look(List<Lane> lanes, Instant now) {
        var works = new ArrayList<Work>();
        wakeAt = null;
        for (var lane : lanes) {
            for (int i = 0; i < PAGES && works.size() < PAGE; i++) {
                var page = engine.claimer.waiting(lane, now, reached.get(lane), PAGE);
                var left = engine.claimer.leftBehind(lane, page);
                works.addAll(left.works());
                wake(left.next());
                if (page.size() < PAGE) {
                    reached.remove(lane);
                    break;
                }
                reached.put(lane, page.get(page.size() - 1).followUp());
            }
        }
        works.addAll(engine.claimer.strays(PAGE));
        lookAt = now.plus(PATIENCE);
        if (wakeAt != null && wakeAt.isBefore(lookAt)) {
            lookAt = wakeAt;
        }
        if (!reached.isEmpty() || !works.isEmpty()) {
            lookAt = now;
        }
        return works;
    }

    private void wake(@Nullable Instant at) {
        if (at != null && (wakeAt == null || at.isBefore(wakeAt))) {
            wakeAt = at;
        }
    }
}
