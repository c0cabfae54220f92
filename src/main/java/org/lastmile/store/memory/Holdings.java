package org.lastmile.store.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Lane;

/** All that is kept. Whoever looks at it holds the store's lock. */
final class Holdings {
    final Map<String, KeptGoal> goalsById = new HashMap<>();
    final Map<Long, KeptGoal> goalsByNumber = new HashMap<>();
    final Map<Lane, Queue> queues = new LinkedHashMap<>();
    final Map<String, String> notes = new HashMap<>();
    /** The goals that name a recipient, by the recipient's id, in the order of their numbers: a tree would take ten times the room. */
    private final Map<String, List<KeptGoal>> whereabouts = new HashMap<>();
    /** The number that was given last; one is never given twice. */
    long lastNumber;

    Holdings() {
        queues.put(Lane.ENGINE, new Queue(Lane.ENGINE));
    }

    Queue queue(Cursor cursor) {
        return queues.computeIfAbsent(cursor.lane(), Queue::new);
    }

    void add(KeptGoal goal) {
        goalsById.put(goal.stored.facts().id(), goal);
        goalsByNumber.put(goal.number(), goal);
        enter(goal, goal.members, 0);
    }

    void remove(KeptGoal goal) {
        goalsById.remove(goal.stored.facts().id());
        goalsByNumber.remove(goal.number());
        goal.rows().forEach(Row::leave);
        goal.members.all().forEach(recipient -> leave(goal, recipient.id()));
    }

    /** The goal has these members from now on: those it had, perhaps changed, and others behind them. */
    void reseat(KeptGoal goal, Members members) {
        int known = goal.members.all().size();
        goal.members = members;
        enter(goal, members, known);
    }

    /** One member of the goal is nobody now. */
    void forget(KeptGoal goal, String recipientId) {
        leave(goal, recipientId);
        goal.members = goal.members.without(recipientId);
    }

    /** The goals that name a recipient, in the order of their numbers, from that number on. */
    List<KeptGoal> goalsOf(String recipientId, long from) {
        var goals = whereabouts.getOrDefault(recipientId, List.of());
        return goals.subList(place(goals, from), goals.size());
    }

    /** How many of them have a lower number. */
    private static int place(List<KeptGoal> goals, long number) {
        int low = 0;
        int high = goals.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (goals.get(middle).number() < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void enter(KeptGoal goal, Members members, int from) {
        var all = members.all();
        for (var recipient : all.subList(from, all.size())) {
            var goals = whereabouts.computeIfAbsent(recipient.id(), id -> new ArrayList<>(1));
            int place = place(goals, goal.number());
            if (place == goals.size() || goals.get(place) != goal) {
                goals.add(place, goal);
            }
        }
    }

    private void leave(KeptGoal goal, String recipientId) {
        whereabouts.computeIfPresent(recipientId, (id, goals) -> {
            goals.remove(goal);
            return goals.isEmpty() ? null : goals;
        });
    }

    @Nullable
    Row find(FollowUp.Key key) {
        var goal = goalsByNumber.get(key.goal());
        return goal == null ? null : goal.find(key);
    }
}
