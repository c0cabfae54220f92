package org.lastmile.goal;

import java.time.Duration;
import java.time.LocalTime;
import java.time.Period;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/**
 * One rung of a {@link Ladder}: when to speak, to whom, by which channels, how urgently.
 *
 * <p>Immutable and thread-safe; each method gives a new value. Offsets are never negative: the anchor says the direction.
 *
 * @param when the moment (rules R2, R3, R6, R7)
 * @param audience to whom; the participant unless told
 * @param channels the channels, tried in this order until one send succeeds (R19)
 * @param isUrgent whether it is sent ahead of what is not urgent
 * @param ignoresQuietHours whether it speaks in the recipient's quiet hours (R8)
 * @param afterMisses speak only at the n-th unanswered occurrence in a row (R18); 0 for always
 */
public record Rung(
        When when,
        Audience audience,
        List<Channel> channels,
        boolean isUrgent,
        boolean ignoresQuietHours,
        int afterMisses) {

    /** @throws IllegalArgumentException if a combination makes no sense; the message names both parts */
    public Rung {
        Objects.requireNonNull(when, "when");
        Objects.requireNonNull(audience, "audience");
        channels = List.copyOf(new LinkedHashSet<>(channels));
        if (afterMisses < 0 || afterMisses > 1_000) {
            throw new IllegalArgumentException("afterMisses is " + afterMisses + "; use 1 to 1000");
        }
        if (afterMisses > 0 && when.anchor() != Anchor.AFTER) {
            throw new IllegalArgumentException("afterMisses(" + afterMisses + ") does not go with \"" + when
                    + "\"; only a rung after the deadline knows of a miss");
        }
    }

    /** So much calendar time before the deadline. */
    public static Rung before(Period period) {
        return rung(Anchor.BEFORE, Offset.of(period));
    }

    /** So much elapsed time before the deadline. */
    public static Rung before(Duration duration) {
        return rung(Anchor.BEFORE, Offset.of(duration));
    }

    /** So many business days before the deadline. */
    public static Rung before(BusinessDays days) {
        return rung(Anchor.BEFORE, Offset.of(days));
    }

    /** So much calendar time after the deadline. */
    public static Rung after(Period period) {
        return rung(Anchor.AFTER, Offset.of(period));
    }

    /** So much elapsed time after the deadline. */
    public static Rung after(Duration duration) {
        return rung(Anchor.AFTER, Offset.of(duration));
    }

    /** So many business days after the deadline. */
    public static Rung after(BusinessDays days) {
        return rung(Anchor.AFTER, Offset.of(days));
    }

    /** So much calendar time after the follow-up began. */
    public static Rung afterStart(Period period) {
        return rung(Anchor.AFTER_START, Offset.of(period));
    }

    /** So much elapsed time after the follow-up began; zero fires at once. */
    public static Rung afterStart(Duration duration) {
        return rung(Anchor.AFTER_START, Offset.of(duration));
    }

    /** So many business days after the follow-up began. */
    public static Rung afterStart(BusinessDays days) {
        return rung(Anchor.AFTER_START, Offset.of(days));
    }

    /** So much calendar time after the last activity. */
    public static Rung whenIdle(Period period) {
        return rung(Anchor.WHEN_IDLE, Offset.of(period));
    }

    /** So much elapsed time after the last activity. */
    public static Rung whenIdle(Duration duration) {
        return rung(Anchor.WHEN_IDLE, Offset.of(duration));
    }

    /** So many business days after the last activity. */
    public static Rung whenIdle(BusinessDays days) {
        return rung(Anchor.WHEN_IDLE, Offset.of(days));
    }

    /** At the last opening of the step before the deadline. */
    public static Rung atOpening() {
        return rung(Anchor.AT_OPENING, Offset.of(Duration.ZERO));
    }

    private static Rung rung(Anchor anchor, Offset offset) {
        return new Rung(new When(anchor, offset, false, null), Audience.PARTICIPANT, List.of(), false, false, 0);
    }

    /**
     * At that time of day, in the recipient's zone (R3).
     *
     * @throws IllegalArgumentException if the offset is elapsed time, or the rung is {@link #atOpening()}
     */
    public Rung at(LocalTime time) {
        return with(when.at(time));
    }

    /** Rolled to a business day: to the one before for rungs before the deadline, else to the next (R7). */
    public Rung onBusinessDays() {
        return with(new When(when.anchor(), when.offset(), true, when.repetition()));
    }

    /** Again and again at that distance in calendar time; {@link #times} must follow. */
    public Rung every(Period period) {
        return with(when.every(new Repetition(period, when.times())));
    }

    /** Again and again at that distance in elapsed time; {@link #times} must follow. */
    public Rung every(Duration duration) {
        return with(when.every(new Repetition(duration, when.times())));
    }

    /**
     * So often in all, the first time included.
     *
     * @throws IllegalStateException if {@code every} has not been called before
     */
    public Rung times(int times) {
        var repetition = when.repetition();
        if (repetition == null) {
            throw new IllegalStateException("times(" + times + ") without every(…); say the distance first");
        }
        if (times < 1) {
            throw new IllegalArgumentException("times is " + times + "; use 1 to " + Repetition.MOST);
        }
        return with(when.every(new Repetition(repetition.every(), times)));
    }

    /** By these channels, tried in this order. */
    public Rung by(String... names) {
        return by(Arrays.stream(names).map(Channel::of).toArray(Channel[]::new));
    }

    /** By these channels, tried in this order. */
    public Rung by(Channel... inOrder) {
        if (inOrder.length == 0 || inOrder.length > 8) {
            throw new IllegalArgumentException("by(…) got " + inOrder.length + " channels; name 1 to 8");
        }
        return new Rung(when, audience, List.of(inOrder), isUrgent, ignoresQuietHours, afterMisses);
    }

    /** To that audience instead of the participant. */
    public Rung to(Audience newAudience) {
        return new Rung(when, newAudience, channels, isUrgent, ignoresQuietHours, afterMisses);
    }

    /** Ahead of what is not urgent. */
    public Rung urgent() {
        return new Rung(when, audience, channels, true, ignoresQuietHours, afterMisses);
    }

    /** Also in the recipient's quiet hours (R8). */
    public Rung ignoringQuietHours() {
        return new Rung(when, audience, channels, isUrgent, true, afterMisses);
    }

    /** Only at the n-th unanswered occurrence in a row (R18). */
    public Rung afterMisses(int n) {
        return new Rung(when, audience, channels, isUrgent, ignoresQuietHours, n);
    }

    private Rung with(When newWhen) {
        return new Rung(newWhen, audience, channels, isUrgent, ignoresQuietHours, afterMisses);
    }

    /** The ladder's text form of one rung, for example {@code before P1D at 09:00 by sms, email urgent}. */
    @Override
    public String toString() {
        var text = new StringBuilder(when.toString());
        if (!audience.isParticipant()) {
            text.append(" to ").append(audience);
        }
        if (!channels.isEmpty()) {
            text.append(" by ")
                    .append(String.join(
                            ", ", channels.stream().map(Channel::name).toList()));
        }
        if (isUrgent) {
            text.append(" urgent");
        }
        if (ignoresQuietHours) {
            text.append(" ignoring-quiet-hours");
        }
        if (afterMisses > 0) {
            text.append(" after-misses ").append(afterMisses);
        }
        return text.toString();
    }
}
