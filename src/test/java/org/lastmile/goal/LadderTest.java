package org.lastmile.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.LocalTime;
import java.time.Period;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A ladder in words, and what may not be said in it. */
class LadderTest {
    @Test
    void aLadderSaidInJavaIsTheSameInWords() {
        var ladder = Ladder.of(
                Rung.before(Period.ofDays(14)).by("email"),
                Rung.before(Period.ofDays(3))
                        .at(LocalTime.of(9, 0))
                        .onBusinessDays()
                        .by("email"),
                Rung.before(Period.ofDays(1))
                        .every(Duration.ofHours(6))
                        .times(3)
                        .by("sms", "email")
                        .urgent(),
                Rung.before(Duration.ofMinutes(90)).by("sms").ignoringQuietHours(),
                Rung.before(BusinessDays.of(1)).at(LocalTime.of(10, 30, 15)).by("email"),
                Rung.atOpening().by("sms"),
                Rung.afterStart(Duration.ZERO).by("push"),
                Rung.afterStart(Period.ofDays(1)).by("push"),
                Rung.afterStart(BusinessDays.of(2)).by("push"),
                Rung.whenIdle(Period.ofDays(7)).by("call").to(Audience.role("manager")),
                Rung.whenIdle(Duration.ofHours(30)).by("call"),
                Rung.whenIdle(BusinessDays.of(3)).by("call"),
                Rung.after(Period.ofDays(1))
                        .every(Period.ofMonths(1))
                        .times(2)
                        .to(Audience.OWNER)
                        .by("email"),
                Rung.after(Duration.ofHours(1)).afterMisses(2).by("email"),
                Rung.after(BusinessDays.of(0)).by("email"));
        var words = """
                # two months of summer
                before P14D by email
                before P3D at 09:00 on-business-days by email   # Wednesday
                before P1D every PT6H times 3 by sms, email urgent; before PT1H30M by sms ignoring-quiet-hours

                before 1 business day at 10:30:15 by email
                at-opening by sms \r
                after-start PT0S by push ; after-start P1D by push # no rung; no rung
                after-start 2 business days by push
                when-idle P7D to role(manager) by call
                when-idle PT30H by call
                when-idle 3 business days by call
                after P1D every P1M times 2 to owner by email
                after PT1H by email after-misses 2
                after 0 business days by email
                """;

        assertThat(Ladder.parse(words)).isEqualTo(ladder);
        assertThat(Ladder.parse(ladder.toString())).isEqualTo(ladder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "before P14D by email",
                "before P3D at 09:00 on-business-days every P1D times 3 to owner by sms, email urgent ignoring-quiet-hours",
                "after P1M2D at 23:59:59.999 to role(chair.person) by web-hook after-misses 1000",
                "at-opening on-business-days by email; when-idle 3 business days by a, b, c, d, e, f, g, h"
            })
    void itsTextFormIsReadBack(String text) {
        assertThat(Ladder.parse(text)).hasToString(text);
    }

    @Test
    void aChannelThatIsNamedTwiceIsTriedOnce() {
        assertThat(Ladder.parse("before P1D by sms, email, sms")).hasToString("before P1D by sms, email");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    befor P1D by email                      | begins with "befor"; begin with before, after, after-start, when-idle or at-opening
                    before by email                         | offset is "by"; write P14D, P1M, PT2H or 3 business days
                    before P1X by email                     | offset is "P1X"; write P14D, P1M, PT2H or 3 business days
                    before -P1D by email                    | offset is P-1D; make it positive, since "before" already says the direction
                    before P1M-1D by email                  | make it positive
                    before PT-1H by email                   | offset is PT-1H; make it positive
                    before P101Y by email                   | period is P101Y; use at most 100 years
                    before PT0.0001S by email               | use whole milliseconds
                    before 3 business by email              | offset is "3 business by"
                    before 3 business                       | ends where days is missing; add it
                    before 99999 business days by email     | business days is 99999; use a number from -3660 to 3660
                    before                                  | ends where an offset is missing; add it
                    before PT1H at 09:00 by email           | at(09:00) does not go with the elapsed time PT1H; use a Period, for example Period.ofDays(1)
                    before PT72H at 09:00 by email          | for example Period.ofDays(3)
                    at-opening at 09:00 by email            | at(09:00) does not go with at-opening; the opening hours of the step say when it is
                    at-opening every P1D times 2 by email   | at-opening does not go with an offset, a time of day or a repetition
                    before P1D at 9 by email                | time of day is "9"; write it as 09:00 or 09:00:30
                    before P1D at 24:00 by email            | time of day is "24:00"; write it as 09:00
                    before P1D at 09:00:00.0001 by email    | at is 09:00:00.000100; use whole milliseconds
                    before P1D at                           | ends where a time of day such as 09:00 is missing; add it
                    before P1D every day times 3 by email   | every is "day"; write P1D, P1M or PT1H
                    before P1D every PTx times 3 by email   | every is "PTx"; write P1D, P1M or PT1H
                    before P1D every P0D times 3 by email   | every is P0D; use a positive Period or Duration
                    before P1D every PT0S times 3 by email  | every is PT0S; use a positive Period or Duration
                    before P1D every P-1D times 3 by email  | every is P-1D; use a positive Period or Duration
                    before P1D every PT0.0015S times 3 by a | every is PT0.0015S; use whole milliseconds
                    before PT1H every P1D times 3 by email  | every(P1D) does not go with the offset PT1H; repeat by a Duration, or give the offset as a Period
                    before 1 business day every P1D times 2 | every(P1D) does not go with the offset 1 business day
                    before P1D times 3 by email             | times(3) without every(…); say the distance first
                    before P1D every P1D times 0 by email   | times is 0; use 1 to 100
                    before P1D every P1D times 101 by email | times is 101; use 1 to 100
                    before P1D every P1D times x by email   | "x" is not a number; use 1, 2, 3 …
                    before P1D every P2Y times 60 by email  | every(P2Y) times(60) reaches over 100 years; use less of one of them
                    before P1D every P200Y times 1 by email | every(P200Y) times(0) reaches over 100 years
                    before P60Y every P1Y times 50 by email | offset P60Y with every P1Y times 50 reaches over 100 years; use less of one of them
                    before P1D to nobody by email           | audience is "nobody"; write participant, owner or role(name)
                    before P1D to role(The Boss) by email   | audience is "role(The"; write participant, owner or role(name)
                    before P1D by E-Mail                    | channel is "E-Mail"; use 1 to 60 characters out of a-z, 0-9, '-', '_' and '.'
                    before P1D by                           | ends where a channel is missing; add it
                    before P1D by a, b, c, d, e, f, g, h, i | by(…) got 9 channels; name 1 to 8
                    before P1D by email sms                 | "sms" is not known; use at, on-business-days, every, times, to, by, urgent, ignoring-quiet-hours or after-misses
                    before P1D by email by sms              | "by" stands there twice; remove one
                    before P1D by email after-misses 2      | afterMisses(2) does not go with "before P1D"; only a rung after the deadline knows of a miss
                    after P1D by email after-misses 1001    | afterMisses is 1001; use 1 to 1000
                    """)
    void whatCannotBeReadIsRefusedWithTheRungTheWordAndTheRemedy(String rung, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ladder.parse("before P2D by email\n" + rung))
                .withMessageContaining("ladder, rung 2 \"" + rung)
                .withMessageContaining(complaint);
    }

    @Test
    void aRungThatIsUnfinishedIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ladder.parse("before P2D by email; before P1D"))
                .withMessage("rung 2 \"before P1D\" names no channel; add .by(\"email\")");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ladder.parse("before P2D every P1D by email"))
                .withMessage("rung 1 \"before P2D every P1D\" repeats without an end; add .times(n)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ladder.parse(" # nothing\n;"))
                .withMessageContaining("ladder has no rung; add one");
    }

    @Test
    void aLadderHasAHundredRungsAtTheMost() {
        var rung = Rung.before(Period.ofDays(1)).by("email");

        assertThat(new Ladder(Collections.nCopies(100, rung)).rungs()).hasSize(100);
        assertThat(Ladder.parse("before P1D by email;".repeat(100)).rungs()).hasSize(100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ladder(Collections.nCopies(101, rung)))
                .withMessageContaining("ladder has 101 rungs; use at most 100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ladder.parse("before P1D by email;".repeat(101)))
                .withMessageContaining("ladder has over 100 rungs");
    }

    @Test
    void aRungInJavaIsRefusedWhereItIsSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rung.before(Duration.ofHours(2)).at(LocalTime.NOON))
                .withMessageContaining("at(12:00) does not go with the elapsed time PT2H");
        assertThatIllegalStateException()
                .isThrownBy(() -> Rung.before(Duration.ofHours(2)).times(2))
                .withMessageContaining("times(2) without every");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rung.before(Duration.ofHours(2)).by(new String[0]))
                .withMessageContaining("by(…) got 0 channels; name 1 to 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rung.before(Duration.ofSeconds(Long.MIN_VALUE)))
                .withMessageContaining("use at most 100 years");
        assertThat(Rung.before(Period.ofDays(1)).every(Period.ofDays(1)).when().times())
                .isZero();
        assertThat(Rung.before(Period.ofDays(1)).when().times()).isZero();
        assertThat(List.of(Rung.before(Period.ofDays(1)))).isEqualTo(List.of(Rung.before(Period.ofDays(1))));
    }
}
