package org.lastmile.ical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.SplittableRandom;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lastmile.goal.Deadline;

/** Of a recurring event one occurrence is read: the first, or the next after an instant. */
class RecurrenceTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private final InvitationReader reader = InvitationReader.create();

    /*
     * Mondays at 09:00 in New York from 23 February to 20 April 2026 (the end is said as 13:00Z, 09:00 EDT, so 20 April is
     * in). Clocks go forward on 8 March. 9 March is taken out, 16 March is moved to Tuesday 10:00, 30 March is called
     * off, Wednesday 25 March 11:00 is added.
     */
    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00Z, 2026-02-23T09:00, 2026-02-23T14:00:00Z", // EST: 14:00Z
        "2026-02-23T13:59:59Z, 2026-02-23T09:00, 2026-02-23T14:00:00Z",
        "2026-02-23T14:00:00Z, 2026-03-02T09:00, 2026-03-02T14:00:00Z", // an occurrence is not after itself
        "2026-03-02T14:00:00Z, 2026-03-17T10:00, 2026-03-16T13:00:00Z", // 9 March is out; EDT: 13:00Z
        "2026-03-17T13:59:59Z, 2026-03-17T10:00, 2026-03-16T13:00:00Z", // moved: past its own time, before the new one
        "2026-03-17T14:00:00Z, 2026-03-23T09:00, 2026-03-23T13:00:00Z",
        "2026-03-23T13:00:00Z, 2026-03-25T11:00, 2026-03-25T15:00:00Z",
        "2026-03-25T15:00:00Z, 2026-04-06T09:00, 2026-04-06T13:00:00Z", // 30 March is called off
        "2026-04-13T13:00:00Z, 2026-04-20T09:00, 2026-04-20T13:00:00Z", // the last
    })
    void theNextOccurrenceIsRead(Instant after, LocalDateTime start, String recurrenceId) {
        var next = CalendarFiles.read(reader.withNextAfter(after), "series.ics").one();

        assertThat(next.start()).isEqualTo(Deadline.of(start, NEW_YORK));
        assertThat(next.recurrenceId()).isEqualTo(recurrenceId);
        assertThat(next.goalId()).isEqualTo("standup@example.com#" + recurrenceId);
        assertThat(next.attendees()).hasSize(start.getDayOfWeek() == DayOfWeek.TUESDAY ? 2 : 1);
    }

    @Test
    void withoutAnInstantTheFirstOccurrenceIsRead() {
        var read = CalendarFiles.read(reader, "series.ics");
        assertThat(read.one().start()).isEqualTo(Deadline.of(LocalDateTime.parse("2026-02-23T09:00"), NEW_YORK));
        assertThat(read.skipped())
                .extracting(Skipped::toString)
                .containsExactly(
                        "event \"Monday round on Tuesday\": is another occurrence (RECURRENCE-ID 2026-03-16T13:00:00Z) of a "
                                + "recurring event",
                        "event \"Monday round\": is another occurrence (RECURRENCE-ID 2026-03-30T13:00:00Z) of a recurring "
                                + "event");
    }

    @Test
    void aSeriesThatIsOverIsSkipped() {
        var read = CalendarFiles.read(reader.withNextAfter(Instant.parse("2026-04-20T13:00:00Z")), "series.ics");
        assertThat(read.all()).isEmpty();
        assertThat(read.skipped().get(0))
                .hasToString("event \"Monday round\": has no occurrence after 2026-04-20T13:00:00Z");
    }

    @Test
    void aChangedOccurrenceWithoutItsSeriesIsAnInvitationOfItsOwn() {
        var only = CalendarFiles.read(reader, "detached.ics").one();
        assertThat(only.recurrenceId()).isEqualTo("2026-03-16T08:00:00Z");
        assertThat(only.start().localDateTime()).isEqualTo("2026-03-16T10:00");
    }

    /* The last day of each month from 31 January, without 28 February, and 15 April besides. A day ends at midnight. */
    @ParameterizedTest
    @CsvSource({
        "2026-01-30T23:00:00Z, 2026-01-31", // 00:00 of 31 January in Berlin: the day has begun and is not over
        "2026-01-31T22:59:59Z, 2026-01-31",
        "2026-01-31T23:00:00Z, 2026-03-31",
        "2026-03-31T22:00:00Z, 2026-04-15",
        "2026-04-15T22:00:00Z, 2026-04-30",
        "2028-02-01T00:00:00Z, 2028-02-29",
    })
    void wholeDaysRecur(Instant after, LocalDate date) {
        var next = CalendarFiles.read(reader.withNextAfter(after), "all-day-series.ics")
                .one();
        assertThat(next.start()).isEqualTo(Deadline.of(date, ZoneId.of("Europe/Berlin")));
        assertThat(next.recurrenceId()).isEqualTo(date.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York"})
    void theZoneOfTheMachineDoesNotMatter(String zone) {
        var before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            // UNTIL is the very instant of the last occurrence, 20 April 09:00 in New York.
            var last = CalendarFiles.read(reader.withNextAfter(Instant.parse("2026-04-20T12:59:59Z")), "series.ics");
            assertThat(last.one().start().localDateTime()).isEqualTo("2026-04-20T09:00");
            var over = CalendarFiles.read(reader.withNextAfter(Instant.parse("2026-04-20T13:00:00Z")), "series.ics");
            assertThat(over.all()).isEmpty();
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void aDateAsExceptionTakesAwayAllOfThatDay() {
        var text =
                CalendarFiles.event("DTSTART:20260704T160000Z\nRRULE:FREQ=DAILY\nEXDATE;VALUE=DATE:20260704,20260705");
        var zoned = reader.withZone(ZoneOffset.UTC);
        assertThat(CalendarFiles.readText(zoned, text).one().start().localDateTime())
                .isEqualTo("2026-07-06T16:00");
    }

    @Test
    void anEndByDateIncludesThatDay() {
        var text = CalendarFiles.event("DTSTART;TZID=Asia/Tokyo:20260704T160000\nRRULE:FREQ=DAILY;UNTIL=20260706");
        var after = reader.withNextAfter(Instant.parse("2026-07-05T12:00:00Z"));
        assertThat(CalendarFiles.readText(after, text).one().start().localDateTime())
                .isEqualTo("2026-07-06T16:00");
        var over = reader.withNextAfter(Instant.parse("2026-07-06T12:00:00Z"));
        assertThat(CalendarFiles.readText(over, text).all()).isEmpty();
    }

    @Test
    void aSeriesThatIsCalledOffIsShownAsSuch() {
        var text = CalendarFiles.event("DTSTART:20260704T160000Z\nRRULE:FREQ=DAILY\nSTATUS:CANCELLED");
        var next = CalendarFiles.readText(reader.withNextAfter(Instant.parse("2026-08-01T00:00:00Z")), text)
                .one();
        assertThat(next.cancelled()).isTrue();
        assertThat(next.start().instant()).isEqualTo("2026-08-01T16:00:00Z");
    }

    @Test
    void oneOccurrenceCanBeCalledOff() {
        var off = CalendarFiles.event("RECURRENCE-ID:20260704T160000Z\nSTATUS:CANCELLED")
                .replace("VERSION:2.0", "METHOD:CANCEL");
        var series = CalendarFiles.event("DTSTART:20260704T160000Z\nRRULE:FREQ=WEEKLY");
        assertThat(CalendarFiles.readText(reader, series + off).one().start().instant())
                .isEqualTo("2026-07-11T16:00:00Z");
    }

    @Test
    void aRuleThatNeverMatchesIsRefusedOrOver() {
        var never = "DTSTART:20260704T160000Z\nEXDATE:20260704T160000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30";
        assertThatThrownBy(() -> CalendarFiles.readText(reader, CalendarFiles.event(never)))
                .isInstanceOf(InvitationException.class)
                .hasMessage("text.ics: event \"Party\" (line 9): RRULE gives no occurrence that is wanted; correct it");
        assertThat(CalendarFiles.readText(reader, CalendarFiles.event(never + ";COUNT=3"))
                        .skipped())
                .extracting(Skipped::why)
                .containsExactly("has no occurrence left");
    }

    /** Rules whose occurrences are easily counted by hand, asked at random instants over forty years. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theNextOccurrenceIsTheOneThatCountingGives(long seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 20; i++) {
            var first = LocalDateTime.of(2000, 1, 1, 9, 0).plusDays(random.nextInt(400));
            var after = first.plusMinutes(random.nextInt(60 * 24 * 365 * 40)).toInstant(ZoneOffset.UTC);
            int interval = 1 + random.nextInt(6);
            int day = 1 + random.nextInt(28);
            assertNext(first, "FREQ=DAILY;INTERVAL=" + interval, after, k -> first.plusDays((long) k * interval), seed);
            assertNext(
                    first, "FREQ=WEEKLY;INTERVAL=" + interval, after, k -> first.plusWeeks((long) k * interval), seed);
            assertNext(
                    first,
                    "FREQ=DAILY;COUNT=100000;INTERVAL=" + interval,
                    after,
                    k -> first.plusDays((long) k * interval),
                    seed);
            var monthly = first.withDayOfMonth(day);
            assertNext(monthly, "FREQ=MONTHLY;BYMONTHDAY=" + day, after, monthly::plusMonths, seed);
            var friday = first.with(TemporalAdjusters.lastInMonth(DayOfWeek.FRIDAY));
            assertNext(
                    friday,
                    "FREQ=MONTHLY;BYDAY=-1FR",
                    after,
                    k -> friday.plusMonths(k).with(TemporalAdjusters.lastInMonth(DayOfWeek.FRIDAY)),
                    seed);
        }
    }

    private void assertNext(
            LocalDateTime first,
            String rule,
            Instant after,
            java.util.function.IntFunction<LocalDateTime> occurrence,
            long seed) {
        var stamp = first.toString().replaceAll("[-:]", "") + "00Z";
        var text = CalendarFiles.event("DTSTART:" + stamp + "\nRRULE:" + rule);
        int k = 0;
        while (!occurrence.apply(k).toInstant(ZoneOffset.UTC).isAfter(after)) {
            k++;
        }
        assertThat(CalendarFiles.readText(reader.withNextAfter(after), text)
                        .one()
                        .start()
                        .localDateTime())
                .as("seed %d: %s from %s after %s", seed, rule, first, after)
                .isEqualTo(occurrence.apply(k));
    }
}
