package org.lastmile;

import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;
import org.lastmile.plan.Judge;
import org.lastmile.store.Edited;
import org.lastmile.store.FollowUpEdit.Change;
import org.lastmile.store.Store;
import org.lastmile.store.Target;

/** Takes the answers of people: the moment one is taken, its follow-up is silent. */
final class Responder {
    private final Store store;
    private final Promises promises;
    private final Engine engine;

    Responder(Store store, Promises promises, Engine engine) {
        this.store = store;
        this.promises = promises;
        this.engine = engine;
    }

    /** Closes what is open of the target; {@link Outcome#DONE} becomes {@code RECOVERED} after the miss (R13). */
    Answer close(Target target, Outcome outcome, Instant now) {
        return store.edit(
                        target,
                        null,
                        (goal, followUp, recipient) -> closed(goal.facts(), followUp, recipient, outcome, now))
                .map(this::answer)
                .orElse(Answer.UNKNOWN);
    }

    private @Nullable Change closed(Goal goal, FollowUp followUp, Recipient recipient, Outcome wanted, Instant now) {
        var standing = followUp.standing();
        if (standing.state() == Standing.State.CLOSED) {
            return null;
        }
        boolean missed = false;
        if (standing.isLive()) {
            var terms = promises.terms(goal, followUp.key(), recipient, standing);
            var judgement = Judge.judge(terms, standing, now);
            if (judgement.expired() && judgement.fire() == null) {
                return null;
            }
            missed = judgement.missed() || standing.state() == Standing.State.MISSED;
        }
        var outcome = wanted == Outcome.DONE && missed ? Outcome.RECOVERED : wanted;
        return new Change(standing.closed(outcome, now), Cursor.NONE, true);
    }

    private Answer answer(Edited edited) {
        if (edited.rows().isEmpty()) {
            return Answer.UNKNOWN;
        }
        var inFlight = new ArrayList<String>();
        Outcome stands = null;
        int stopped = 0;
        for (var row : edited.rows()) {
            var after = row.after();
            if (after == null) {
                var before = row.before().standing().outcome();
                stands = stopped > 0 ? stands : before == null ? Outcome.EXPIRED : before;
            } else {
                stopped++;
                stands = after.standing().outcome();
                var flying = engine.inFlight(edited.goal().facts(), row.before(), row.recipient());
                if (flying != null) {
                    inFlight.add(flying);
                }
            }
        }
        return new Answer(stopped > 0 ? Answer.Kind.STOPPED : Answer.Kind.ALREADY_CLOSED, stands, stopped, inFlight);
    }
}
