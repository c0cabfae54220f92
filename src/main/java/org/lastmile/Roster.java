package org.lastmile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Recipient;
import org.lastmile.store.StepKey;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;

/** The participants of steps, as the store has them. Thread-safe. */
final class Roster {
    private static final int PAGE = 1_000;

    private final Store store;

    Roster(Store store) {
        this.store = store;
    }

    /** Whether everybody in a step has ended. */
    boolean isSettled(StoredGoal goal, int step) {
        return !store.settled(Set.of(new StepKey(goal.number(), step))).isEmpty();
    }

    /** Some participants of a step, as they are now. */
    List<FollowUp> read(StoredGoal goal, int step, Set<Integer> members) {
        return store.read(members.stream()
                .map(member -> new FollowUp.Key(goal.number(), step, member, FollowUp.PARTICIPANT))
                .toList());
    }

    /** The participants of a step, by their numbers. */
    Map<Integer, Recipient> everybody(StoredGoal goal, int step) {
        var people = new HashMap<Integer, Recipient>();
        var after = new FollowUp.Key(goal.number(), step, -1, 0);
        while (true) {
            var page = store.followUps(goal.number(), after, PAGE);
            for (var seated : page) {
                after = seated.followUp().key();
                if (after.step() != step) {
                    return people;
                }
                if (after.seat() == FollowUp.PARTICIPANT) {
                    people.put(after.member(), seated.recipient());
                }
            }
            if (page.size() < PAGE) {
                return people;
            }
        }
    }
}
