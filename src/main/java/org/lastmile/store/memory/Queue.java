package org.lastmile.store.memory;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Lane;

/** The rows that wait for a time in one lane, the earliest first. */
final class Queue {
    final Lane lane;
    final TreeSet<Row> rows = new TreeSet<>(Row.BY_DUE);

    Queue(Lane lane) {
        this.lane = lane;
    }

    /** The first row that is due later than that. */
    @Nullable
    Row firstAfter(long millis) {
        return rows.ceiling(Row.before(millis + 1, this));
    }
}
