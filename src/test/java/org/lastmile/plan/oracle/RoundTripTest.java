package org.lastmile.plan.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.OpeningHours;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.StepDue;

/** Whatever the dice roll has a text form that is read back. */
class RoundTripTest {
    @Test
    void whatIsWrittenIsReadBack() {
        new SplittableRandom(2026).longs(2_000).mapToObj(CaseDice::roll).forEach(rolled -> {
            var due = rolled.goal().due();
            assertThat(Deadline.parse(due.toString())).isEqualTo(due);
            for (var step : rolled.goal().steps()) {
                assertThat(Ladder.parse(step.ladder().toString())).isEqualTo(step.ladder());
                assertThat(StepDue.parse(step.due().toString())).isEqualTo(step.due());
                var opening = step.opening();
                assertThat(opening == null ? null : OpeningHours.parse(opening.toString()))
                        .isEqualTo(opening);
            }
            var quiet = rolled.recipient().quietHours();
            assertThat(quiet == null ? null : QuietHours.parse(quiet.toString()))
                    .isEqualTo(quiet);
        });
    }
}
