package org.lastmile.store.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Lane;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Standing;
import org.lastmile.goal.StillOpen;
import org.lastmile.store.Register.Versioned;
import org.lastmile.store.RollCall;
import org.lastmile.store.Seated;
import org.lastmile.store.StepKey;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Tally;
import org.lastmile.store.Target;

/** Questions over rows and goals, and what is not to be kept any longer. */
final class Library {
    private final Holdings holdings;

    Library(Holdings holdings) {
        this.holdings = holdings;
    }

    Set<StepKey> settled(Collection<StepKey> steps) {
        return steps.stream().filter(this::isSettled).collect(Collectors.toSet());
    }

    private boolean isSettled(StepKey step) {
        var kept = holdings.goalsByNumber.get(step.goal());
        return kept == null || kept.participants(step.step()).allMatch(Row::isClosed);
    }

    Tally tally(long goal, int step) {
        var states = new EnumMap<Standing.State, Integer>(Standing.State.class);
        var outcomes = new EnumMap<Outcome, Integer>(Outcome.class);
        var kept = holdings.goalsByNumber.get(goal);
        if (kept != null) {
            kept.participants(step).map(row -> row.followUp().standing()).forEach(standing -> {
                states.merge(standing.state(), 1, Integer::sum);
                if (standing.outcome() != null) {
                    outcomes.merge(standing.outcome(), 1, Integer::sum);
                }
            });
        }
        return new Tally(states, outcomes);
    }

    RollCall rollCall(long goal, int step, @Nullable Deadline extension, Instant now, int limit) {
        var people = new ArrayList<StillOpen>();
        int count = 0;
        Instant heldUntil = null;
        var kept = holdings.goalsByNumber.get(goal);
        if (kept == null) {
            return new RollCall(people, 0, null);
        }
        for (var row : kept.participants(step).toList()) {
            var standing = row.followUp().standing();
            if (standing.isLive() && Objects.equals(standing.extension(), extension)) {
                var hold = standing.hold();
                if (hold != null && hold.until().isAfter(now)) {
                    heldUntil = heldUntil == null || hold.until().isBefore(heldUntil) ? hold.until() : heldUntil;
                } else if (count++ < limit) {
                    people.add(kept.stillOpen(row));
                }
            }
        }
        return new RollCall(people, count, count == 0 ? heldUntil : null);
    }

    Optional<StoredGoal> goal(String goalId) {
        return Optional.ofNullable(holdings.goalsById.get(goalId)).map(kept -> kept.stored);
    }

    Optional<String> goalId(long number) {
        return Optional.ofNullable(holdings.goalsByNumber.get(number))
                .map(kept -> kept.stored.facts().id());
    }

    Map<Long, StoredGoal> goals(Collection<Versioned> numbers) {
        var found = new HashMap<Long, StoredGoal>();
        for (var wanted : numbers) {
            var kept = holdings.goalsByNumber.get(wanted.number());
            if (kept != null) {
                found.put(wanted.number(), kept.stored);
            }
        }
        return found;
    }

    List<Seated> followUps(long goal, FollowUp.@Nullable Key after, int limit) {
        var kept = holdings.goalsByNumber.get(goal);
        return kept == null
                ? List.of()
                : kept.rowsAfter(after)
                        .limit(limit)
                        .map(row -> new Seated(row.followUp(), kept.members.get(row.member)))
                        .toList();
    }

    List<LedgerEntry> ledger(long goal, @Nullable LedgerEntry after, int limit) {
        var kept = holdings.goalsByNumber.get(goal);
        return kept == null ? List.of() : kept.ledgerAfter(after).limit(limit).toList();
    }

    int sentSince(String recipientId, Instant after, int most) {
        return (int) holdings.goalsOf(recipientId, 0).stream()
                .flatMap(goal -> goal.sentTo(recipientId))
                .filter(entry -> entry.at().isAfter(after))
                .limit(most)
                .count();
    }

    List<StoredGoal> goals(@Nullable String label, long after, int limit) {
        return holdings.goalsByNumber.values().stream()
                .map(goal -> goal.stored)
                .filter(goal -> goal.number() > after)
                .filter(goal -> label == null || label.equals(goal.facts().label()))
                .sorted(Comparator.comparingLong(StoredGoal::number))
                .limit(limit)
                .toList();
    }

    List<Long> goalsOf(String recipientId, long after, int limit) {
        return holdings.goalsOf(recipientId, after).stream()
                .map(KeptGoal::number)
                .filter(number -> number > after)
                .limit(limit)
                .toList();
    }

    List<Seated> followUpsOf(String recipientId, FollowUp.@Nullable Key after, int limit) {
        return holdings.goalsOf(recipientId, after == null ? 0 : after.goal()).stream()
                .flatMap(goal ->
                        goal.rows(new Target(goal.stored.facts().id(), null, recipientId, Target.Seats.ALL)).stream()
                                .filter(row -> after == null || row.key().compareTo(after) > 0)
                                .map(row -> new Seated(row.followUp(), goal.members.get(row.member))))
                .limit(limit)
                .toList();
    }

    Map<Lane, Long> load(Instant startInclusive, Instant endExclusive) {
        var load = new HashMap<Lane, Long>();
        holdings.queues.forEach((lane, queue) -> {
            long count = queue.rows.stream()
                    .filter(row ->
                            !row.due().isBefore(startInclusive) && row.due().isBefore(endExclusive))
                    .count();
            if (count > 0) {
                load.put(lane, count);
            }
        });
        return load;
    }

    int forget(String recipientId) {
        var goals = List.copyOf(holdings.goalsOf(recipientId, 0));
        for (var goal : goals) {
            var id = goal.stored.facts().id();
            goal.rows(new Target(id, null, recipientId, Target.Seats.ALL)).forEach(Row::forget);
            var facts = goal.members.renamed(goal.stored.facts(), recipientId);
            holdings.forget(goal, recipientId);
            goal.stored = goal.stored.with(goal.members.asKept(facts));
        }
        return goals.size();
    }

    int purge(Instant before, int limit) {
        var over = holdings.goalsByNumber.values().stream()
                .filter(goal -> goal.isOver(before))
                .limit(limit)
                .toList();
        over.forEach(holdings::remove);
        return over.size();
    }
}
