package org.lastmile.plan.oracle;

import java.time.Instant;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Step;

/**
 * All that the instants of one participant's rungs depend on.
 *
 * @param armedAt the activation, or the last move
 * @param idleSince the last activity
 */
record Facts(
        Goal goal,
        Step step,
        Recipient recipient,
        BusinessCalendar calendar,
        Due due,
        Instant activatedAt,
        Instant armedAt,
        Instant idleSince) {

    /** A rung of the ladder, and which of its repetitions. */
    record Slot(int rung, int repetition) {}

    /** The same for somebody who is told of it. */
    Facts with(Recipient overseer) {
        return new Facts(goal, step, overseer, calendar, due, activatedAt, armedAt, idleSince);
    }

    /** A step that begins at the miss of this one, for somebody in the goal's zone. */
    Facts recovery(Step recovering) {
        var begun = missAt();
        var recoveryDue = Due.of(goal, recovering, begun, calendar, new Tally());
        var anybody = Recipient.of("anybody", "Anybody");
        return new Facts(goal, recovering, anybody, calendar, recoveryDue, begun, begun, begun);
    }

    Instant missAt() {
        return due.instant().plus(goal.policy().grace());
    }
}
