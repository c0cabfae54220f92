package org.lastmile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Lane;
import org.lastmile.goal.Outcome;
import org.lastmile.store.Claims.Head;
import org.lastmile.store.FollowUpEdit.Change;
import org.lastmile.store.Register.Versioned;
import org.lastmile.store.Seated;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Tally;
import org.lastmile.store.Target;

/** Answers questions over what is kept, keeps what could not be worked on, and erases what is not to be kept. */
final class Librarian {
    private static final int PAGE = 500;

    private final Store store;
    private final Promises promises;
    private final Occurrences occurrences;

    Librarian(Store store, Promises promises, Occurrences occurrences) {
        this.store = store;
        this.promises = promises;
        this.occurrences = occurrences;
    }

    Optional<GoalStatus> status(String goalId) {
        return occurrences.current(goalId).map(goal -> {
            Map<String, Tally> steps = new HashMap<>();
            for (int i = 0; i < goal.facts().steps().size(); i++) {
                steps.put(goal.facts().steps().get(i).id(), store.tally(goal.number(), i));
            }
            return new GoalStatus(goal.facts(), steps);
        });
    }

    /** Those who have not answered a step. */
    Page<FollowUpStatus> open(String goalId, String stepId, @Nullable String after, int limit) {
        var goal = occurrences.current(goalId);
        int step = goal.isPresent() ? goal.get().facts().indexOf(stepId) : -1;
        if (step < 0) {
            return new Page<>(List.of(), null);
        }
        var found = new ArrayList<FollowUpStatus>();
        var key = key(goal.get(), step, after);
        int lastMember = -1;
        while (true) {
            var page = store.followUps(goal.get().number(), key, PAGE);
            for (var seated : page) {
                key = seated.followUp().key();
                if (key.step() != step) {
                    return new Page<>(found, null);
                }
                boolean open = seated.followUp().standing().isLive() && key.seat() == FollowUp.PARTICIPANT;
                if (open && found.size() == limit) {
                    return new Page<>(found, Integer.toString(lastMember));
                }
                if (open) {
                    found.add(status(goal.get(), seated));
                    lastMember = key.member();
                }
            }
            if (page.size() < PAGE) {
                return new Page<>(found, null);
            }
        }
    }

    private static FollowUp.Key key(StoredGoal goal, int step, @Nullable String after) {
        try {
            // Behind every seat of that member.
            return after == null
                    ? new FollowUp.Key(goal.number(), step, -1, 0)
                    : new FollowUp.Key(goal.number(), step, Integer.parseInt(after), Integer.MAX_VALUE);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "after is \"" + after + "\"; give what a page said in next(), or null for the first", e);
        }
    }

    private static FollowUpStatus status(StoredGoal goal, Seated seated) {
        var followUp = seated.followUp();
        return new FollowUpStatus(
                goal.facts().id(),
                goal.facts().steps().get(followUp.key().step()).id(),
                seated.recipient(),
                followUp.key().seat() != FollowUp.PARTICIPANT,
                followUp.standing().state(),
                followUp.standing().outcome(),
                followUp.standing().remarks().reason(),
                followUp.cursor().due(),
                followUp.cursor().lane().channel());
    }

    /** Where one participant stands with a step. */
    Optional<FollowUpStatus> status(String goalId, String stepId, String recipientId) {
        var goal = occurrences.current(goalId);
        int step = goal.map(found -> found.facts().indexOf(stepId)).orElse(-1);
        if (step < 0) {
            return Optional.empty();
        }
        // Before every seat of whatever member it is.
        var before = new FollowUp.Key(goal.get().number(), step, -1, 0);
        return store.followUpsOf(recipientId, before, 1).stream()
                .filter(seated -> seated.followUp().key().goal() == before.goal()
                        && seated.followUp().key().step() == step
                        && seated.followUp().key().seat() == FollowUp.PARTICIPANT)
                .findFirst()
                .map(seated -> status(goal.get(), seated));
    }

    /** What waits for a channel in a time, the earliest first. */
    Page<FollowUpStatus> ahead(Instant start, Instant end, @Nullable String after, int limit) {
        int most = Math.min(limit, PAGE);
        var place = Ahead.place(start, after);
        var found = new ArrayList<Seated>();
        for (var lane : store.lanes()) {
            if (lane.channel() != null) {
                // One more than is wanted tells whether there are more.
                found.addAll(store.waiting(lane, end.minusMillis(1), place, most + 1));
            }
        }
        found.sort(Ahead.IN_TIME);
        var page = found.subList(0, Math.min(most, found.size()));
        var goals = store.goals(page.stream()
                .map(seated -> new Versioned(seated.followUp().key().goal(), 0))
                .distinct()
                .toList());
        var items = page.stream()
                .filter(seated -> goals.containsKey(seated.followUp().key().goal()))
                .map(seated -> status(
                        Objects.requireNonNull(goals.get(seated.followUp().key().goal())), seated))
                .toList();
        return new Page<>(items, found.size() > most ? Ahead.cursor(page.get(most - 1)) : null);
    }

    /** How many follow-ups wait for each channel in a time; those that wait for the engine itself are left out. */
    Map<Channel, Long> load(Instant start, Instant end) {
        var load = new HashMap<Channel, Long>();
        store.load(start, end).forEach((lane, count) -> {
            if (lane.channel() != null) {
                load.merge(lane.channel(), count, Long::sum);
            }
        });
        return load;
    }

    Health health(Gates gates, Instant now) {
        var oldest = store.heads(now).stream()
                .filter(head -> !head.lane().equals(Lane.ASIDE) && head.isDue(now))
                .map(Head::first)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
        // What is due at this very instant waits too.
        return new Health(now, oldest, load(Instant.EPOCH, now.plusMillis(1)), gates.resting(), gates.paused());
    }

    List<String> goals(@Nullable String label) {
        var ids = new ArrayList<String>();
        long after = 0;
        while (true) {
            var page = store.goals(label, after, PAGE);
            if (page.isEmpty()) {
                return ids;
            }
            page.forEach(goal -> ids.add(goal.facts().id()));
            after = page.get(page.size() - 1).number();
        }
    }

    /** What could not be worked on. */
    List<FollowUpStatus> setAside(int limit) {
        var found = new ArrayList<FollowUpStatus>();
        for (var seated : store.waiting(Lane.ASIDE, Instant.ofEpochMilli(Long.MAX_VALUE), null, limit)) {
            long number = seated.followUp().key().goal();
            var goal = store.goals(List.of(new Versioned(number, 0))).get(number);
            if (goal != null) {
                found.add(status(goal, seated));
            }
        }
        return found;
    }

    /** Lets what was set aside be worked on again; the engine plans it anew. */
    boolean requeue(String goalId, String stepId, String recipientId, Instant now) {
        var edited = store.edit(
                new Target(goalId, stepId, recipientId, Target.Seats.ALL), null, (goal, followUp, recipient) -> {
                    if (!followUp.cursor().lane().equals(Lane.ASIDE)) {
                        return null;
                    }
                    var standing = followUp.standing();
                    var terms = promises.terms(goal.facts(), followUp.key(), recipient, standing);
                    return new Change(standing, promises.cursor(terms, standing, now), true);
                });
        return edited.isPresent() && edited.get().rows().stream().anyMatch(row -> row.after() != null);
    }

    /** Closes what a person has open, and erases them everywhere. */
    int forget(String recipientId, Instant now) {
        long after = 0;
        while (true) {
            var page = store.goalsOf(recipientId, after, PAGE);
            if (page.isEmpty()) {
                return store.forget(recipientId);
            }
            for (long number : page) {
                var goal = store.goals(List.of(new Versioned(number, 0))).get(number);
                if (goal != null) {
                    close(goal.facts().id(), recipientId, now);
                }
                after = number;
            }
        }
    }

    private void close(String goalId, String recipientId, Instant now) {
        store.edit(new Target(goalId, null, recipientId, Target.Seats.ALL), null, (goal, followUp, recipient) -> {
            var standing = followUp.standing();
            boolean participant = followUp.key().seat() == FollowUp.PARTICIPANT;
            return standing.outcome() != null
                    ? null
                    : new Change(
                            standing.closed(Outcome.CANCELLED, now),
                            participant ? Cursor.engine(now) : Cursor.NONE,
                            true);
        });
    }

    int purge(Instant before) {
        int total = 0;
        int purged;
        do {
            purged = store.purge(before, PAGE);
            total += purged;
        } while (purged == PAGE);
        return total;
    }
}
