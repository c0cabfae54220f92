package org.lastmile.store.memory;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Delays;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Scope;
import org.lastmile.goal.Step;
import org.lastmile.store.Account;
import org.lastmile.store.Account.Answered;
import org.lastmile.store.Account.Line;
import org.lastmile.store.Account.Place;
import org.lastmile.store.Account.Stand;
import org.lastmile.store.Accounts.Open;
import org.lastmile.store.Seated;

/** What came of goals, counted. */
final class Accounting {
    private static final Set<Outcome> ANSWERS = Set.of(Outcome.DONE, Outcome.DECLINED, Outcome.RECOVERED);
    private static final Comparator<LedgerEntry> LATEST = comparing(LedgerEntry::at)
            .thenComparing(LedgerEntry::epoch)
            .thenComparing(LedgerEntry::activity)
            .thenComparing(LedgerEntry::rung)
            .thenComparing(LedgerEntry::repetition)
            .thenComparing(LedgerEntry::generation);

    private final Holdings holdings;

    Accounting(Holdings holdings) {
        this.holdings = holdings;
    }

    private Stream<KeptGoal> goals(Scope scope) {
        return holdings.goalsByNumber.values().stream()
                .filter(goal -> scope.includes(goal.stored.facts(), goal.stored.scheduledAt()));
    }

    Account account(Scope scope, int mostSteps) {
        var steps = new HashMap<String, Found>();
        var stands = new Count<Stand>();
        var answers = new Count<Answered>();
        var lines = new Count<Line>();
        long all = 0;
        long over = 0;
        long achieved = 0;
        for (var goal : goals(scope).toList()) {
            var participants = goal.rows().stream()
                    .filter(row -> row.seat == FollowUp.PARTICIPANT)
                    .toList();
            for (var row : participants) {
                var step = goal.stored.facts().steps().get(row.step);
                steps.merge(step.id(), Found.of(step, row.step), Found::and);
                var standing = row.followUp().standing();
                stands.add(new Stand(step.id(), standing.state(), standing.outcome(), 0));
                if (standing.outcome() != null && ANSWERS.contains(standing.outcome())) {
                    var at = Objects.requireNonNull(standing.closedAt());
                    answers.add(answered(step.id(), standing.outcome(), goal.lastSent(row, at, LATEST), at));
                }
            }
            goal.ledgerAfter(null)
                    .filter(entry -> entry.key().seat() != FollowUp.CLOCKWORK)
                    .forEach(entry -> lines.add(new Line(
                            goal.stored.facts().steps().get(entry.key().step()).id(),
                            entry.rung(),
                            entry.key().seat() != FollowUp.PARTICIPANT,
                            entry.channel(),
                            entry.state(),
                            0)));
            boolean isOver = !participants.isEmpty() && participants.stream().allMatch(Row::isClosed);
            all++;
            over += isOver ? 1 : 0;
            achieved += isOver && isAchieved(goal, participants) ? 1 : 0;
        }
        var told = steps.entrySet().stream()
                .sorted(Map.Entry.<String, Found>comparingByValue(comparingLong(found -> -found.count()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(mostSteps)
                .sorted(Map.Entry.<String, Found>comparingByValue(Comparator.comparingInt(Found::position))
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> entry.getValue().place())
                .toList();
        var ids = new HashSet<String>();
        told.forEach(place -> ids.add(place.stepId()));
        return new Account(
                new Account.Goals(all, over, achieved),
                told,
                steps.size() > told.size(),
                stands.list(
                        (key, n) -> new Stand(key.stepId(), key.state(), key.outcome(), n),
                        key -> ids.contains(key.stepId())),
                answers.list(
                        (key, n) ->
                                new Answered(key.stepId(), key.outcome(), key.rung(), key.channel(), key.bucket(), n),
                        key -> ids.contains(key.stepId())),
                lines.list(
                        (key, n) ->
                                new Line(key.stepId(), key.rung(), key.toOverseers(), key.channel(), key.state(), n),
                        key -> ids.contains(key.stepId())));
    }

    private static boolean isAchieved(KeptGoal goal, List<Row> participants) {
        var done = new HashSet<Integer>();
        for (var row : participants) {
            var outcome = row.followUp().standing().outcome();
            if (outcome == Outcome.DONE || outcome == Outcome.RECOVERED) {
                done.add(row.step);
            }
        }
        var steps = goal.stored.facts().steps();
        return steps.stream().filter(Step::isFinal).allMatch(step -> done.contains(steps.indexOf(step)));
    }

    private static Answered answered(String stepId, Outcome outcome, @Nullable LedgerEntry last, Instant at) {
        return last == null
                ? new Answered(stepId, outcome, null, null, Delays.BOUNDS.size(), 0)
                : new Answered(
                        stepId,
                        outcome,
                        last.rung(),
                        last.channel(),
                        Delays.bucket(Duration.between(last.at(), at)),
                        0);
    }

    List<Open> stillOpen(Scope scope, FollowUp.@Nullable Key after, int limit) {
        return goals(scope)
                .filter(goal -> after == null || goal.number() >= after.goal())
                .sorted(comparingLong(KeptGoal::number))
                .flatMap(goal -> (after != null && after.goal() == goal.number()
                                ? goal.rowsAfter(after)
                                : goal.rows().stream())
                        .filter(row -> row.seat == FollowUp.PARTICIPANT
                                && row.followUp().standing().isLive())
                        .map(row -> new Open(
                                goal.stored.facts().id(),
                                goal.stored.facts().steps().get(row.step).id(),
                                new Seated(row.followUp(), goal.members.get(row.member)))))
                .limit(limit)
                .toList();
    }

    /** A step as it has been found in goals so far. */
    private record Found(Place place, int position, long count) {
        static Found of(Step step, int position) {
            return new Found(new Place(step.id(), step.title(), step.isFinal()), position, 1);
        }

        Found and(Found other) {
            var title = Objects.equals(place.title(), other.place.title()) ? place.title() : null;
            var both = new Place(place.stepId(), title, place.isFinal() || other.place.isFinal());
            return new Found(both, Math.min(position, other.position), count + other.count);
        }
    }

    /** How many times each came. */
    private static final class Count<T> {
        private final Map<T, Long> counts = new HashMap<>();

        void add(T key) {
            counts.merge(key, 1L, Long::sum);
        }

        List<T> list(BiFunction<T, Long, T> counted, Predicate<T> told) {
            var list = new ArrayList<T>();
            counts.forEach((key, count) -> {
                if (told.test(key)) {
                    list.add(counted.apply(key, count));
                }
            });
            return list;
        }
    }
}
