package org.lastmile.goal;

import java.time.DayOfWeek;
import java.time.LocalDate;

/**
 * Says which days are business days (rule R7). The host supplies holidays by implementing this one method.
 *
 * <p>Implementations must be thread-safe, fast and pure: the same date gives the same answer.
 */
@FunctionalInterface
public interface BusinessCalendar {
    /** Monday to Friday, no holidays. */
    BusinessCalendar WEEKDAYS =
            date -> date.getDayOfWeek() != DayOfWeek.SATURDAY && date.getDayOfWeek() != DayOfWeek.SUNDAY;

    /** Whether work is done on that date. */
    boolean isBusinessDay(LocalDate date);
}
