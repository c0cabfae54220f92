package org.lastmile.goal;

import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a goal comes again (rule R18): n times, or until a date. Each occurrence is due one period after the one before, counted
 * from what was said and never from an instant computed before; it begins at the deadline before it.
 *
 * <p>Immutable and thread-safe. {@code Recurrence.parse(recurrence.toString())} equals the value.
 *
 * @param every the distance between two deadlines, in calendar time
 * @param times how often in all, 1 to 10,000; 0 if a date ends it
 * @param until no deadline after this date; {@code null} if a number ends it
 * @param number the number of this occurrence, from 1
 * @param current the number of the occurrence that is under way
 * @param originNumber the number of the occurrence from whose deadline the later ones count: the first, or the last that was moved
 * @param origin that deadline; {@code null} as long as it is the goal's own
 */
public record Recurrence(
        Period every,
        int times,
        @Nullable LocalDate until,
        int number,
        int current,
        int originNumber,
        @Nullable Deadline origin) {

    /** What stands between the id of a goal and the number of an occurrence. */
    public static final String OCCURRENCE = "@occurrence-";

    /** @throws IllegalArgumentException if it does not go forward, or has no end */
    public Recurrence {
        if (every.isZero() || every.isNegative()) {
            throw new IllegalArgumentException("every is " + every + "; use a positive Period");
        }
        if (times < 0 || times > 10_000 || (times == 0) == (until == null)) {
            throw new IllegalArgumentException("recurrence is " + times + " times until " + until
                    + "; give either a number of times (1 to 10000) or a date at which it ends");
        }
    }

    /** So often in all, the first time included. */
    public static Recurrence every(Period every, int times) {
        return new Recurrence(every, times, null, 1, 1, 1, null);
    }

    /** As long as the deadline is not after that date. */
    public static Recurrence every(Period every, LocalDate until) {
        return new Recurrence(every, 0, Objects.requireNonNull(until, "until"), 1, 1, 1, null);
    }

    /** The deadline of the occurrence after this one, whose own deadline is given; {@code null} if this is the last. */
    public @Nullable Deadline next(Deadline own) {
        if (times > 0 && number >= times) {
            return null;
        }
        var from = origin == null ? own : origin;
        int periods = number + 1 - (origin == null ? number : originNumber);
        var distance = every.multipliedBy(periods);
        var next = from instanceof Deadline.OnDate
                ? Deadline.of(from.date().plus(distance), from.zone())
                : Deadline.of(from.localDateTime().plus(distance), from.zone());
        return until != null && next.date().isAfter(until) ? null : next;
    }

    /** Of the occurrence after this one, whose own deadline is given. */
    public Recurrence following(Deadline own) {
        var from = origin == null ? own : origin;
        return new Recurrence(
                every, times, until, number + 1, number + 1, origin == null ? number : originNumber, from);
    }

    /** Of an occurrence that was moved to that deadline: the later ones count from it. */
    public Recurrence movedTo(Deadline deadline) {
        return new Recurrence(every, times, until, number, current, number, deadline);
    }

    /** With another occurrence under way. */
    public Recurrence withCurrent(int newCurrent) {
        return new Recurrence(every, times, until, number, newCurrent, originNumber, origin);
    }

    /** Whether a later occurrence has begun. */
    public boolean isPast() {
        return current > number;
    }

    /** The id of an occurrence of the goal with that id: the id itself, then {@code id@occurrence-2} and so on. */
    public static String id(String goalId, int number) {
        var series = seriesOf(goalId);
        return number == 1 ? series : series + OCCURRENCE + number;
    }

    /** The id that the host gave the goal of which this is an occurrence. */
    public static String seriesOf(String goalId) {
        return goalId.replaceFirst(OCCURRENCE + "[0-9]+$", "");
    }

    /** Reads the text form. */
    public static Recurrence parse(String text) {
        var words = text.split(" ", 12);
        try {
            boolean counted = words[2].equals("times");
            return new Recurrence(
                    Period.parse(words[1]),
                    counted ? Integer.parseInt(words[3]) : 0,
                    counted ? null : LocalDate.parse(words[3]),
                    Integer.parseInt(words[5]),
                    Integer.parseInt(words[7]),
                    Integer.parseInt(words[9]),
                    words[10].equals("at") ? Deadline.parse(words[11]) : null);
        } catch (DateTimeParseException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("recurrence is \"" + Text.shown(text) + "\", which cannot be read", e);
        }
    }

    @Override
    public String toString() {
        return "every " + every + (until == null ? " times " + times : " until " + until) + " number " + number
                + " current " + current + " origin " + originNumber + (origin == null ? " -" : " at " + origin);
    }
}
