package org.lastmile.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one run of one contender gave: the figure by which it is compared, and others. */
record Sample(String figure, boolean moreIsBetter, double value, Map<String, Double> others) {
    static Sample rate(String figure, double value) {
        return new Sample(figure, true, value, Map.of());
    }

    static Sample time(String figure, double value) {
        return new Sample(figure, false, value, Map.of());
    }

    Sample with(Map<String, Double> more) {
        var all = new LinkedHashMap<>(others);
        all.putAll(more);
        return new Sample(figure, moreIsBetter, value, all);
    }

    Sample with(String name, double more) {
        return with(Map.of(name, more));
    }
}
