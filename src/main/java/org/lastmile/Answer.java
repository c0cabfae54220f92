package org.lastmile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Outcome;

/**
 * What an answer did.
 *
 * <p>Immutable and thread-safe.
 *
 * @param kind what it did
 * @param outcome how the follow-up stands ended now; of several, the last one's; {@code null} if unknown
 * @param stopped how many follow-ups it closed
 * @param inFlight the ids of the reminders that had been claimed and may still arrive
 */
public record Answer(Kind kind, @Nullable Outcome outcome, int stopped, List<String> inFlight) {
    /** What an answer did. */
    public enum Kind {
        /** It closed at least one follow-up; nothing more begins for it, save what is in flight. */
        STOPPED,
        /** Everything it could have closed was closed before; the outcome that stands is given. */
        ALREADY_CLOSED,
        /** What is kept of it cannot be read; it was left as it is, and listeners are told. */
        UNREADABLE,
        /** There is no such goal, step or recipient. */
        UNKNOWN
    }

    static final Answer UNREADABLE = new Answer(Kind.UNREADABLE, null, 0, List.of());
    static final Answer UNKNOWN = new Answer(Kind.UNKNOWN, null, 0, List.of());

    public Answer {
        inFlight = List.copyOf(inFlight);
    }
}
