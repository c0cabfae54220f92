package org.lastmile.store.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A goal as rows of values that are not in the database yet. Rows of its parts have room for the goal's number at their first place.
 *
 * @param goal all columns but the number
 * @param steps the steps' rows
 * @param members the recipients' rows
 * @param followUps the follow-ups' rows
 */
record NewGoal(
        @Nullable Object[] goal,
        List<@Nullable Object[]> steps,
        List<@Nullable Object[]> members,
        List<@Nullable Object[]> followUps) {
    /** With more rows, one statement for all of them would be longer than it is quick. */
    private static final int FEW = 24;

    /** Whether so many rows are few enough for one statement. */
    static boolean isSmall(int rows) {
        return rows <= FEW;
    }

    boolean isSmall() {
        return isSmall(steps.size() + members.size() + followUps.size());
    }

    /** Puts the goal's number where there is room for it. */
    void number(long number) {
        for (var rows : List.of(steps, members, followUps)) {
            rows.forEach(row -> row[0] = number);
        }
    }
}
