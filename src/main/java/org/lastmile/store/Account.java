package org.lastmile.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Standing;

/**
 * Counts over goals. Steps of the same id are one step here, whichever goal they are in.
 *
 * <p>Immutable and thread-safe.
 *
 * @param goals the goals
 * @param steps the steps, in the order of their positions
 * @param cut whether there are more steps than were asked for
 * @param stands how the participants stand
 * @param answers after what they answered; who was cancelled or let it expire did not
 * @param lines the ledger, of overseers too
 */
public record Account(
        Goals goals, List<Place> steps, boolean cut, List<Stand> stands, List<Answered> answers, List<Line> lines) {
    public Account {
        steps = List.copyOf(steps);
        stands = List.copyOf(stands);
        answers = List.copyOf(answers);
        lines = List.copyOf(lines);
    }

    /**
     * How many goals.
     *
     * @param all in the scope
     * @param over of them, so many in which everybody has ended
     * @param achieved of those, so many of which every final step was done by somebody
     */
    public record Goals(long all, long over, long achieved) {}

    /**
     * A step.
     *
     * @param title its title; {@code null} if goals give it different ones
     */
    public record Place(String stepId, @Nullable String title, boolean isFinal) {}

    /** So many participants stand there. */
    public record Stand(
            String stepId, Standing.State state, @Nullable Outcome outcome, long count) {}

    /**
     * So many participants answered alike.
     *
     * @param rung by which rung the last reminder came that they were sent before they answered, from 0; {@code null} if there was
     *     none
     * @param channel by which channel
     * @param bucket how long they took from then, as a {@linkplain org.lastmile.goal.Delays bucket}
     */
    public record Answered(
            String stepId,
            Outcome outcome,
            @Nullable Integer rung,
            @Nullable Channel channel,
            int bucket,
            long count) {}

    /**
     * So many lines of the ledger say the same.
     *
     * @param rung of which rung, from 0
     * @param toOverseers whether it is about overseers, not participants
     */
    public record Line(
            String stepId,
            int rung,
            boolean toOverseers,
            @Nullable Channel channel,
            ReminderState state,
            long count) {}
}
