package org.lastmile.goal;

import java.util.Objects;

/**
 * A new deadline (rule R12).
 *
 * <p>Immutable and thread-safe.
 *
 * @param to the new deadline
 * @param reopensClosed whether those who had answered, recovered or expired are asked again
 */
public record Move(Deadline to, boolean reopensClosed) {
    public Move {
        Objects.requireNonNull(to, "to");
    }

    /** To that deadline; what is closed stays closed. */
    public static Move to(Deadline deadline) {
        return new Move(deadline, false);
    }

    /** Asks those again who were done, recovered or expired; who declined or was cancelled stays closed. */
    public Move reconfirm() {
        return new Move(to, true);
    }
}
