package org.lastmile.store.jdbc;

import java.util.Comparator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A database's version. */
record Version(int major, int minor, int patch) implements Comparable<Version> {
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");
    private static final Comparator<Version> ORDER = Comparator.comparingInt(Version::major)
            .thenComparingInt(Version::minor)
            .thenComparingInt(Version::patch);

    /** The first version that the text names. */
    static @Nullable Version in(String text) {
        var found = NUMBERS.matcher(text);
        return found.find()
                ? new Version(
                        Integer.parseInt(found.group(1)),
                        Integer.parseInt(found.group(2)),
                        Integer.parseInt(found.group(3)))
                : null;
    }

    /** Whether the text has a version, and it is this one or a later one. */
    boolean isReachedBy(String text) {
        var version = in(text);
        return version != null && version.compareTo(this) >= 0;
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }
}
