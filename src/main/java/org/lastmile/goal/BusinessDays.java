package org.lastmile.goal;

/**
 * A number of business days, as an offset (rule R7). Which days are business days is the goal's {@link BusinessCalendar}'s
 * to say. Zero is the anchor's own date, rolled to a business day.
 *
 * <p>Immutable and thread-safe.
 *
 * @param count the number of days; negative only where an offset may count backwards
 */
public record BusinessDays(int count) {
    private static final int MOST = 3_660;

    /** @throws IllegalArgumentException if the count is beyond ten years either way */
    public BusinessDays {
        if (count < -MOST || count > MOST) {
            throw new IllegalArgumentException(
                    "business days is " + count + "; use a number from -" + MOST + " to " + MOST);
        }
    }

    /** That many business days. */
    public static BusinessDays of(int count) {
        return new BusinessDays(count);
    }

    /** For example {@code 3 business days}. */
    @Override
    public String toString() {
        return count + (count == 1 ? " business day" : " business days");
    }
}
