package org.lastmile.plan;

import java.time.LocalDate;
import org.lastmile.goal.BusinessCalendar;

/** Walks a business calendar (rule R7). */
final class BusinessDates {
    /** A calendar without a business day in so many days is taken for a mistake. */
    private static final int LONGEST_BREAK = 400;

    private BusinessDates() {}

    /** The date itself if it is a business day, else the next one in that direction. */
    static LocalDate roll(LocalDate date, boolean forwards, BusinessCalendar calendar) {
        var day = date;
        for (int i = 0; i < LONGEST_BREAK; i++) {
            if (calendar.isBusinessDay(day)) {
                return day;
            }
            day = day.plusDays(forwards ? 1 : -1);
        }
        throw new IllegalArgumentException("the business calendar has no business day within " + LONGEST_BREAK
                + " days of " + date + "; correct the calendar");
    }

    /** So many business days away; zero is the date itself, rolled. */
    static LocalDate shift(LocalDate date, int count, boolean forwards, BusinessCalendar calendar) {
        if (count == 0) {
            return roll(date, forwards, calendar);
        }
        var day = date;
        for (int i = 0; i < count; i++) {
            day = roll(day.plusDays(forwards ? 1 : -1), forwards, calendar);
        }
        return day;
    }
}
