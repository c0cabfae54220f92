package org.lastmile.store.memory;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Lane;

/** All that is kept. Whoever looks at it holds the store's lock. */
final class Holdings {
    final Map<String, KeptGoal> goalsById = new HashMap<>();
    final Map<Long, KeptGoal> goalsByNumber = new HashMap<>();
    final Map<Lane, Queue> queues = new LinkedHashMap<>();
    final Map<String, String> notes = new HashMap<>();
    /** The number that was given last; one is never given twice. */
    long lastNumber;

    Holdings() {
        queues.put(Lane.ENGINE, new Queue(Lane.ENGINE));
    }

    Queue queue(Cursor cursor) {
        return queues.computeIfAbsent(cursor.lane(), Queue::new);
    }

    @Nullable
    Row find(FollowUp.Key key) {
        var goal = goalsByNumber.get(key.goal());
        return goal == null ? null : goal.find(key);
    }
}
