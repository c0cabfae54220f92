package org.lastmile.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R1: a deadline is a local date and time, a date, or an instant; what was said is kept. */
class DeadlineTest {
    @ParameterizedTest
    @CsvSource({
        // what was said,                      instant,               local time,        date
        "2026-07-04T19:00[America/New_York],   2026-07-04T23:00:00Z,  2026-07-04T19:00,  2026-07-04",
        "2026-07-04T19:00:00.123[Z],           2026-07-04T19:00:00.123Z, 2026-07-04T19:00:00.123, 2026-07-04",
        // A date ends with the midnight after it, which belongs to the next day.
        "2026-09-30[Europe/Berlin],            2026-09-30T22:00:00Z,  2026-10-01T00:00,  2026-09-30",
        // S19: the midnight that ends 2026-09-05 in Santiago is jumped over.
        "2026-09-05[America/Santiago],         2026-09-06T04:00:00Z,  2026-09-06T00:00,  2026-09-05",
        // A whole day that is missing: the end of the 29th is the beginning of the 31st.
        "2011-12-29[Pacific/Apia],             2011-12-30T10:00:00Z,  2011-12-30T00:00,  2011-12-29",
        // In a gap it moves forward by the gap and is kept as it was said; what comes twice is the first.
        "2026-03-29T02:30[Europe/Berlin],      2026-03-29T01:30:00Z,  2026-03-29T02:30,  2026-03-29",
        "2026-10-25T02:30[Europe/Berlin],      2026-10-25T00:30:00Z,  2026-10-25T02:30,  2026-10-25",
        // An instant is read in its zone, also the second time.
        "2026-10-25T01:30:00Z[Europe/Berlin],  2026-10-25T01:30:00Z,  2026-10-25T02:30,  2026-10-25",
        "2026-10-24T23:30:00Z[Europe/Berlin],  2026-10-24T23:30:00Z,  2026-10-25T01:30,  2026-10-25",
        "2026-10-04T23:59[-12:00],             2026-10-05T11:59:00Z,  2026-10-04T23:59,  2026-10-04"
    })
    void itMeansAnInstantAndIsReadBack(String said, Instant instant, LocalDateTime local, LocalDate date) {
        var deadline = Deadline.parse(said);

        assertThat(deadline.instant()).isEqualTo(instant);
        assertThat(deadline.localDateTime()).isEqualTo(local);
        assertThat(deadline.date()).isEqualTo(date);
        assertThat(deadline).hasToString(said);
        assertThat(Deadline.parse(deadline.toString())).isEqualTo(deadline);
    }

    @Test
    void itIsKeptToTheMillisecond() {
        var local = LocalDateTime.parse("2026-07-04T19:00:00.123456789");

        assertThat(Deadline.of(local, ZoneOffset.UTC)).hasToString("2026-07-04T19:00:00.123[Z]");
        assertThat(Deadline.of(local.toInstant(ZoneOffset.UTC))).hasToString("2026-07-04T19:00:00.123Z[Z]");
        assertThat(Deadline.of(Instant.EPOCH, ZoneId.of("Asia/Tokyo")).zone()).hasToString("Asia/Tokyo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-07-04T19:00", "", "[", "2026-07-04[Europe/Berlin", "tomorrow"})
    void withoutAZoneItIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Deadline.parse(text))
                .withMessage("deadline is \"" + text
                        + "\"; write the zone behind it in brackets: 2026-07-04T19:00[Europe/Berlin]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-07-04T19:00[Europe/Atlantis]",
                "2026-02-30[Europe/Berlin]",
                "2026-07-04T25:00[Europe/Berlin]",
                "[Europe/Berlin]",
                "Z[UTC]",
                "T[UTC]"
            })
    void whatIsNoDateIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Deadline.parse(text))
                .withMessage("deadline is \"" + text
                        + "\"; write 2026-07-04T19:00[Europe/Berlin] or 2026-07-04[Europe/Berlin]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1899-12-31[UTC]", "9001-01-01T00:00[UTC]", "1899-12-31T23:59:59Z[UTC]", "+12026-01-01[UTC]"})
    void whatIsFarAwayIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Deadline.parse(text))
                .withMessageContaining("deadline is in the year ")
                .withMessageContaining("; use 1900 to 9000");
    }

    @Test
    void theFirstAndTheLastYearAreNotFarAway() {
        assertThat(Deadline.parse("1900-01-01[UTC]").date()).hasToString("1900-01-01");
        assertThat(Deadline.parse("9000-12-31T23:59[UTC]").date()).hasToString("9000-12-31");
    }
}
