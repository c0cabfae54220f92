package org.lastmile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Step;
import org.lastmile.link.Action;

/**
 * What an action link leads to, or what acting on it did.
 *
 * <p>Immutable and thread-safe. Goal, step and recipient are given wherever the follow-up is known; escape their titles and names
 * on a page.
 *
 * @param kind what it leads to, or did
 * @param action what the link says
 * @param goal its goal, or the occurrence it is about
 * @param step its step
 * @param recipient whose answer it is
 * @param outcome how the follow-up stands ended now, if it has
 * @param inFlight the ids of the reminders that had been claimed and may still arrive
 */
public record LinkAnswer(
        Kind kind,
        Action action,
        @Nullable Goal goal,
        @Nullable Step step,
        @Nullable Recipient recipient,
        @Nullable Outcome outcome,
        List<String> inFlight) {
    /** What a link leads to, or what acting on it did. */
    public enum Kind {
        /** It waits for the answer: show a button. */
        OPEN,
        /** The answer was taken just now. */
        TAKEN,
        /** It had ended before; the outcome that stands is given. */
        ALREADY_CLOSED,
        /** The deadline was moved since, or the link's time is over: there is a newer message, or it is too late. */
        OUTDATED,
        /** The goal is no longer kept, or the person was erased. */
        UNKNOWN
    }

    public LinkAnswer {
        inFlight = List.copyOf(inFlight);
    }
}
