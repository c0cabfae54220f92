package org.lastmile.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Recipient;

/** What the host changes in follow-ups that are kept: answers, moves, holds. */
public interface Answers {
    /**
     * Locks the follow-ups of the target, asks the edit what becomes of each, and writes it, all in one transaction and in
     * the order of their keys. Waits for a row that the engine or another host transaction has locked.
     *
     * <p>With a {@code goalEdit} the goal is locked first and its facts are replaced, before the follow-ups are edited with
     * the new facts. Without one, a target of many follow-ups locks the goal all the same, so that no participant slips in.
     *
     * <p>A row that is changed with {@link FollowUpEdit.Change#fenced()} gets a new generation and loses its claim: the
     * claim's lease, {@code claimedAt} and attempts are cleared. Otherwise it gets a new revision and keeps its claim.
     *
     * <p>A row that cannot be read is left as it is, is named in the answer, and harms no other.
     *
     * @return the goal and every follow-up of the target, changed or not; empty if the goal is not kept. A target that
     *     names a step or a recipient that the goal does not have gives no follow-ups
     */
    Optional<Edited> edit(Target target, @Nullable GoalEdit goalEdit, FollowUpEdit edit);

    /**
     * Replaces what is known of a recipient in a goal, and edits the follow-ups in which it sits, all in one transaction. The
     * edit gets the recipient as it is now.
     *
     * @return the goal and the recipient's follow-ups; empty if the goal is not kept or does not have the recipient
     */
    Optional<Edited> update(String goalId, Recipient changed, FollowUpEdit edit);
}
