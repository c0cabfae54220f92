package org.lastmile.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.LocalTime;
import java.time.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small values that a host writes into a configuration: what is written is read back, what is wrong is refused. */
class TextFormsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"P14D", "P-1M", "P0D", "P1Y2M3D", "PT2H", "PT-0.5S", "PT0S", "1 business day", "-3 business days"
            })
    void anOffsetIsReadBack(String text) {
        assertThat(Offset.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P14D at 09:00", "P-1M at 23:59:59.999", "0 business days at 00:00"})
    void anOffsetWithATimeOfDayIsReadBack(String text) {
        assertThat(Offset.parse(text)).hasToString(text);
        assertThat(Offset.parse(text).at()).isNotNull();
        assertThat(Offset.parse(text).isZero()).isFalse();
    }

    @Test
    void anOffsetThatIsNoDistanceIsZeroAndOneThatCountsBackIsNegative() {
        assertThat(Offset.of(Period.ZERO).isZero()).isTrue();
        assertThat(Offset.of(Duration.ZERO).isZero()).isTrue();
        assertThat(Offset.of(BusinessDays.of(0)).isZero()).isFalse();
        assertThat(Offset.parse("P1M-1D").isNegative()).isTrue();
        assertThat(Offset.parse("PT-1S").isNegative()).isTrue();
        assertThat(Offset.parse("-1 business day").isNegative()).isTrue();
        assertThat(Offset.parse("0 business days").isNegative()).isFalse();
        assertThat(Offset.of(Duration.ofHours(1)).at()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    soon              | offset is "soon"; write P14D, P1M, PT2H or 3 business days
                    x business days   | offset is "x business days"; write P14D, P1M, PT2H or 3 business days
                    P1D at noon       | time of day is "noon"; write it as 09:00 or 09:00:30
                    PT1H at 09:00     | at(09:00) does not go with the elapsed time PT1H
                    P-101Y            | period is P-101Y; use at most 100 years
                    PT-900000H        | duration is PT-900000H; use at most 100 years
                    PT0.0001S         | duration is PT0.0001S; use whole milliseconds
                    3661 business days| business days is 3661; use a number from -3660 to 3660
                    -3661 business days| business days is -3661; use a number
                    """)
    void anOffsetThatCannotBeReadIsRefused(String text, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Offset.parse(text))
                .withMessageContaining(complaint);
    }

    @Test
    void tenYearsOfBusinessDaysAndAHundredYearsAreNotTooMuch() {
        assertThat(BusinessDays.of(3_660)).hasToString("3660 business days");
        assertThat(BusinessDays.of(-3_660)).hasToString("-3660 business days");
        assertThat(Offset.parse("P98Y").toString()).isEqualTo("P98Y");
        assertThat(Offset.of(Duration.ofDays(36_600))).hasToString("PT878400H");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with-goal",
                "at 2026-07-04T19:00[Europe/Berlin]",
                "at 2026-07-04[Europe/Berlin]",
                "from-goal P-7D at 09:00",
                "from-start 1 business day at 13:00",
                "from-step P3D at 10:00 of call",
                "from-step PT-1H of the best of steps"
            })
    void theDueOfAStepIsReadBack(String text) {
        assertThat(StepDue.parse(text)).hasToString(text);
        assertThat(StepDue.parse(text)).isEqualTo(StepDue.parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    tomorrow              | step's due is "tomorrow"; write with-goal, at, from-goal, from-start or from-step
                    from-step P1D         | step's due is "from-step P1D"; write with-goal
                    from-start P-1D       | offset is P-1D; a step cannot be due before it begins, make it positive
                    from-goal soon        | offset is "soon"
                    at 2026-07-04         | deadline is "2026-07-04"; write the zone behind it
                    """)
    void aDueThatCannotBeReadIsRefused(String text, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StepDue.parse(text))
                .withMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource({
        // hours,        begins, a minute before, ends, a minute before, over midnight
        "22:00-08:00,    22:00,  21:59,           08:00, 07:59,          true",
        "13:00-15:30:01, 13:00,  12:59,           15:30:01, 15:30,       false",
        "22:00-00:00,    22:00,  21:59,           00:00, 23:59,          true",
        "00:00-06:00,    00:00,  23:59,           06:00, 05:59,          false"
    })
    void quietHoursHaveTheirFirstMomentAndNotTheirLast(
            String text, LocalTime begins, LocalTime before, LocalTime ends, LocalTime last, boolean overMidnight) {
        var quiet = QuietHours.parse(text);

        assertThat(quiet).hasToString(text).isEqualTo(QuietHours.of(begins, ends));
        assertThat(quiet.contains(begins)).isTrue();
        assertThat(quiet.contains(before)).isFalse();
        assertThat(quiet.contains(last)).isTrue();
        assertThat(quiet.contains(ends)).isFalse();
        assertThat(quiet.spansMidnight()).isEqualTo(overMidnight);
    }

    @ParameterizedTest
    @CsvSource({"06:00-11:00, 06:00, 05:59, 11:00, 11:00:01", "20:00-02:00, 20:00, 19:59, 02:00, 02:00:01"})
    void openingHoursHaveTheirClosingMomentToo(
            String text, LocalTime opens, LocalTime before, LocalTime closes, LocalTime after) {
        var hours = OpeningHours.parse(text);

        assertThat(hours).hasToString(text).isEqualTo(OpeningHours.of(opens, closes));
        assertThat(hours.contains(opens)).isTrue();
        assertThat(hours.contains(before)).isFalse();
        assertThat(hours.contains(closes)).isTrue();
        assertThat(hours.contains(after)).isFalse();
        assertThat(hours.contains(LocalTime.MIDNIGHT)).isEqualTo(closes.isBefore(opens));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "22:00", "22:00–08:00", "22-08", "22:00-", "-08:00", "22:00-08:00-09:00"})
    void hoursThatCannotBeReadAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuietHours.parse(text))
                .withMessage("quiet hours are \"" + text + "\"; write them as 22:00-08:00");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpeningHours.parse(text))
                .withMessage("opening hours are \"" + text + "\"; write them as 06:00-11:00");
    }

    @Test
    void hoursOfAllDayAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuietHours.parse("08:00-08:00"))
                .withMessageContaining("begin and end at 08:00, which is all day; opt the recipient out");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpeningHours.parse("08:00-08:00"))
                .withMessageContaining("open and close at 08:00; leave them out");
        var odd = LocalTime.parse("08:00:00.0001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuietHours.of(LocalTime.NOON, odd))
                .withMessageContaining("use whole milliseconds");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpeningHours.of(odd, LocalTime.NOON))
                .withMessageContaining("use whole milliseconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"participant", "owner", "role(desk)"})
    void anAudienceIsReadBack(String text) {
        assertThat(Audience.parse(text)).hasToString(text).isEqualTo(Audience.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "at-least 1", "at-least 12"})
    void aCompletionIsReadBack(String text) {
        assertThat(Completion.parse(text)).hasToString(text);
    }

    @Test
    void aPatienceThatIsNegativeOrOverAYearIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimePolicy.DEFAULT.withGrace(Duration.ofMillis(-1)))
                .withMessage("grace is PT-0.001S; use zero to 366 days");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        TimePolicy.DEFAULT.withStaleAfter(Duration.ofDays(366).plusMillis(1)))
                .withMessageContaining("staleAfter is ");
        assertThat(TimePolicy.DEFAULT.withMinLead(Duration.ZERO).withOpenAfter(Duration.ofDays(366)))
                .isEqualTo(new TimePolicy(
                        LatePolicy.SKIP, Duration.ZERO, Duration.ofDays(2), Duration.ZERO, Duration.ofDays(366)));
    }
}
