package org.lastmile;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Fence;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Standing;
import org.lastmile.store.Seated;

/** Where a page of what lies ahead begins, over all lanes. */
final class Ahead {
    static final Comparator<Seated> IN_TIME = Comparator.comparing((Seated seated) -> due(seated.followUp()))
            .thenComparing(seated -> seated.followUp().key());

    private Ahead() {}

    private static Instant due(FollowUp followUp) {
        return Objects.requireNonNull(followUp.cursor().due());
    }

    static String cursor(Seated last) {
        var key = last.followUp().key();
        return Place.write(due(last.followUp()).toEpochMilli(), key.goal(), key.step(), key.member(), key.seat());
    }

    /** Stands where the page begins: right before the start, or behind the last one of the page before. */
    static FollowUp place(Instant start, @Nullable String after) {
        if (after == null) {
            int most = Integer.MAX_VALUE;
            return place(start.minusMillis(1), new FollowUp.Key(Long.MAX_VALUE, most, most, most));
        }
        var place = Place.read(after, 5);
        return place(Instant.ofEpochMilli(place[0]), new FollowUp.Key(place[1], (int) place[2], (int) place[3], (int)
                place[4]));
    }

    private static FollowUp place(Instant due, FollowUp.Key key) {
        return new FollowUp(key, Standing.open(due), Cursor.engine(due), Fence.NEW);
    }
}
