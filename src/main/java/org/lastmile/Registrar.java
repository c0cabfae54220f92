package org.lastmile;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Recurrence;
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
    /** A preview shows so many occurrences ahead. */
    private static final int MOST_OCCURRENCES = 100;

    private final Store store;
    private final Promises promises;
    private final Routes routes;
    private final Overseers overseers;
    private final Occurrences occurrences;
    private final Narrator narrator;

    Registrar(
            Store store,
            Promises promises,
            Routes routes,
            Overseers overseers,
            Occurrences occurrences,
            Narrator narrator) {
        this.store = store;
        this.promises = promises;
        this.routes = routes;
        this.overseers = overseers;
        this.occurrences = occurrences;
        this.narrator = narrator;
    }

    /** @param earliest gets the first instant at which something is due */
    Scheduled schedule(Goal goal, Instant now, Consumer<Instant> earliest) {
        check(goal, now);
        var followUps = followUps(goal, now);
        var added = store.add(goal, Fingerprint.of(goal), followUps, now);
        if (added == Added.DIFFERENT) {
            throw new IllegalArgumentException(
                    "goal id \"" + goal.id()
                            + "\" is taken by a goal with other content; change that one (reschedule, cancel) or use another id");
        }
        if (added == Added.NEW) {
            followUps.stream()
                    .map(followUp -> followUp.cursor().due())
                    .filter(Objects::nonNull)
                    .min(Instant::compareTo)
                    .ifPresent(earliest);
            narrator.scheduled(goal, now);
        }
        return new Scheduled(added == Added.NEW, () -> preview(goal, now));
    }

    /** Takes in an occurrence of a goal that was checked when its first one was; one that is there already is left as it is. */
    void begin(Goal occurrence, Instant at) {
        if (store.add(occurrence, Fingerprint.of(occurrence), followUps(occurrence, at), at) == Added.NEW) {
            narrator.scheduled(occurrence, at);
        }
    }

    private List<NewFollowUp> followUps(Goal goal, Instant now) {
        var followUps = new ArrayList<>(Occurrences.clockwork(goal, now));
        for (int i = 0; i < goal.steps().size(); i++) {
            var begun = new HashMap<Kind, NewFollowUp>();
            for (var recipient : goal.steps().get(i).participants()) {
                int step = i;
                followUps.add(begun.computeIfAbsent(Kind.of(recipient), kind -> begin(goal, step, recipient, now))
                        .of(recipient));
            }
            if (!isDormant(goal.steps().get(i))) {
                var standing = overseers.withDeadlineOfItsOwn(goal, i, Standing.open(now));
                followUps.addAll(overseers.begin(goal, i, standing.extension(), now));
            }
        }
        return followUps;
    }

    /** All that the plan of a participant depends on, besides the step; so those of a kind are planned once. */
    private record Kind(
            @Nullable ZoneId zone, @Nullable QuietHours quietHours, Set<Channel> channels, Set<Channel> optedOut) {
        static Kind of(Recipient recipient) {
            return new Kind(
                    recipient.zone(),
                    recipient.quietHours(),
                    recipient.addresses().keySet(),
                    recipient.optedOut());
        }
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
        if (!due.instant().isAfter(now) && !isKept(goal)) {
            throw new IllegalArgumentException("goal \"" + goal.id() + "\" is due at " + due + ", which is "
                    + due.instant() + " and not after now, " + now + "; give a deadline ahead");
        }
        if (!goal.id().equals(Recurrence.seriesOf(goal.id()))) {
            throw new IllegalArgumentException("goal id \"" + goal.id() + "\" ends in " + Recurrence.OCCURRENCE
                    + " and a number, which is kept for recurring goals; use another id");
        }
        occurrences.checkFits(goal);
        var calendar = promises.calendar(goal);
        for (var step : goal.steps()) {
            var deadline = StepDeadlines.of(goal, step, now, calendar);
            if (!isDormant(step) && !deadline.instant().isAfter(now) && !isKept(goal)) {
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

    /** A goal that is scheduled a second time is a no-op, after its deadline too. */
    private boolean isKept(Goal goal) {
        return store.goal(goal.id()).isPresent();
    }

    /** The plan of a goal that need not be scheduled, as if it were scheduled now; of a recurring one with what is to come. */
    Preview preview(Goal goal, Instant now) {
        goal.checked();
        return withFollowing(of(goal, now), goal);
    }

    private Preview of(Goal goal, Instant now) {
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

    private Preview withFollowing(Preview preview, Goal first) {
        var all = preview;
        var goal = first;
        for (int i = 0; i < MOST_OCCURRENCES; i++) {
            var next = Occurrences.following(goal);
            if (next == null) {
                break;
            }
            all = all.and(of(next, Objects.requireNonNull(goal.due()).instant()));
            goal = next;
        }
        return all;
    }

    /** The plan of a goal as it stands. */
    Optional<Preview> preview(String goalId) {
        return occurrences.current(goalId).map(goal -> {
            var subjects = new ArrayList<Preview.Subject>();
            forEach(goal, seated -> {
                var key = seated.followUp().key();
                subjects.add(new Preview.Subject(
                        goal.facts().steps().get(key.step()),
                        seated.recipient(),
                        key.seat(),
                        seated.followUp().standing()));
            });
            var now = Preview.of(goal.facts(), subjects, promises.calendar(goal.facts()), routes::reaches);
            return goal.facts().recurrence() == null
                    ? now
                    : withFollowing(now, Occurrences.withParticipants(goal, this));
        });
    }

    /** Every follow-up of a goal, a page at a time. */
    void forEach(StoredGoal goal, Consumer<Seated> each) {
        FollowUp.Key after = null;
        List<Seated> page;
        do {
            page = store.followUps(goal.number(), after, PAGE);
            page.stream()
                    .filter(seated -> seated.followUp().key().seat() != FollowUp.CLOCKWORK)
                    .forEach(each);
            after = page.isEmpty() ? null : page.get(page.size() - 1).followUp().key();
        } while (page.size() == PAGE);
    }
}
