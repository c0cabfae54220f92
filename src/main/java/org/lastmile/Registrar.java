package org.lastmile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Move;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.plan.Preview;
import org.lastmile.plan.StepDeadlines;
import org.lastmile.store.FollowUpEdit.Change;
import org.lastmile.store.NewFollowUp;
import org.lastmile.store.Register.Added;
import org.lastmile.store.Seated;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Target;

/** Takes goals in, moves them, and shows their plans. */
final class Registrar {
    private static final int PAGE = 1_000;

    private final Store store;
    private final Promises promises;
    private final Routes routes;

    Registrar(Store store, Promises promises, Routes routes) {
        this.store = store;
        this.promises = promises;
        this.routes = routes;
    }

    /** @param earliest gets the first instant at which something is due */
    Scheduled schedule(Goal goal, Instant now, Consumer<Instant> earliest) {
        check(goal, now);
        var followUps = new ArrayList<NewFollowUp>();
        Instant first = null;
        for (int i = 0; i < goal.steps().size(); i++) {
            for (var recipient : goal.steps().get(i).participants()) {
                var followUp = begin(goal, i, recipient, now);
                followUps.add(followUp);
                var due = followUp.cursor().due();
                first = first == null || due != null && due.isBefore(first) ? due : first;
            }
        }
        var added = store.add(goal, Fingerprint.of(goal), followUps, now);
        if (added == Added.DIFFERENT) {
            throw new IllegalArgumentException(
                    "goal id \"" + goal.id()
                            + "\" is taken by a goal with other content; change that one (reschedule, cancel) or use another id");
        }
        if (first != null && added == Added.NEW) {
            earliest.accept(first);
        }
        return new Scheduled(added == Added.NEW, () -> preview(goal, now));
    }

    private NewFollowUp begin(Goal goal, int index, Recipient recipient, Instant now) {
        var step = goal.steps().get(index);
        var standing = Standing.open(now);
        var key = new FollowUp.Key(0, index, 0, FollowUp.PARTICIPANT);
        if (isDormant(step)) {
            return new NewFollowUp(index, recipient, key.seat(), standing.asDormant(), Cursor.NONE);
        }
        var terms = promises.terms(goal, key, recipient, standing);
        return new NewFollowUp(index, recipient, key.seat(), standing, promises.cursor(terms, standing, now));
    }

    private static boolean isDormant(Step step) {
        return !step.after().isEmpty() || step.recovers() != null;
    }

    private void check(Goal goal, Instant now) {
        var due = Objects.requireNonNull(goal.checked().due());
        if (!due.instant().isAfter(now)) {
            throw new IllegalArgumentException("goal \"" + goal.id() + "\" is due at " + due + ", which is "
                    + due.instant() + " and not after now, " + now + "; give a deadline ahead");
        }
        var calendar = promises.calendar(goal);
        for (var step : goal.steps()) {
            var deadline = StepDeadlines.of(goal, step, now, calendar);
            if (!isDormant(step) && !deadline.instant().isAfter(now)) {
                throw new IllegalArgumentException("step \"" + step.id() + "\" is due at " + deadline
                        + ", which is not after now, " + now + "; leave it out or move its deadline");
            }
            var unknown = Objects.requireNonNull(step.ladder()).rungs().stream()
                    .flatMap(rung -> rung.channels().stream())
                    .filter(channel -> !routes.isKnown(channel))
                    .map(Channel::name)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException("step \"" + step.id() + "\" speaks by the unknown channel " + unknown
                        + "; register .notifier(\"" + unknown.split(",")[0]
                        + "\", …), or .servedElsewhere(…) if only other nodes send by it");
            }
        }
    }

    /** The plan of a goal that need not be scheduled, as if it were scheduled now. */
    Preview preview(Goal goal, Instant now) {
        goal.checked();
        var subjects = new ArrayList<Preview.Subject>();
        for (var step : goal.steps()) {
            for (var recipient : step.participants()) {
                var standing = Standing.open(now);
                subjects.add(new Preview.Subject(
                        step, recipient, FollowUp.PARTICIPANT, isDormant(step) ? standing.asDormant() : standing));
            }
        }
        return Preview.of(goal, subjects, promises.calendar(goal), routes::reaches);
    }

    /** The plan of a goal as it stands. */
    Optional<Preview> preview(String goalId) {
        return store.goal(goalId).map(goal -> {
            var subjects = new ArrayList<Preview.Subject>();
            forEach(goal, seated -> {
                var key = seated.followUp().key();
                subjects.add(new Preview.Subject(
                        goal.facts().steps().get(key.step()),
                        seated.recipient(),
                        key.seat(),
                        seated.followUp().standing()));
            });
            return Preview.of(goal.facts(), subjects, promises.calendar(goal.facts()), routes::reaches);
        });
    }

    /** Every follow-up of a goal, a page at a time. */
    void forEach(StoredGoal goal, Consumer<Seated> each) {
        FollowUp.Key after = null;
        List<Seated> page;
        do {
            page = store.followUps(goal.number(), after, PAGE);
            page.forEach(each);
            after = page.isEmpty() ? null : page.get(page.size() - 1).followUp().key();
        } while (page.size() == PAGE);
    }

    /** Moves a goal's deadline (R12). */
    boolean move(String goalId, Move move, Instant now, Consumer<Instant> earliest) {
        if (!move.to().instant().isAfter(now)) {
            throw new IllegalArgumentException("the new deadline " + move.to() + " of goal \"" + goalId
                    + "\" is not after now, " + now + "; give one ahead, or cancel the goal");
        }
        var before = new Goal[1];
        var edited = store.edit(
                Target.everybody(goalId),
                facts -> {
                    before[0] = facts;
                    return facts.due(move.to());
                },
                (goal, followUp, recipient) ->
                        moved(Objects.requireNonNull(before[0]), goal.facts(), followUp, recipient, move, now));
        edited.ifPresent(done -> done.rows().stream()
                .map(row -> row.after() == null ? null : row.after().cursor().due())
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .ifPresent(earliest));
        return edited.isPresent();
    }

    private @Nullable Change moved(
            Goal before, Goal goal, FollowUp followUp, Recipient recipient, Move move, Instant now) {
        var standing = followUp.standing();
        boolean reopens = move.reopensClosed()
                && (standing.outcome() == Outcome.DONE
                        || standing.outcome() == Outcome.RECOVERED
                        || standing.outcome() == Outcome.EXPIRED);
        if (!standing.isLive() && !reopens) {
            return null;
        }
        var step = goal.steps().get(followUp.key().step());
        var calendar = promises.calendar(goal);
        var activatedAt = standing.arming().activatedAt();
        var deadline = StepDeadlines.of(goal, step, activatedAt, calendar);
        boolean stepMoves = !deadline.equals(
                StepDeadlines.of(before, before.steps().get(followUp.key().step()), activatedAt, calendar));
        var extension = standing.extension();
        boolean outgrown = extension != null && deadline.instant().isAfter(extension.instant());
        if (!reopens && (!stepMoves || extension != null && !outgrown)) {
            return null;
        }
        var ladder = Objects.requireNonNull(step.ladder());
        var changed = standing.withExtension(outgrown ? null : extension).moved(now, ladder);
        var terms = promises.terms(goal, followUp.key(), recipient, changed);
        return new Change(changed, promises.cursor(terms, changed, now), true);
    }
}
