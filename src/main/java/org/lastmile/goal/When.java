package org.lastmile.goal;

import java.time.Duration;
import java.time.LocalTime;
import java.time.Period;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The moment of a {@link Rung}: an offset from an anchor, perhaps rolled to a business day, perhaps repeated.
 *
 * <p>Immutable and thread-safe.
 *
 * @param anchor what the offset counts from (rule R6)
 * @param offset how far, never negative (R2, R3)
 * @param onBusinessDays whether it is rolled (R7)
 * @param repetition how often it speaks again, if it does (R2)
 */
public record When(
        Anchor anchor,
        Offset offset,
        boolean onBusinessDays,
        @Nullable Repetition repetition) {
    /** @throws IllegalArgumentException if a combination makes no sense; the message names both parts */
    public When {
        Objects.requireNonNull(anchor, "anchor");
        Objects.requireNonNull(offset, "offset");
        if (offset.isNegative()) {
            throw new IllegalArgumentException("offset is " + offset + "; make it positive, since \"" + anchor.word()
                    + "\" already says the direction");
        }
        if (anchor == Anchor.AT_OPENING && (repetition != null || !offset.equals(Offset.of(Duration.ZERO)))) {
            throw new IllegalArgumentException("at-opening does not go with an offset, a time of day or a repetition;"
                    + " the opening hours of the step say when it is");
        }
        if (repetition != null && repetition.every() instanceof Period && !(offset instanceof Offset.Calendar)) {
            throw new IllegalArgumentException("every(" + repetition.every() + ") does not go with the offset " + offset
                    + "; repeat by a Duration, or give the offset as a Period");
        }
        if (repetition != null
                && offset instanceof Offset.Calendar in
                && Reach.isTooFar(Reach.days(in.period()) + Reach.days(repetition.every()) * repetition.times())) {
            throw new IllegalArgumentException(
                    "offset " + offset + " with " + repetition + " reaches over 100 years; use less of one of them");
        }
    }

    When at(LocalTime time) {
        if (anchor == Anchor.AT_OPENING) {
            throw new IllegalArgumentException(
                    "at(" + time + ") does not go with at-opening; the opening hours of the step say when it is");
        }
        return new When(anchor, offset.at(time), onBusinessDays, repetition);
    }

    When every(Repetition every) {
        return new When(anchor, offset, onBusinessDays, every);
    }

    /** How often a repeated rung speaks in all; 0 for one that is not repeated. */
    public int times() {
        return repetition == null ? 0 : repetition.times();
    }

    /** The beginning of the ladder's text form, for example {@code before P3D at 09:00}. */
    @Override
    public String toString() {
        return anchor.word()
                + (anchor == Anchor.AT_OPENING ? "" : " " + offset)
                + (onBusinessDays ? " on-business-days" : "")
                + (repetition == null ? "" : " " + repetition);
    }
}
