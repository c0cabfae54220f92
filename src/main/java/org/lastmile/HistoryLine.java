package org.lastmile;

import java.util.Arrays;
import org.lastmile.goal.FollowUp;
import org.lastmile.report.HistoryEntry;

/** A line of a follow-up with its place among the others. */
record HistoryLine(
        FollowUp.Key key, int epoch, int activity, int rung, int repetition, int generation, HistoryEntry entry)
        implements Comparable<HistoryLine> {
    /** Behind every line of the ledger that is about the same reminder. */
    static final int LAST = Integer.MAX_VALUE;

    private int[] place() {
        return new int[] {epoch, activity, rung, repetition, generation};
    }

    String cursor() {
        return Place.write(
                key.goal(), key.step(), key.member(), key.seat(), epoch, activity, rung, repetition, generation);
    }

    boolean isBehind(long[] after) {
        var own = place();
        for (int i = 0; i < own.length; i++) {
            if (own[i] != after[4 + i]) {
                return own[i] > after[4 + i];
            }
        }
        return false;
    }

    @Override
    public int compareTo(HistoryLine other) {
        return Arrays.compare(place(), other.place());
    }
}
