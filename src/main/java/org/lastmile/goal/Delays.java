package org.lastmile.goal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long many things took, each counted in one of a few buckets, so that a million need no more room than one.
 *
 * <p>Immutable and thread-safe.
 *
 * @param counts how many there are in each bucket: up to and including each of {@link #BOUNDS}, and above the last
 */
public record Delays(List<Long> counts) {
    /** Where the buckets end, in order. */
    public static final List<Duration> BOUNDS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(8),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(3),
            Duration.ofDays(7),
            Duration.ofDays(14),
            Duration.ofDays(28));

    /** Nothing. */
    public static final Delays NONE = new Delays(Collections.nCopies(BOUNDS.size() + 1, 0L));

    /** @throws IllegalArgumentException if there is not one count for each bucket */
    public Delays {
        counts = List.copyOf(counts);
        if (counts.size() != BOUNDS.size() + 1) {
            throw new IllegalArgumentException(
                    "counts are " + counts.size() + "; give one for each of " + (BOUNDS.size() + 1) + " buckets");
        }
    }

    /** The number of the bucket for a time, from 0. */
    public static int bucket(Duration time) {
        int bucket = 0;
        while (bucket < BOUNDS.size() && time.compareTo(BOUNDS.get(bucket)) > 0) {
            bucket++;
        }
        return bucket;
    }

    /** With so many more in that bucket. */
    public Delays plus(int bucket, long count) {
        var changed = new ArrayList<>(counts);
        changed.set(bucket, counts.get(bucket) + count);
        return new Delays(changed);
    }

    /** All of both. */
    public Delays plus(Delays other) {
        var sum = this;
        for (int i = 0; i < counts.size(); i++) {
            sum = sum.plus(i, other.counts.get(i));
        }
        return sum;
    }

    /** How many were counted. */
    public long total() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The least bound within which that share of them lies; {@code null} if there are none, or if it is above the last bound.
     *
     * @param share more than 0 and at most 1; the median is 0.5
     */
    public @Nullable Duration within(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share is " + share + "; use more than 0 and at most 1");
        }
        double wanted = share * total();
        long sum = 0;
        for (int i = 0; wanted > 0 && i < BOUNDS.size(); i++) {
            sum += counts.get(i);
            if (sum >= wanted) {
                return BOUNDS.get(i);
            }
        }
        return null;
    }
}
