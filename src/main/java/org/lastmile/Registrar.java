package org.lastmile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.plan.Preview;
import org.lastmile.plan.StepDeadlines;
import org.lastmile.store.NewFollowUp;
import org.lastmile.store.Register.Added;
import org.lastmile.store.Seated;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;

/** Takes goals in, moves them, and shows their plans. */
final class Registrar {
    private static final int PAGE = 1_000;

    private final Store store;
    private final Promises promises;
    private final Routes routes;
    private final Overseers overseers;
    private final Narrator narrator;

    Registrar(Store store, Promises promises, Routes routes, Overseers overseers, Narrator narrator) {
        this.store = store;
        this.promises = promises;
        this.routes = routes;
        this.overseers = overseers;
        this.narrator = narrator;
    }

    /** @param earliest gets the first instant at which something is due */
    Scheduled schedule(Goal goal, Instant now, Consumer<Instant> earliest) {
        check(goal, now);
        var followUps = new ArrayList<NewFollowUp>();
        for (int i = 0; i < goal.steps().size(); i++) {
            for (var recipient : goal.steps().get(i).participants()) {
                followUps.add(begin(goal, i, recipient, now));
            }
            if (!isDormant(goal.steps().get(i))) {
                var standing = overseers.withDeadlineOfItsOwn(goal, i, Standing.open(now));
                followUps.addAll(overseers.begin(goal, i, standing.extension(), now));
            }
        }
        var first = followUps.stream()
                .map(followUp -> followUp.cursor().due())
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
        var added = store.add(goal, Fingerprint.of(goal), followUps, now);
        if (added == Added.DIFFERENT) {
            throw new IllegalArgumentException(
                    "goal id \"" + goal.id()
                            + "\" is taken by a goal with other content; change that one (reschedule, cancel) or use another id");
        }
        if (added == Added.NEW) {
            first.ifPresent(earliest);
            narrator.scheduled(goal, now);
        }
        return new Scheduled(added == Added.NEW, () -> preview(goal, now));
    }

    /** A participant's follow-up that begins now, or waits for another step. */
    NewFollowUp begin(Goal goal, int index, Recipient recipient, Instant now) {
        var step = goal.steps().get(index);
        var standing = overseers.withDeadlineOfItsOwn(goal, index, Standing.open(now));
        var key = new FollowUp.Key(0, index, 0, FollowUp.PARTICIPANT);
        if (isDormant(step)) {
            return new NewFollowUp(
                    index, recipient, key.seat(), Standing.open(now).asDormant(), Cursor.NONE);
        }
        var terms = promises.terms(goal, key, recipient, standing);
        return new NewFollowUp(index, recipient, key.seat(), standing, promises.cursor(terms, standing, now));
    }

    static boolean isDormant(Step step) {
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
            var open = Standing.open(now);
            var standing = isDormant(step) ? open.asDormant() : open;
            for (var recipient : step.participants()) {
                subjects.add(new Preview.Subject(step, recipient, FollowUp.PARTICIPANT, standing));
            }
            for (var overseer : goal.overseers(step)) {
                subjects.add(new Preview.Subject(step, overseer, FollowUp.OVERSEER, standing));
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
}
