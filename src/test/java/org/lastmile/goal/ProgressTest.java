package org.lastmile.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
    @Test
    void aRepetitionThatIsDealtWithSaysNothingOfTheOnesBeforeIt() {
        var progress = Progress.NONE.withHandled(2, 0).withHandled(2, 3);

        assertThat(progress.handled(2, 0)).isTrue();
        assertThat(progress.handled(2, 1)).isFalse();
        assertThat(progress.handled(2, 3)).isTrue();
        assertThat(progress.handled(2, 4)).isFalse();
        assertThat(progress.handled(1, 0)).isFalse();
        assertThat(progress.handled(3, 0)).isFalse();
        assertThat(progress).hasToString("0.0.x9");
    }

    @Test
    void theUsualProgressIsANumberForEachRung() {
        assertThat(Progress.NONE.withHandled(0, 0).withHandled(2, 1).withHandled(2, 0))
                .hasToString("1.0.2");
        assertThat(Progress.NONE).hasToString("");
    }

    @Test
    void aRungThatIsArmedAgainIsForgotten() {
        var progress = Progress.parse("1.x5.2");

        assertThat(progress.withoutRung(1)).isEqualTo(Progress.parse("1.0.2"));
        assertThat(progress.withoutRung(2)).hasToString("1.x5");
        assertThat(progress.withoutRung(7)).isSameAs(progress);
        assertThat(Progress.parse("0.1").withoutRung(0)).isEqualTo(Progress.parse("0.1"));
        assertThat(progress.withHandled(0, 0)).isSameAs(progress);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0.2.1", "x5", "0.x8000000000000000000000001", "100.x4.100"})
    void itsTextFormIsReadBack(String text) {
        assertThat(Progress.parse(text)).hasToString(text).isEqualTo(Progress.parse(text));
        assertThat(Progress.parse(text)).hasSameHashCodeAs(Progress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1..2", "1.", "-1", "101", "x", "x-1", "x10000000000000000000000000", "2000000000"})
    void whatIsNoProgressIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Progress.parse(text))
                .withMessageContaining("progress is \"" + text + "\"");
    }
}
