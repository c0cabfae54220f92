package org.lastmile;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Claim;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Lane;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;
import org.lastmile.notify.Notifier;
import org.lastmile.notify.Wording;
import org.lastmile.plan.Judge;
import org.lastmile.plan.Judgement;
import org.lastmile.plan.Terms;
import org.lastmile.store.Claims.Settled;
import org.lastmile.store.Register.Versioned;
import org.lastmile.store.RollCall;
import org.lastmile.store.Settlement;
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;
import org.lastmile.store.StoredGoal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine as single steps: claim, look, send, settle. It has no thread and keeps nothing but which lanes are to be served
 * with care; the {@link Pulse}, {@link Lastmile#runDue()} and the tests drive the same steps.
 */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    /** So many people an overseer's message names; the others are counted (R17). */
    private static final int MOST_NAMES = 100;

    private final Store store;
    private final Promises promises;
    private final Routes routes;
    private final Wording wording;
    private final InstantSource time;
    private final Settings settings;
    private final Decisions decisions;
    /** Lanes in which a claim was found that had not been settled: one at a time, so that only the culprit is set aside. */
    private final Set<Lane> careful = ConcurrentHashMap.newKeySet();

    Engine(
            Store store,
            Promises promises,
            Routes routes,
            Wording wording,
            InstantSource time,
            Settings settings,
            Decisions decisions) {
        this.store = store;
        this.promises = promises;
        this.routes = routes;
        this.wording = wording;
        this.time = time;
        this.settings = settings;
        this.decisions = decisions;
    }

    /** The engine's time, in whole milliseconds. */
    Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The lanes that this node serves, urgent ones first. */
    List<Lane> served() {
        return store.lanes().stream()
                .filter(lane -> !lane.equals(Lane.ASIDE))
                .filter(lane -> lane.channel() == null || routes.notifier(lane.channel()) != null)
                .sorted((a, b) -> Boolean.compare(b.urgent(), a.urgent()))
                .toList();
    }

    /** The earliest instant after now at which something is due in the lanes served. */
    Optional<Instant> nextDue() {
        return store.nextDue(served(), now());
    }

    /** Claims what is due in a lane, and judges what is to be done with each. */
    List<Work> claim(Lane lane, int limit) {
        var now = now();
        boolean alone = careful.contains(lane);
        var claims = store.claim(lane, now, now.plus(settings.lease()), alone ? 1 : limit);
        var kept = alone ? claims : withoutCrowdedSuspects(lane, claims);
        if (alone && claims.stream().noneMatch(Claim::suspect)) {
            careful.remove(lane);
        }
        var goals = goals(kept);
        var works = new ArrayList<Work>(kept.size());
        for (var claim : kept) {
            works.add(judge(claim, lane, goals.get(claim.followUp().key().goal())));
        }
        return works;
    }

    /** Hands all suspects but one back if there is more than one row, and serves the lane with care from now on. */
    private List<Claim> withoutCrowdedSuspects(Lane lane, List<Claim> claims) {
        if (claims.stream().noneMatch(Claim::suspect)) {
            return claims;
        }
        careful.add(lane);
        if (claims.size() == 1) {
            return claims;
        }
        var suspects = claims.stream().filter(Claim::suspect).toList();
        var kept = claims.stream().filter(claim -> !claim.suspect()).toList();
        var back = kept.isEmpty() ? suspects.subList(1, suspects.size()) : suspects;
        store.handBack(back.stream().map(Claim::followUp).toList());
        return kept.isEmpty() ? suspects.subList(0, 1) : kept;
    }

    private Map<Long, StoredGoal> goals(List<Claim> claims) {
        var wanted = claims.stream()
                .map(claim -> new Versioned(claim.followUp().key().goal(), claim.goalVersion()))
                .collect(Collectors.toSet());
        if (wanted.isEmpty()) {
            return Map.of();
        }
        try {
            return store.goals(wanted);
        } catch (StoreException e) {
            if (e.isRetryable() || wanted.size() == 1) {
                throw e;
            }
            return goalsOneByOne(wanted);
        }
    }

    /** One goal that cannot be read must not stop the others. */
    private Map<Long, StoredGoal> goalsOneByOne(Collection<Versioned> wanted) {
        var goals = new ConcurrentHashMap<Long, StoredGoal>();
        for (var one : wanted) {
            try {
                goals.putAll(store.goals(List.of(one)));
            } catch (StoreException e) {
                LOG.error("goal number {} cannot be read; its follow-ups are set aside", one.number(), e);
            }
        }
        return goals;
    }

    private Work judge(Claim claim, Lane lane, @Nullable StoredGoal goal) {
        var followUp = claim.followUp();
        if (goal == null || followUp.fence().attempts() > settings.attempts()) {
            LOG.error(
                    "follow-up {} is set aside: {}",
                    followUp.key(),
                    goal == null ? "its goal cannot be read" : "nodes died on it " + settings.attempts() + " times");
            return Work.setAside(claim);
        }
        var standing = followUp.standing();
        if (!standing.isLive()) {
            return Work.over(claim, goal);
        }
        try {
            var terms = promises.terms(goal.facts(), followUp.key(), claim.recipient(), standing);
            var judgement = Judge.judge(terms, standing, claimedAt(claim));
            return route(claim, lane, goal, terms, judgement);
        } catch (RuntimeException e) {
            LOG.error(
                    "follow-up {} of goal {} is set aside: it cannot be planned",
                    followUp.key(),
                    goal.facts().id(),
                    e);
            return Work.setAside(claim);
        }
    }

    private Work route(Claim claim, Lane lane, StoredGoal goal, Terms terms, Judgement judgement) {
        var fire = judgement.fire();
        if (fire == null) {
            return Work.judged(claim, Work.Task.SETTLE, goal, terms, judgement, Routes.NONE);
        }
        var cursor = claim.followUp().cursor();
        boolean inTrial = cursor.isAbout(fire.rung(), fire.repetition());
        int position = routes.reach(fire.definition(), claim.recipient(), inTrial ? cursor.channel() : 0);
        if (position == Routes.NONE) {
            return Work.judged(claim, Work.Task.SETTLE, goal, terms, judgement, position);
        }
        if (!routes.lane(fire.definition(), position).equals(lane)) {
            return Work.judged(claim, Work.Task.REFILE, goal, terms, judgement, position);
        }
        var options = routes.options(fire.definition().channels().get(position));
        boolean hold = claim.suspect() && inTrial && options.whenUnknown() == ChannelOptions.Doubt.HOLD;
        return Work.judged(claim, hold ? Work.Task.SETTLE : Work.Task.SEND, goal, terms, judgement, position);
    }

    private static Instant claimedAt(Claim claim) {
        var at = claim.followUp().fence().claimedAt();
        if (at == null) {
            throw new IllegalStateException("the store gave a claim without its instant: "
                    + claim.followUp().key());
        }
        return at;
    }

    /** Looks at claims that have waited, and gives those that still hold. The others are dropped: somebody else acts. */
    List<Work> look(List<Work> works) {
        var held = store.look(works.stream().map(Work::followUp).toList(), now().plus(settings.lease()));
        var kept = works.stream()
                .filter(work -> held.contains(work.followUp().key()))
                .toList();
        kept.forEach(Work::looked);
        // What the host has edited meanwhile is due again at once; what is closed or somebody else's stays as it is.
        handBack(works.stream()
                .filter(work -> !held.contains(work.followUp().key()))
                .toList());
        return kept;
    }

    /** Whether the claim has waited so long that it must be looked at before the send. */
    boolean isAged(Work work) {
        return work.ageMillis() >= settings.lookAfter().toMillis();
    }

    /** Calls the notifier. {@code null} if the deadline came in between, so that it was not called. */
    @Nullable
    SendResult send(Work work) {
        var notifier = routes.notifier(work.channel());
        var fire = work.fire();
        if (notifier == null || fire == null || work.terms == null || work.goal == null) {
            throw new IllegalStateException("not to be sent: " + work.followUp().key());
        }
        var now = now();
        boolean before = fire.definition().when().anchor() != Anchor.AFTER;
        if (before && !now.isBefore(work.terms.deadline().instant())) {
            return null;
        }
        if (work.followUp().key().seat() != FollowUp.PARTICIPANT
                && call(work, now).count() == 0) {
            return null;
        }
        return guarded(notifier, work, now);
    }

    /** An overseer is told of those who are open right before the send (R17). */
    private RollCall call(Work work, Instant now) {
        var key = work.followUp().key();
        var extension = work.followUp().standing().extension();
        var roll = store.rollCall(key.goal(), key.step(), extension, now, MOST_NAMES);
        work.called(roll);
        return roll;
    }

    private SendResult guarded(Notifier notifier, Work work, Instant now) {
        try {
            var result = notifier.send(reminder(work, now));
            return result != null ? result : SendResult.unknown("the notifier returned null");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SendResult.unknown("interrupted");
        } catch (Throwable e) {
            // A notifier's failure is data. Its message may name an address: only the class is kept.
            return SendResult.temporary(e.getClass().getName());
        }
    }

    private Reminder reminder(Work work, Instant now) {
        var fire = Objects.requireNonNull(work.fire());
        var goal = Objects.requireNonNull(work.goal).facts();
        var terms = Objects.requireNonNull(work.terms);
        var key = work.followUp().key();
        var step = goal.steps().get(key.step());
        var recipient = work.claim.recipient();
        var roll = work.roll();
        int attempt = work.followUp().cursor().isAbout(fire.rung(), fire.repetition())
                ? work.followUp().cursor().failures() + 1
                : 1;
        var reminder = new Reminder(
                ReminderIds.of(goal, key, recipient, fire, work.followUp().standing()),
                goal,
                step,
                recipient,
                work.channel(),
                recipient.address(work.channel()),
                fire.definition(),
                terms.deadline(),
                fire.at(),
                attempt,
                roll == null ? List.of() : roll.people(),
                roll == null ? 0 : roll.count(),
                new Reminder.Message("", ""));
        return reminder.with(wording.message(reminder, now));
    }

    /**
     * Writes what came of works, all in one transaction, and adds up what was done.
     *
     * @param again takes the works whose rows were locked; they are to be settled later
     */
    RunResult settle(List<Work> all, List<Work> again) {
        var now = now();
        var works = all.stream().filter(work -> decide(work, now)).toList();
        var settlements = new ArrayList<Settlement>(works.size());
        for (var work : works) {
            settlements.add(Aftermath.of(promises, routes, work, work.followUp(), now));
        }
        var done = store.settle(settlements);
        var total = new RunResult(0, 0, 0);
        for (int i = 0; i < works.size(); i++) {
            var work = works.get(i);
            if (done.get(i) == Settled.BUSY || done.get(i) == Settled.REVISED && !resettle(work)) {
                again.add(work);
            } else {
                total = total.plus(count(work));
            }
        }
        return total;
    }

    /**
     * Decides what an ending or a miss means for others, before it is settled: so a crash repeats the decision and never loses it.
     * One that fails harms no other; its claim comes again.
     */
    private boolean decide(Work work, Instant now) {
        try {
            var goal = work.goal;
            var followUp = work.followUp();
            boolean participant = followUp.key().seat() == FollowUp.PARTICIPANT;
            if (goal != null && participant && work.task == Work.Task.DECIDE) {
                decisions.ended(goal, followUp, now);
            }
            var judgement = work.judgement;
            if (goal != null && participant && work.terms != null && judgement != null && judgement.missed()) {
                decisions.missed(goal, followUp, work.terms.missAt());
            }
            return true;
        } catch (StoreException e) {
            if (e.isRetryable()) {
                throw e;
            }
            LOG.error(
                    "follow-up {} cannot be decided now; it comes again",
                    work.followUp().key(),
                    e);
            return false;
        } catch (RuntimeException e) {
            LOG.error(
                    "follow-up {} cannot be decided now; it comes again",
                    work.followUp().key(),
                    e);
            return false;
        }
    }

    /** The host has edited the row while it was being worked on: read it again and settle it singly. */
    private boolean resettle(Work work) {
        for (var row : store.read(List.of(work.followUp().key()))) {
            boolean ours = row.fence().generation() == work.followUp().fence().generation();
            var current = ours ? row : work.followUp();
            var settled = store.settle(List.of(Aftermath.of(promises, routes, work, current, now())));
            return settled.get(0) == Settled.SETTLED || settled.get(0) == Settled.LOST;
        }
        return true;
    }

    private static RunResult count(Work work) {
        var result = work.result();
        if (result == null) {
            return new RunResult(0, 0, 1);
        }
        return result.kind() == SendResult.Kind.SENT ? new RunResult(1, 0, 0) : new RunResult(0, 1, 0);
    }

    /** Gives claims back that will not be used. */
    void handBack(List<Work> works) {
        if (!works.isEmpty()) {
            store.handBack(works.stream().map(Work::followUp).toList());
        }
    }

    /** The reminder that a claim on this follow-up may still be sending; {@code null} if it sends none. */
    @Nullable
    String inFlight(Goal goal, FollowUp followUp, Recipient recipient) {
        var claimedAt = followUp.fence().claimedAt();
        if (claimedAt == null || !followUp.standing().isLive()) {
            return null;
        }
        var terms = promises.terms(goal, followUp.key(), recipient, followUp.standing());
        var fire = Judge.judge(terms, followUp.standing(), claimedAt).fire();
        return fire == null ? null : ReminderIds.of(goal, followUp.key(), recipient, fire, followUp.standing());
    }
}
