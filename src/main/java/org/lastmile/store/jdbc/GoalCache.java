package org.lastmile.store.jdbc;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lastmile.store.StoredGoal;

/**
 * The goals seen last, by number; only what has been committed. A goal of at least the version asked for will do.
 *
 * <p>Thread-safe.
 */
final class GoalCache {
    private final Map<Long, StoredGoal> goals;

    GoalCache(int most) {
        goals = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, StoredGoal> eldest) {
                return size() > most;
            }
        };
    }

    synchronized @Nullable StoredGoal find(long number, int version) {
        var goal = goals.get(number);
        return goal != null && goal.version() >= version ? goal : null;
    }

    synchronized void put(StoredGoal goal) {
        goals.merge(goal.number(), goal, (old, fresh) -> fresh.version() >= old.version() ? fresh : old);
    }

    synchronized void clear() {
        goals.clear();
    }

    synchronized void remove(Collection<Long> numbers) {
        goals.keySet().removeAll(numbers);
    }
}
