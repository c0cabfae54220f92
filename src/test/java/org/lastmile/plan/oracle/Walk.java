package org.lastmile.plan.oracle;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.YearMonth;
import org.lastmile.goal.BusinessCalendar;

/** Walks a calendar a month or a day at a time. */
final class Walk {
    private Walk() {}

    /** Months first, then days; a day that the month does not have becomes its last. */
    static LocalDate by(LocalDate from, int months, int days) {
        var month = YearMonth.from(from);
        for (int i = 0; i < Math.abs(months); i++) {
            month = months > 0 ? month.plusMonths(1) : month.minusMonths(1);
        }
        var day = month.atDay(Math.min(from.getDayOfMonth(), month.lengthOfMonth()));
        for (int i = 0; i < Math.abs(days); i++) {
            day = days > 0 ? day.plusDays(1) : day.minusDays(1);
        }
        return day;
    }

    static LocalDateTime by(LocalDateTime from, int months, int days) {
        return by(from.toLocalDate(), months, days).atTime(from.toLocalTime());
    }

    static int months(Period period) {
        return period.getYears() * 12 + period.getMonths();
    }

    /** Day by day until so many business days have been passed; none: until the first one, today included. */
    static LocalDate businessDays(LocalDate from, int count, int direction, BusinessCalendar calendar) {
        var day = from;
        int left = count;
        if (left == 0) {
            while (!calendar.isBusinessDay(day)) {
                day = day.plusDays(direction);
            }
        }
        while (left > 0) {
            day = day.plusDays(direction);
            if (calendar.isBusinessDay(day)) {
                left--;
            }
        }
        return day;
    }
}
