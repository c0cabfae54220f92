package org.lastmile.plan.oracle;

import java.time.Instant;
import java.util.SortedSet;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.plan.oracle.Facts.Slot;

/**
 * A rung where the oracle puts it.
 *
 * @param original by its offset and time of day alone
 * @param why it is not where its offset says, in words
 */
record PlacedRung(Slot slot, Rung rung, Instant original, Instant at, ReminderState state, SortedSet<String> why) {
    PlacedRung as(ReminderState changed) {
        return new PlacedRung(slot, rung, original, at, changed, why);
    }

    PlacedRung because(SortedSet<String> reasons) {
        return new PlacedRung(slot, rung, original, at, state, reasons);
    }

    boolean isPlanned() {
        return state == ReminderState.PLANNED;
    }

    Anchor anchor() {
        return rung.when().anchor();
    }

    boolean isAfterRung() {
        return anchor() == Anchor.AFTER;
    }

    /** Whether there is nothing left to wait for with it when that one speaks (R9). */
    boolean isReplacedBy(PlacedRung speaking) {
        return state == ReminderState.SUPERSEDED && speaking.isNewerThan(this) && !speaking.at.isAfter(at);
    }

    /** The later instant before R7 and R8; then the later in the ladder. */
    boolean isNewerThan(PlacedRung other) {
        if (!original.equals(other.original)) {
            return original.isAfter(other.original);
        }
        return slot.rung() != other.slot.rung()
                ? slot.rung() > other.slot.rung()
                : slot.repetition() > other.slot.repetition();
    }
}
