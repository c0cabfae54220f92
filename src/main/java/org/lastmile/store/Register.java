package org.lastmile.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;

/** What is promised to whom: goals and their follow-ups. */
public interface Register {
    /** What became of a goal that was to be added. */
    enum Added {
        /** It is kept now. */
        NEW,
        /** It was kept already, with the same fingerprint; nothing was changed. */
        SAME,
        /** Another goal has that id; nothing was changed. */
        DIFFERENT
    }

    /**
     * Keeps a goal with its follow-ups, all or nothing. Two calls with the same id at the same time leave one goal; the
     * second waits for the first and gets {@link Added#SAME} or {@link Added#DIFFERENT}.
     *
     * @param goal the facts; participants inside its steps are ignored, the follow-ups name them. Recipients are kept once
     *     for each goal and id
     * @param fingerprint what the content is compared by, at most 64 characters
     * @param followUps the follow-ups, any number
     * @param at when it is scheduled
     */
    Added add(Goal goal, String fingerprint, List<NewFollowUp> followUps, Instant at);

    /**
     * Keeps more follow-ups of a goal that is kept, all or nothing. One whose place (step, recipient, seat) is taken is left as
     * it is. The goal is locked meanwhile, so that a close of the whole goal misses none.
     *
     * @param followUps gives the follow-ups for the goal as it is, a pure function
     * @return how many are new; empty if the goal is not kept
     */
    Optional<Integer> join(String goalId, Function<StoredGoal, List<NewFollowUp>> followUps);

    /** Those of the steps in which everybody has ended. Cheaper than a {@linkplain #tally tally} while somebody has not. */
    Set<StepKey> settled(Collection<StepKey> steps);

    /** How many participants of a step there are, by where they stand. */
    Tally tally(long goal, int step);

    /**
     * The participants of a step that an overseer is told of: open or missed, and not held at that instant, in the order they
     * were added.
     *
     * @param extension those who have this deadline of their own; {@code null} for those who have none
     * @param limit at most so many; the count goes on
     */
    RollCall rollCall(long goal, int step, @Nullable Deadline extension, Instant now, int limit);

    /**
     * The goal of that id, if it is kept.
     *
     * @throws StoreException if it cannot be read, for example since a later version wrote it
     */
    Optional<StoredGoal> goal(String goalId);

    /** The id of the goal of that number, even if nothing else of it can be read; empty if it is not kept. */
    Optional<String> goalId(long number);

    /**
     * The goals of these numbers; those not kept (any more), and those that cannot be read, are left out. Cheap for goals seen
     * lately.
     */
    Map<Long, StoredGoal> goals(Collection<Versioned> numbers);

    /**
     * A goal's number with the lowest version that will do, so that a store can answer from what it remembers.
     *
     * @param number the goal's number
     * @param version at least this version
     */
    record Versioned(long number, int version) {}

    /**
     * The follow-ups of a goal in the order of their keys, closed ones too. Those that cannot be read are left out.
     *
     * @param goal the goal's number
     * @param after begin behind this key, which need not be kept; {@code null} for the first
     * @param limit at most so many; fewer only if there are no more
     */
    List<Seated> followUps(long goal, FollowUp.@Nullable Key after, int limit);
}
