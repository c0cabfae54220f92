package org.lastmile.store;

import org.lastmile.goal.Cursor;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;

/**
 * A follow-up to be kept.
 *
 * <p>Immutable and thread-safe.
 *
 * @param step the step's position in the goal, from 0
 * @param recipient who is to be told
 * @param seat the participant's, or an overseer's
 * @param standing where it stands
 * @param cursor what it waits for
 */
public record NewFollowUp(int step, Recipient recipient, int seat, Standing standing, Cursor cursor) {
    /** The same of another recipient. */
    public NewFollowUp of(Recipient other) {
        return new NewFollowUp(step, other, seat, standing, cursor);
    }
}
