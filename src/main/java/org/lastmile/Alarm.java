package org.lastmile;

import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Cursor;
import org.lastmile.store.Edited;
import org.lastmile.store.NewFollowUp;

/** Says when something is due for the first time after a change, so that nobody sleeps past it. */
final class Alarm {
    private final Consumer<Instant> earliest;

    /** @param earliest gets the first instant at which something is due after a change */
    Alarm(Consumer<Instant> earliest) {
        this.earliest = earliest;
    }

    /** For what an edit has changed. */
    void set(Optional<Edited> edited) {
        edited.ifPresent(done -> set(done.rows().stream()
                .map(row -> row.after() == null ? null : row.after().cursor())));
    }

    /** For follow-ups that are new. */
    void set(Collection<NewFollowUp> begun) {
        set(begun.stream().map(NewFollowUp::cursor));
    }

    private void set(Stream<@Nullable Cursor> cursors) {
        cursors.map(cursor -> cursor == null ? null : cursor.due())
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .ifPresent(earliest);
    }
}
