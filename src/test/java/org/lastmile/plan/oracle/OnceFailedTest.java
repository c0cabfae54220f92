package org.lastmile.plan.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Cases that the planner and the oracle once lived differently. They are what {@link CaseDice} makes of them today: who changes
 * the dice keeps what such a case has taught as a story of its rule.
 */
class OnceFailedTest {
    @ParameterizedTest
    @CsvSource({
        "-3447743728771210583, R1: no distance from a deadline in the hour that comes twice",
        "7249971327316673055,  R1: no distance from a deadline in the hour that comes twice",
        "-9190971164793406432, R1: no distance from a date is that date",
        "6389025858606048318,  R2: a repetition that took the one before it with it",
        "6172315759420370759,  R2: a repetition that took the one before it with it",
        "-7012944473526844760, R2: a repetition that took the one before it with it",
        "1632354404817081673,  R5: rolled away from a gap",
        "-657062490663208385,  R5: rolled into a gap",
        "-1322262946159931660, R8: late and in quiet hours",
        "-5579952297960469683, R8: late and in quiet hours and in a gap",
        "3496275646357999686,  R8: quiet hours that the clocks join to those of the day before",
        "55301841014877325,    R8: quiet hours that begin in a gap",
        "-902504965233151029,  R8: a deferral into quiet hours",
        "5757464083177893449,  R9: silenced by another repetition",
        "-7824175894337577112, R10: a rung that was said before the move is not left",
        "-8742593321657825374, R10: a rung that was said before the move is not left",
        "-3365643783222367719, R10: an activity made a late rung speak",
        "-3471844546835799838, R10: the newest is the one with more to say",
        "2827126069755068957,  R11: the engine would have spun",
        "-4552720407642225211, R11: the engine would have spun",
        "-2724489038071171791, R11: stale or superseded",
        "6989974113082798947,  R11: waited for quiet hours to end with what was over",
        "6783484150295058527,  R11: held time counted",
        "-5967191695301491877, R11: held time counted",
        "7319397744606723254,  R13: expired as it was reminded",
        "8637652590050713090,  R13: expired as it was reminded",
        "-6734392099148750128, R13: expired before an answer came"
    })
    void itIsLivedAlikeNow(long seed, String lesson) {
        assertThat(Trial.of(seed).complaint()).as(lesson).isNull();
    }
}
