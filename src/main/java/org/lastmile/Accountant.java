package org.lastmile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Delays;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Scope;
import org.lastmile.goal.Standing;
import org.lastmile.report.Answers;
import org.lastmile.report.Report;
import org.lastmile.report.RungReport;
import org.lastmile.report.StepReport;
import org.lastmile.store.Account;
import org.lastmile.store.Accounts;
import org.lastmile.store.Store;

/** Draws up reports from what the store has counted. */
final class Accountant {
    private static final int MOST_STEPS = 50;
    private static final int MOST_OPEN = 20;

    private final Store store;

    Accountant(Store store) {
        this.store = store;
    }

    Report report(Scope scope, Instant now) {
        var account = store.account(scope, MOST_STEPS);
        var goals = account.goals();
        var open = store.stillOpen(scope, null, MOST_OPEN).stream()
                .map(Accountant::waiting)
                .toList();
        return new Report(
                scope,
                now,
                new Report.GoalCount(goals.all(), goals.over(), goals.achieved()),
                account.steps().stream().map(place -> step(account, place)).toList(),
                account.cut(),
                open);
    }

    private static Report.StillWaiting waiting(Accounts.Open open) {
        var recipient = open.seated().recipient();
        return new Report.StillWaiting(
                open.goalId(),
                open.stepId(),
                recipient.id(),
                recipient.name(),
                open.seated().followUp().standing().state() == Standing.State.MISSED);
    }

    /** Those who can still answer. */
    Page<FollowUpStatus> stillOpen(Scope scope, @Nullable String after, int limit) {
        var found = new ArrayList<Accounts.Open>();
        var key = key(after);
        while (found.size() <= limit) {
            var some = store.stillOpen(scope, key, limit + 1 - found.size());
            if (some.isEmpty()) {
                return new Page<>(statuses(found), null);
            }
            found.addAll(some);
            key = found.get(found.size() - 1).seated().followUp().key();
        }
        var told = found.subList(0, limit);
        var last = told.get(limit - 1).seated().followUp().key();
        return new Page<>(statuses(told), last.goal() + "." + last.step() + "." + last.member() + "." + last.seat());
    }

    private static List<FollowUpStatus> statuses(List<Accounts.Open> found) {
        return found.stream()
                .map(open -> new FollowUpStatus(
                        open.goalId(),
                        open.stepId(),
                        open.seated().recipient(),
                        false,
                        open.seated().followUp().standing().state(),
                        null,
                        null,
                        open.seated().followUp().cursor().due(),
                        open.seated().followUp().cursor().lane().channel()))
                .toList();
    }

    private static FollowUp.@Nullable Key key(@Nullable String after) {
        if (after == null) {
            return null;
        }
        var numbers = Place.read(after, 4);
        return new FollowUp.Key(numbers[0], (int) numbers[1], (int) numbers[2], (int) numbers[3]);
    }

    private static StepReport step(Account account, Account.Place place) {
        var rungs = new TreeMap<By, Results>();
        var unasked = Answers.NONE;
        for (var answered : account.answers()) {
            if (answered.stepId().equals(place.stepId())) {
                var answers = answers(answered);
                if (answered.rung() == null) {
                    unasked = unasked.plus(answers);
                } else {
                    var results = rungs.computeIfAbsent(
                            By.of(answered.rung(), false, answered.channel()), by -> new Results());
                    results.answers = results.answers.plus(answers);
                }
            }
        }
        for (var line : account.lines()) {
            if (line.stepId().equals(place.stepId())) {
                rungs.computeIfAbsent(By.of(line.rung(), line.toOverseers(), line.channel()), by -> new Results())
                        .states
                        .merge(line.state(), line.count(), Long::sum);
            }
        }
        var told = rungs.entrySet().stream()
                .map(entry -> entry.getValue().report(entry.getKey()))
                .toList();
        return new StepReport(
                place.stepId(), place.title(), place.isFinal(), people(account, place.stepId()), unasked, told);
    }

    private static StepReport.People people(Account account, String stepId) {
        var states = new HashMap<Standing.State, Long>();
        var outcomes = new HashMap<Outcome, Long>();
        for (var stand : account.stands()) {
            if (stand.stepId().equals(stepId)) {
                if (stand.outcome() == null) {
                    states.merge(stand.state(), stand.count(), Long::sum);
                } else {
                    outcomes.merge(stand.outcome(), stand.count(), Long::sum);
                }
            }
        }
        return new StepReport.People(
                states.getOrDefault(Standing.State.DORMANT, 0L),
                states.getOrDefault(Standing.State.OPEN, 0L),
                states.getOrDefault(Standing.State.MISSED, 0L),
                outcomes.getOrDefault(Outcome.DONE, 0L),
                outcomes.getOrDefault(Outcome.RECOVERED, 0L),
                outcomes.getOrDefault(Outcome.DECLINED, 0L),
                outcomes.getOrDefault(Outcome.EXPIRED, 0L),
                outcomes.getOrDefault(Outcome.CANCELLED, 0L));
    }

    private static Answers answers(Account.Answered answered) {
        long count = answered.count();
        var outcome = answered.outcome();
        return new Answers(
                outcome == Outcome.DONE ? count : 0,
                outcome == Outcome.RECOVERED ? count : 0,
                outcome == Outcome.DECLINED ? count : 0,
                answered.rung() == null ? Delays.NONE : Delays.NONE.plus(answered.bucket(), count));
    }

    /** By which rung, from 1, or 0 by hand, to whom and by which channel. */
    private record By(
            int rung, boolean toOverseers, @Nullable Channel channel) implements Comparable<By> {
        private static final Comparator<By> ORDER = Comparator.comparingInt(By::rung)
                .thenComparing(By::toOverseers)
                .thenComparing(By::channel, Comparator.nullsLast(Comparator.naturalOrder()));

        static By of(int rung, boolean toOverseers, @Nullable Channel channel) {
            return new By(Math.max(0, rung + 1), toOverseers, channel);
        }

        @Override
        public int compareTo(By other) {
            return ORDER.compare(this, other);
        }
    }

    private static final class Results {
        private final Map<ReminderState, Long> states = new HashMap<>();
        private Answers answers = Answers.NONE;

        RungReport report(By by) {
            return new RungReport(by.rung(), by.channel(), by.toOverseers(), states, answers);
        }
    }
}
