package org.lastmile.store;

import java.util.Map;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Standing;

/**
 * How many participants of a step there are, by where they stand.
 *
 * <p>Immutable and thread-safe.
 *
 * @param states by state; none is left out of the map only if it is zero
 * @param outcomes of those that are closed, by outcome
 */
public record Tally(Map<Standing.State, Integer> states, Map<Outcome, Integer> outcomes) {
    public Tally {
        states = Map.copyOf(states);
        outcomes = Map.copyOf(outcomes);
    }

    /** So many stand there. */
    public int in(Standing.State state) {
        return states.getOrDefault(state, 0);
    }

    /** So many ended so. */
    public int ended(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    /** Whether everybody has ended. */
    public boolean isSettled() {
        return in(Standing.State.DORMANT) + in(Standing.State.OPEN) + in(Standing.State.MISSED) == 0;
    }

    /** So many did it, in time or late. */
    public int succeeded() {
        return ended(Outcome.DONE) + ended(Outcome.RECOVERED);
    }
}
