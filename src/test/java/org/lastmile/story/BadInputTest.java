package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.zone.ZoneRulesException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lastmile.ChannelOptions;
import org.lastmile.Lastmile;
import org.lastmile.goal.Audience;
import org.lastmile.goal.BusinessDays;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Completion;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.OpeningHours;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Recurrence;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.goal.TimePolicy;
import org.lastmile.testing.ManualTime;

/** What a host gets wrong is refused where it is said, with the argument, the value and the remedy. */
class BadInputTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Ladder DAY_BEFORE =
            Ladder.of(Rung.before(Period.ofDays(1)).by("email"));
    private static final Recipient ANN = Recipient.of("ann", "Ann").withAddress("email", "ann@example.org");
    private static final Step COME = Step.of("come", "Come").ladder(DAY_BEFORE).participants(ANN);

    @FunctionalInterface
    interface Maker {
        Object make(String value);
    }

    static Stream<Arguments> ids() {
        return Stream.of(
                arguments("goal id", (Maker) value -> Goal.of(value, "Party")),
                arguments("goal title", (Maker) value -> Goal.of("party", value)),
                arguments("step id", (Maker) value -> Step.of(value, "Come")),
                arguments("step title", (Maker) value -> Step.of("come", value)),
                arguments("recipient id", (Maker) value -> Recipient.of(value, "Ann")),
                arguments("recipient name", (Maker) value -> Recipient.of("ann", value)),
                arguments("label", (Maker) value -> Goal.of("party", "Party").label(value)),
                arguments("after", (Maker) value -> Step.of("come", "Come").after(value)),
                arguments("recovers", (Maker) value -> Step.of("come", "Come").recovers(value)),
                arguments("data key", (Maker) value -> Goal.of("party", "Party").data(Map.of(value, "x"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void idsAreNotEmpty(String argument, Maker maker) {
        for (var empty : List.of("", " ", "\t")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> maker.make(empty))
                    .withMessageContaining(argument)
                    .withMessageContaining("blank; give");
        }
        assertThatThrownBy(() -> maker.make(null)).isInstanceOf(NullPointerException.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void idsAreNotEndless(String argument, Maker maker) {
        boolean title = argument.endsWith("title") || argument.endsWith("name");
        int longest = title ? 1_000 : 200;
        maker.make("x".repeat(longest));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> maker.make("x".repeat(longest + 1)))
                .withMessageStartingWith(argument + " is xxx")
                .withMessageContaining("(" + (longest + 1) + " characters)")
                .withMessageContaining("shorten it to at most " + longest)
                .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(200));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void idsHaveNoControlCharacters(String argument, Maker maker) {
        for (var character : List.of("\n", "\r", "\0", "\u0007", "\u0085", "\ud800")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> maker.make("a" + character + "b"))
                    .withMessageContaining(argument)
                    .withMessageContaining("U+")
                    .withMessageContaining("index 1; remove it")
                    .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain(character));
        }
        maker.make("Zoë-太郎-🎉");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal(
                        () -> Goal.of("party", "Party").finalStep(COME).step(COME),
                        "party",
                        "step \"come\"",
                        "id of its own"),
                refusal(
                        () -> Goal.of("party", "Party").step(Step.of("come", "Come")),
                        "\"come\" has no ladder",
                        "add .ladder"),
                refusal(() -> due().checked(), "no final step", ".finalStep("),
                refusal(() -> Goal.of("party", "Party").finalStep(COME).checked(), "no deadline", "add .due("),
                refusal(
                        () -> due().finalStep(Step.of("come", "Come").ladder(DAY_BEFORE))
                                .checked(),
                        "\"come\" has no participants",
                        "add .participants("),
                refusal(() -> COME.participants(ANN, ANN), "\"come\"", "\"ann\" twice", "name each once"),
                refusal(
                        () -> due().finalStep(COME.after("rsvp")).checked(),
                        "\"come\" names step \"rsvp\"",
                        "correct the name"),
                refusal(() -> COME.after("come"), "\"come\" is after itself"),
                refusal(() -> COME.recovers("come"), "\"come\" recovers itself"),
                refusal(
                        () -> due().finalStep(COME.completion(Completion.atLeast(2)))
                                .checked(),
                        "complete with 2 answers and has 1 participants",
                        "lower the number or add"),
                refusal(
                        () -> due().step(COME.after("go"))
                                .finalStep(Step.of("go", "Go")
                                        .ladder(DAY_BEFORE)
                                        .participants(ANN)
                                        .after("come"))
                                .checked(),
                        "come",
                        "go"),
                refusal(() -> Completion.atLeast(0), "atLeast(0)", "1 or more"),
                refusal(() -> Ladder.of(), "no rung", "add one"),
                refusal(() -> Ladder.of(Rung.before(Period.ofDays(1))), "rung 1", "no channel", "add .by("),
                refusal(
                        () -> new Ladder(Collections.nCopies(
                                101, Rung.before(Period.ofDays(1)).by("email"))),
                        "ladder has 101 rungs",
                        "at most 100"),
                refusal(() -> Ladder.parse("before P1D by email\n".repeat(101)), "over 100 rungs", "at most"),
                refusal(() -> Rung.before(Period.ofDays(-1)), "offset is P-1D", "make it positive", "\"before\""),
                refusal(() -> Rung.after(Duration.ofHours(-1)), "offset is PT-1H", "make it positive", "\"after\""),
                refusal(() -> Rung.afterStart(BusinessDays.of(-2)), "-2 business days", "\"after-start\""),
                refusal(() -> Rung.before(Duration.ofHours(2)).at(LocalTime.NOON), "at(12:00)", "PT2H", "use a Period"),
                refusal(() -> Rung.atOpening().at(LocalTime.NOON), "at-opening", "opening hours"),
                refusal(
                        () -> due().finalStep(
                                        COME.ladder(Ladder.of(Rung.atOpening().by("email")))),
                        "at-opening",
                        ".open("),
                refusal(
                        () -> Ladder.of(Rung.after(Period.ofDays(1))
                                .every(Period.ofDays(1))
                                .by("email")),
                        "rung 1",
                        "without an end",
                        "add .times("),
                refusal(() -> Rung.before(Period.ofDays(1)).afterMisses(2), "afterMisses(2)", "after the deadline"),
                refusal(() -> Rung.before(Period.ofDays(1)).by(new String[0]), "by(…) got 0", "name 1 to 8"),
                refusal(() -> Channel.of("E Mail"), "channel is \"E Mail\"", "a-z"),
                refusal(() -> Audience.role("the boss"), "role is \"the boss\"", "a-z"),
                refusal(() -> Audience.parse("everybody"), "audience is \"everybody\"", "owner or role(name)"),
                refusal(
                        () -> QuietHours.of(LocalTime.NOON, LocalTime.NOON),
                        "12:00",
                        "all day",
                        "opt the recipient out"),
                refusal(() -> QuietHours.parse("ten to six"), "ten to six", "22:00-08:00"),
                refusal(() -> OpeningHours.of(LocalTime.NOON, LocalTime.NOON), "12:00", "leave them out"),
                refusal(
                        () -> TimePolicy.DEFAULT.withMinLead(Duration.ofHours(-1)),
                        "minLead is PT-1H",
                        "zero to 366 days"),
                refusal(() -> Deadline.parse("2026-07-04T19:00"), "2026-07-04T19:00", "zone behind it"),
                refusal(() -> Deadline.parse("2026-07-04T19:00[Europe/Atlantis]"), "Atlantis", "write"),
                refusal(() -> Deadline.parse("tomorrow[Europe/Berlin]"), "tomorrow", "write 2026-"),
                refusal(
                        () -> Ladder.parse("before P1D by email; befor P2D by email"),
                        "rung 2",
                        "\"befor\"",
                        "begin with"),
                refusal(
                        () -> Ladder.parse("before P1D by email loudly"),
                        "rung 1",
                        "\"loudly\" is not known",
                        "urgent"),
                refusal(() -> ANN.withAddress("email", "a\nb"), "\"ann\"", "correct it"),
                refusal(
                        () -> SendResult.temporary("later", Duration.ofMillis(-1)),
                        "retryAfter is PT-0.001S",
                        "positive"),
                refusal(() -> ChannelOptions.defaults().withAttempts(0), "attempts is 0", "1 to 100"),
                refusal(() -> Lastmile.builder().lease(Duration.ZERO), "lease is PT0S", "at least"),
                refusal(
                        () -> Lastmile.builder()
                                .notifier("email", reminder -> SendResult.sent())
                                .lease(Duration.ofSeconds(30))
                                .build(),
                        "\"email\"",
                        "lease PT30S",
                        "twice as long"));
    }

    private static Arguments refusal(ThrowingCallable call, String... words) {
        return arguments(String.join(" … ", words), call, words);
    }

    private static Goal due() {
        return Goal.of("party", "Party").due(LocalDateTime.parse("2026-07-04T19:00"), BERLIN);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void whatCannotBeIsRefusedWhereItIsSaid(String name, ThrowingCallable call, String[] words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    try {
                        call.call();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Throwable e) {
                        throw new AssertionError(e);
                    }
                })
                .satisfies(refused -> assertThat(refused.getMessage()).contains(words));
    }

    @Test
    void aSecondNotifierForAChannelIsRefused() {
        var builder = Lastmile.builder().notifier("email", reminder -> SendResult.sent());
        assertThatThrownBy(() -> builder.notifier("email", reminder -> SendResult.sent()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"email\"");
    }

    @Test
    void aZoneThatDoesNotExistIsRefusedByTheJdk() {
        assertThatThrownBy(() -> due().in(ZoneId.of("Europe/Atlantis")))
                .isInstanceOf(ZoneRulesException.class)
                .hasMessageContaining("Europe/Atlantis");
    }

    /** Ten days before the second Saturday nothing of it has begun: the first is not over. */
    @Test
    void aRecurrenceShorterThanItsLadderIsRefused() {
        var early = COME.ladder(Ladder.of(Rung.before(Period.ofDays(10)).by("email")));
        try (var lastmile = Lastmile.builder()
                .time(ManualTime.at(Instant.parse("2026-06-01T00:00:00Z")))
                .executor(Runnable::run)
                .build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> lastmile.schedule(due().recurring(Recurrence.every(Period.ofWeeks(1), 4))
                            .finalStep(early)))
                    .withMessageContaining("\"before P10D by email\" of step \"come\"")
                    .withMessageContaining("every P7D")
                    .withMessageContaining("shorten it or recur less often");
            assertThat(lastmile.preview("party")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-07-04T17:00:00Z", "2026-07-04T17:00:00.001Z", "2027-01-01T00:00:00Z"})
    void aDeadlineThatHasPassedIsRefused(String now) {
        var time = ManualTime.at(Instant.parse(now));
        try (var lastmile =
                Lastmile.builder().time(time).executor(Runnable::run).build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> lastmile.schedule(due().finalStep(COME)))
                    .withMessageContaining("\"party\" is due at 2026-07-04T19:00[Europe/Berlin]")
                    .withMessageContaining(now)
                    .withMessageContaining("give a deadline ahead");
            assertThat(lastmile.preview("party")).isEmpty();
        }
    }
}
