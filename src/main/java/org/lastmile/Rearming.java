package org.lastmile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Silenced;
import org.lastmile.goal.Standing;
import org.lastmile.plan.Planner;
import org.lastmile.store.FollowUpEdit.Change;

/**
 * Works out what becomes of a follow-up by a change: how it is armed in a new epoch, and what it has to remember of the plan that
 * was. Writes nothing.
 */
final class Rearming {
    private final Promises promises;

    Rearming(Promises promises) {
        this.promises = promises;
    }

    /**
     * A follow-up whose deadline moves, armed in a new epoch (R12). A claim goes on if it may have sent what the move leaves as it is.
     *
     * @param before the goal as it was before the move, as are follow-up and recipient
     * @param extension the deadline of its own that it has from now on
     */
    Change moved(
            Goal before, Goal goal, FollowUp followUp, Recipient recipient, @Nullable Deadline extension, Instant now) {
        var known = noted(before, followUp, recipient, Anchor::countsFromDeadline);
        var passed = known.isLive() ? withPassedOver(before, followUp, recipient, known, now) : known;
        boolean fenced = !promises.mayHaveSentWhatMovesLeave(before, followUp, recipient, now);
        return armed(goal, followUp, recipient, passed.withExtension(extension), fenced, now);
    }

    /** A follow-up in a new epoch, waiting for what lies ahead by the goal as it is now. */
    Change armed(Goal goal, FollowUp followUp, Recipient recipient, Standing standing, boolean fenced, Instant now) {
        var known = standing.isLive() ? standing : withSilenced(goal, followUp, recipient, standing, now);
        var changed = known.moved(now, ladder(goal, followUp.key().step()));
        var terms = promises.terms(goal, followUp.key(), recipient, changed);
        return new Change(changed, promises.cursor(terms, changed, now), fenced);
    }

    /** A follow-up planned again in the same epoch. */
    Change replanned(Goal goal, FollowUp followUp, Recipient recipient, Standing standing, Instant now) {
        var terms = promises.terms(goal, followUp.key(), recipient, standing);
        return new Change(standing, promises.cursor(terms, standing, now), false);
    }

    /** With the whole old plan noted as silenced: what was still ahead, or was when the follow-up ended. */
    Standing noted(Goal before, FollowUp followUp, Recipient recipient) {
        return noted(before, followUp, recipient, anchor -> true);
    }

    /** With what a change silences noted: what counts from such an anchor, and was still ahead, or was when the follow-up ended. */
    private Standing noted(Goal before, FollowUp followUp, Recipient recipient, Predicate<Anchor> changes) {
        var standing = followUp.standing();
        var silenced = standing.silencing(
                Planner.silenced(promises.terms(before, followUp.key(), recipient, standing), standing, changes));
        return promises.noting(before, followUp, recipient, silenced);
    }

    /** What does not move keeps its state (R12): also a rung that had fallen behind the old deadline, or was not to be said, unseen so far. */
    private Standing withPassedOver(
            Goal before, FollowUp followUp, Recipient recipient, Standing standing, Instant now) {
        var terms = promises.terms(before, followUp.key(), recipient, standing);
        var arming = standing.arming();
        var passed = standing;
        var silenced = new ArrayList<Silenced>();
        for (var rung : Planner.plan(terms, standing).rungs()) {
            var anchor = rung.definition().when().anchor();
            boolean unseen = !rung.isPending() && !rung.handled() && !rung.at().isAfter(now);
            if (unseen && !anchor.countsFromDeadline()) {
                passed = passed.handled(rung.rung(), rung.repetition());
                int activity = anchor == Anchor.WHEN_IDLE ? arming.activity() : 0;
                silenced.add(new Silenced(arming.epoch(), activity, rung.rung(), rung.repetition(), rung.at()));
            }
        }
        return passed.silencing(silenced);
    }

    /**
     * What an ending silenced is not said when the follow-up is opened again, and what a new ladder would have said before is not said
     * now: past rungs that do not move stay unsaid (R12).
     */
    Standing withSilenced(Goal goal, FollowUp followUp, Recipient recipient, Standing standing, Instant now) {
        var terms = promises.terms(goal, followUp.key(), recipient, standing);
        var silenced = standing;
        for (var rung : Planner.plan(terms, standing).rungs()) {
            boolean moves = rung.definition().when().anchor().countsFromDeadline();
            if (!moves && rung.at().isBefore(now)) {
                silenced = silenced.handled(rung.rung(), rung.repetition());
            }
        }
        return silenced;
    }

    static Ladder ladder(Goal goal, int step) {
        return Objects.requireNonNull(goal.steps().get(step).ladder());
    }
}
