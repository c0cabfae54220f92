package org.lastmile;

import java.util.List;
import java.util.function.Supplier;
import org.lastmile.plan.Preview;
import org.lastmile.plan.Warning;

/**
 * What came of scheduling a goal.
 *
 * <p>Immutable and thread-safe.
 */
public final class Scheduled {
    private final boolean isNew;
    private final Supplier<Preview> preview;

    Scheduled(boolean isNew, Supplier<Preview> preview) {
        this.isNew = isNew;
        this.preview = preview;
    }

    /** Whether it was not there before; a goal scheduled twice with the same content is a no-op. */
    public boolean isNew() {
        return isNew;
    }

    /** What its author may not have meant. */
    public List<Warning> warnings() {
        return preview.get().warnings();
    }

    /** Who hears what, when; worked out at each call. */
    public Preview preview() {
        return preview.get();
    }
}
