package org.lastmile.plan.oracle;

import java.time.Instant;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;

/** Something that people do to a goal with several of them. What makes no sense at that moment is left out on both sides. */
sealed interface GroupEvent {
    /** When it happens. */
    Instant at();

    record Answer(Instant at, String step, String person, Outcome how) implements GroupEvent {}

    record Hold(Instant at, String step, String person, Instant until, boolean isAcknowledgement)
            implements GroupEvent {}

    record Touch(Instant at, String step, String person) implements GroupEvent {}

    record Extend(Instant at, String step, String person, Deadline to) implements GroupEvent {}

    /** @param reconfirms whether those who had answered or expired are asked again */
    record Move(Instant at, Deadline to, boolean reconfirms) implements GroupEvent {}

    record Join(Instant at, String step, Recipient who) implements GroupEvent {}

    record NewLadder(Instant at, String step, Ladder ladder) implements GroupEvent {}
}
