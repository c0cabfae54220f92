package org.lastmile.plan.oracle;

import java.util.EnumSet;
import java.util.Set;

/** What one case has reached. */
final class Tally {
    private final Set<Reached> reached = EnumSet.noneOf(Reached.class);

    void reach(Reached what) {
        reached.add(what);
    }

    Set<Reached> reached() {
        return reached;
    }
}
