package org.lastmile.store.memory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.store.NewFollowUp;
import org.lastmile.store.Register.Added;
import org.lastmile.store.StoredGoal;

/** Goals and follow-ups on their way in. */
final class Enrolling {
    private final Holdings holdings;

    Enrolling(Holdings holdings) {
        this.holdings = holdings;
    }

    Added add(Goal goal, String fingerprint, List<NewFollowUp> followUps, Instant at) {
        var known = holdings.goalsById.get(goal.id());
        if (known != null) {
            return known.fingerprint.equals(fingerprint) ? Added.SAME : Added.DIFFERENT;
        }
        var members = new Members();
        // All numbers first: a recipient named twice is kept as it was named last.
        var numbers = followUps.stream()
                .map(followUp -> members.add(followUp.recipient()))
                .toList();
        var facts = members.addOverseers(goal);
        var stored = new StoredGoal(++holdings.lastNumber, 1, facts, at.truncatedTo(ChronoUnit.MILLIS));
        var kept = new KeptGoal(stored, fingerprint, members);
        enter(kept, followUps, numbers);
        holdings.add(kept);
        return Added.NEW;
    }

    private void enter(KeptGoal kept, List<NewFollowUp> followUps, List<Integer> numbers) {
        kept.addAll(rowsOf(kept, followUps, numbers));
        for (int i = 0; i < followUps.size(); i++) {
            var followUp = followUps.get(i);
            var key = new FollowUp.Key(kept.number(), followUp.step(), numbers.get(i), followUp.seat());
            Objects.requireNonNull(kept.find(key))
                    .enter(followUp.standing(), followUp.cursor(), holdings.queue(followUp.cursor()));
        }
    }

    Optional<Integer> join(String goalId, Function<StoredGoal, List<NewFollowUp>> followUps) {
        var kept = holdings.goalsById.get(goalId);
        if (kept == null) {
            return Optional.empty();
        }
        var members = kept.members.copy();
        var fresh = new ArrayList<NewFollowUp>();
        var numbers = new ArrayList<Integer>();
        for (var followUp : followUps.apply(kept.stored)) {
            var known = members.find(followUp.recipient().id());
            int number = known == null ? members.add(followUp.recipient()) : known;
            if (kept.find(new FollowUp.Key(kept.number(), followUp.step(), number, followUp.seat())) == null) {
                fresh.add(followUp);
                numbers.add(number);
            }
        }
        enter(kept, fresh, numbers);
        holdings.reseat(kept, members);
        return Optional.of(fresh.size());
    }

    private List<Row> rowsOf(KeptGoal goal, List<NewFollowUp> followUps, List<Integer> numbers) {
        var taken = new HashSet<FollowUp.Key>();
        var rows = new ArrayList<Row>(followUps.size());
        for (int i = 0; i < followUps.size(); i++) {
            var followUp = followUps.get(i);
            if (followUp.step() < 0
                    || followUp.step() >= goal.stored.facts().steps().size()) {
                throw new IllegalArgumentException("follow-up's step is " + followUp.step() + "; goal \""
                        + goal.stored.facts().id() + "\" has "
                        + goal.stored.facts().steps().size() + ", counted from 0");
            }
            var row = new Row(
                    goal.number(), followUp.step(), numbers.get(i), followUp.seat(), holdings.queue(followUp.cursor()));
            if (!taken.add(row.key())) {
                throw new IllegalArgumentException("follow-ups have step " + followUp.step() + ", recipient \""
                        + followUp.recipient().id() + "\", seat " + followUp.seat() + " twice; give each once");
            }
            rows.add(row);
        }
        return rows;
    }
}
