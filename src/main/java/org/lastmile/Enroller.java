package org.lastmile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;
import org.lastmile.store.NewFollowUp;
import org.lastmile.store.Store;

/** Takes more people into a step of a goal that is scheduled. */
final class Enroller {
    private final Store store;
    private final Overseers overseers;
    private final Decisions decisions;
    private final Registrar registrar;
    private final Occurrences occurrences;
    private final Alarm alarm;

    Enroller(
            Store store,
            Overseers overseers,
            Decisions decisions,
            Registrar registrar,
            Occurrences occurrences,
            Alarm alarm) {
        this.store = store;
        this.overseers = overseers;
        this.decisions = decisions;
        this.registrar = registrar;
        this.occurrences = occurrences;
        this.alarm = alarm;
    }

    /** Adds participants to a step; those it has already are left as they are. */
    boolean add(String goalId, String stepId, Collection<Recipient> recipients, Instant now) {
        if (!occurrences.knows(goalId, stepId)) {
            return false;
        }
        var goal = occurrences.current(goalId).orElseThrow();
        int index = goal.facts().indexOf(stepId);
        boolean isTooLate = decisions.isDone(goal, index);
        store.join(goal.facts().id(), current -> {
            List<NewFollowUp> followUps = new ArrayList<>();
            for (var recipient : recipients) {
                var begun = registrar.begin(current.facts(), index, recipient, now);
                followUps.add(isTooLate ? cancelled(begun, now) : begun);
            }
            alarm.set(followUps);
            return followUps;
        });
        var step = goal.facts().steps().get(index);
        if (isTooLate) {
            return true;
        }
        if (!step.after().isEmpty()) {
            decisions.review(goal, index, now);
        } else if (step.recovers() != null) {
            decisions.reviewRecovery(goal, index, now);
        } else {
            var extension = overseers
                    .withDeadlineOfItsOwn(goal.facts(), index, Standing.open(now))
                    .extension();
            overseers.attend(goal, step, extension, now);
            overseers.stir(goal, step, extension, now);
        }
        return true;
    }

    private static NewFollowUp cancelled(NewFollowUp begun, Instant now) {
        return new NewFollowUp(
                begun.step(),
                begun.recipient(),
                begun.seat(),
                begun.standing().closed(Outcome.CANCELLED, now),
                Cursor.engine(now));
    }
}
