package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Offset;
import org.lastmile.goal.Step;
import org.lastmile.goal.StepDue;

/** R1: a step is due with its goal, on its own, or so far from the goal, from its beginning, or from another step. */
class StepDeadlinesTest {
    private static final Ladder LADDER = Ladder.parse("before PT1H by email");
    /** A Saturday. */
    private static final Instant BEGUN = Instant.parse("2026-10-24T10:00:00Z");

    private static String due(String goal, String step) {
        var facts = Goal.of("goal", "Goal")
                .due(Deadline.parse(goal))
                .finalStep(Step.of("step", "Step").ladder(LADDER).due(StepDue.parse(step)));
        return StepDeadlines.of(facts, facts.steps().get(0), BEGUN, BusinessCalendar.WEEKDAYS)
                .toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # goal                            | step                                        | due
                    2026-10-26T12:00[Europe/London]   | with-goal                                   | 2026-10-26T12:00[Europe/London]
                    2026-10-26T12:00[Europe/London]   | at 2026-11-01[Asia/Tokyo]                   | 2026-11-01[Asia/Tokyo]
                    2026-10-26T12:00[Europe/London]   | from-goal P-2D                              | 2026-10-24T12:00[Europe/London]
                    # 48 hours before is an hour later by the clock: they were set back on the 25th.
                    2026-10-26T12:00[Europe/London]   | from-goal PT-48H                            | 2026-10-24T12:00:00Z[Europe/London]
                    2026-10-26T12:00[Europe/London]   | from-goal P1M at 09:00                      | 2026-11-26T09:00[Europe/London]
                    # A date stays a date, unless a time of day is named; then it is that date's.
                    2026-10-31[Europe/London]         | from-goal P-1M                              | 2026-09-30[Europe/London]
                    2026-10-31[Europe/London]         | from-goal P-1D at 09:00                     | 2026-10-30T09:00[Europe/London]
                    2026-10-31[Europe/London]         | from-goal PT-1H                             | 2026-10-31T23:00:00Z[Europe/London]
                    # Business days are walked in the direction of the offset; none is the next one, today included.
                    2026-10-31[Europe/London]         | from-goal -1 business day                   | 2026-10-30[Europe/London]
                    2026-10-31T17:00[Europe/London]   | from-goal 0 business days                   | 2026-11-02T17:00[Europe/London]
                    2026-10-31T17:00[Europe/London]   | from-goal 2 business days at 13:00          | 2026-11-03T13:00[Europe/London]
                    # From its own beginning, in the goal's zone: Saturday 11:00 in London.
                    2026-12-01T12:00[Europe/London]   | from-start P1D                              | 2026-10-25T11:00[Europe/London]
                    2026-12-01T12:00[Europe/London]   | from-start PT24H                            | 2026-10-25T10:00:00Z[Europe/London]
                    2026-12-01T12:00[Europe/London]   | from-start 1 business day at 13:00          | 2026-10-26T13:00[Europe/London]
                    # No distance is no distance, even in the hour that comes twice.
                    2026-10-25T01:30:00Z[Europe/London] | from-goal P0D                             | 2026-10-25T01:30:00Z[Europe/London]
                    2026-10-25T01:30:00Z[Europe/London] | from-goal P1D                             | 2026-10-26T01:30[Europe/London]
                    """)
    void aStepIsDueWhenItSays(String goal, String step, String due) {
        assertThat(due(goal, step)).isEqualTo(due);
    }

    @Test
    void aStepMayCountFromAnotherThatBeginsWithIt() {
        // S04: "call" is due one business day after the miss at 13:00, "check" three days after that at 10:00.
        var goal = Goal.of("goal", "Goal")
                .due(Deadline.parse("2026-07-02T18:00[America/Chicago]"))
                .step(Step.of("call", "Call").ladder(LADDER).due(StepDue.parse("from-start 1 business day at 13:00")))
                .finalStep(
                        Step.of("check", "Check").ladder(LADDER).due(StepDue.parse("from-step P3D at 10:00 of call")));
        BusinessCalendar holiday = date -> BusinessCalendar.WEEKDAYS.isBusinessDay(date) && date.getDayOfMonth() != 3;
        var miss = Instant.parse("2026-07-02T23:00:00Z");

        assertThat(StepDeadlines.of(goal, goal.steps().get(0), miss, holiday))
                .hasToString("2026-07-06T13:00[America/Chicago]");
        assertThat(StepDeadlines.of(goal, goal.steps().get(1), miss, holiday))
                .hasToString("2026-07-09T10:00[America/Chicago]");
        assertThat(StepDeadlines.countsFromStart(goal, goal.steps().get(1))).isTrue();
    }

    @Test
    void stepsThatCountFromOneAnotherInACircleAreRefused() {
        var goal = Goal.of("goal", "Goal")
                .due(Deadline.parse("2026-07-02T18:00[America/Chicago]"))
                .step(Step.of("egg", "Egg").ladder(LADDER).due(StepDue.parse("from-step P1D of hen")))
                .finalStep(Step.of("hen", "Hen").ladder(LADDER).due(StepDue.parse("from-step P1D of egg")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StepDeadlines.of(goal, goal.steps().get(0), BEGUN, BusinessCalendar.WEEKDAYS))
                .withMessageContaining("step \"egg\" counts from itself")
                .withMessageContaining("let one of them count from the goal");
        assertThat(StepDeadlines.countsFromStart(goal, goal.steps().get(0))).isFalse();
    }

    @Test
    void onlyAStepThatCountsFromItsBeginningMayBeDueAtAnotherTimeForEach() {
        var goal = Goal.of("goal", "Goal")
                .due(Deadline.parse("2026-07-02T18:00[America/Chicago]"))
                .step(Step.of("rsvp", "Reply").ladder(LADDER).due(StepDue.parse("from-goal P-7D")))
                .finalStep(Step.of("pay", "Pay").ladder(LADDER).due(StepDue.parse("from-step P1D of rsvp")));

        assertThat(goal.steps()).noneMatch(step -> StepDeadlines.countsFromStart(goal, step));
    }

    @ParameterizedTest
    @CsvSource({
        "P1M,                       2026-02-28T10:00[Europe/Berlin]",
        "P1D at 08:00,              2026-03-30T08:00[Europe/Berlin]",
        "PT48H,                     2026-03-29T08:00:00Z[Europe/Berlin]",
        "2 business days at 09:00,  2026-03-27T09:00[Europe/Berlin]"
    })
    void whatLiesSoFarBeforeADeadlineIsFoundInItsOwnZone(String offset, String before) {
        // Tuesday 10:00 +02:00; the clocks were set forward on the 29th.
        var deadline = Deadline.parse("2026-03-31T10:00[Europe/Berlin]");

        assertThat(StepDeadlines.before(deadline, Offset.parse(offset), BusinessCalendar.WEEKDAYS))
                .hasToString(before);
    }
}
