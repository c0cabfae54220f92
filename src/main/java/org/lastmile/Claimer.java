package org.lastmile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Claim;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Lane;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;
import org.lastmile.plan.Judge;
import org.lastmile.plan.Judgement;
import org.lastmile.plan.PlannedRung;
import org.lastmile.plan.Terms;
import org.lastmile.store.Claims.Head;
import org.lastmile.store.Register.Versioned;
import org.lastmile.store.Seated;
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;
import org.lastmile.store.StoredGoal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what is due, claims it, and judges what is to be done with each claim. Thread-safe. */
final class Claimer {
    private static final Logger LOG = LoggerFactory.getLogger(Claimer.class);
    private final Store store;
    private final Promises promises;
    private final Routes routes;
    private final Gates gates;
    private final Timepiece time;
    private final Settings settings;
    private final Narrator narrator;
    /** Lanes in which a claim was found that had not been settled: one at a time, so that only the culprit is set aside. */
    private final Set<Lane> careful = ConcurrentHashMap.newKeySet();

    Claimer(
            Store store,
            Promises promises,
            Routes routes,
            Gates gates,
            Timepiece time,
            Settings settings,
            Narrator narrator) {
        this.store = store;
        this.promises = promises;
        this.routes = routes;
        this.gates = gates;
        this.time = time;
        this.settings = settings;
        this.narrator = narrator;
    }

    /** What waits at the heads of the lanes that this node serves, urgent ones first. */
    List<Head> heads() {
        return store.heads(time.now()).stream()
                .filter(head -> !head.lane().equals(Lane.ASIDE))
                .filter(head -> {
                    var channel = head.lane().channel();
                    return channel == null || routes.notifier(channel) != null;
                })
                .sorted((a, b) -> Boolean.compare(b.lane().urgent(), a.lane().urgent()))
                .toList();
    }

    /** The earliest instant, after that at which the heads were read, at which something is due or a gate opens. */
    Optional<Instant> nextDue(List<Head> heads) {
        return Stream.concat(heads.stream().map(Head::next), Stream.of(gates.opensAt(time.now())))
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
    }

    /** The lanes that this node does not serve, and those that are shut. */
    List<Lane> unserved() {
        var now = time.now();
        return store.lanes().stream().filter(lane -> !isServed(lane, now)).toList();
    }

    private boolean isServed(Lane lane, Instant now) {
        var channel = lane.channel();
        return channel == null
                || (routes.notifier(channel) != null && !gates.of(lane).isShut(now));
    }

    List<Seated> waiting(Lane lane, Instant dueUntil, @Nullable FollowUp after, int limit) {
        return store.waiting(lane, dueUntil, after, limit);
    }

    /**
     * What is to be done with follow-ups that wait in a lane which does not move.
     *
     * @param works those whose miss or expiry has come, or whose next rung goes by another channel: claimed, to write just that
     * @param next when one of the others may have something to be done
     */
    record LeftBehind(List<Work> works, @Nullable Instant next) {}

    LeftBehind leftBehind(Lane lane, List<Seated> waiting) {
        var now = time.now();
        var goals = goals(waiting.stream()
                .map(row -> new Versioned(row.followUp().key().goal(), 0))
                .collect(Collectors.toSet()));
        var ready = new ArrayList<FollowUp.Key>();
        Instant next = null;
        for (var seated : waiting) {
            var at = mattersAt(seated, lane, goals.get(seated.followUp().key().goal()), now);
            if (!at.isAfter(now)) {
                ready.add(seated.followUp().key());
            } else if (next == null || at.isBefore(next)) {
                next = at;
            }
        }
        var claims = ready.isEmpty() ? List.<Claim>of() : store.claim(ready, now, now.plus(settings.lease()));
        boolean served = lane.channel() != null && routes.notifier(lane.channel()) != null;
        var at = time.mark();
        var works = new ArrayList<Work>(claims.size());
        for (var claim : claims) {
            var work = judge(claim, at, lane, goals.get(claim.followUp().key().goal()))
                    .withoutSend();
            if (!served) {
                work.isLeftBehind();
            }
            works.add(work);
        }
        return new LeftBehind(works, next);
    }

    /**
     * What waits in lanes that this store does not know, for a lease at least: claimed, to be set aside. A node of a later version
     * that knows the lane has had the time to serve it.
     */
    List<Work> strays(int limit) {
        var at = time.mark();
        var now = time.now();
        var claims = store.claimStray(now.minus(settings.lease()), now, now.plus(settings.lease()), limit);
        narrator.unreadable(now);
        var goals = goals(wanted(claims));
        var works = new ArrayList<Work>(claims.size());
        for (var claim : claims) {
            LOG.error(
                    "follow-up {} is set aside: nobody here knows its lane",
                    claim.followUp().key());
            works.add(Work.setAside(claim, at, goals.get(claim.followUp().key().goal()), "its lane is unknown"));
        }
        return works;
    }

    /** When something is to be done with a follow-up other than to send by the lane's channel. */
    private Instant mattersAt(Seated seated, Lane lane, @Nullable StoredGoal goal, Instant now) {
        var followUp = seated.followUp();
        var standing = followUp.standing();
        if (goal == null || !standing.isLive()) {
            return now;
        }
        try {
            var terms = promises.terms(goal.facts(), followUp.key(), seated.recipient(), standing);
            var judgement = Judge.judge(terms, standing, now);
            var fire = judgement.fire();
            boolean elsewhere =
                    fire != null && !laneOf(followUp, fire, seated.recipient()).equals(lane);
            // What has expired and still has a word to say waits for its lane: there is nothing to be written yet.
            boolean over = judgement.expired()
                    || standing.state() == Standing.State.MISSED
                            && judgement.plan().expireAt() == null;
            if (judgement.missed() || over && fire == null || elsewhere) {
                return now;
            }
            var later = fire == null ? standing : standing.handled(fire.rung(), fire.repetition());
            var next = Judge.next(terms, later, now).due();
            return next != null && next.isAfter(now) ? next : now.plus(settings.lease());
        } catch (RuntimeException e) {
            // It cannot be planned: claimed, it is set aside.
            return now;
        }
    }

    private Lane laneOf(FollowUp followUp, PlannedRung fire, Recipient recipient) {
        boolean inTrial = followUp.cursor().isAbout(fire.rung(), fire.repetition());
        int from = inTrial ? followUp.cursor().channel() : 0;
        return routes.lane(fire.definition(), routes.reach(fire.definition(), recipient, from));
    }

    /** Claims what is due in a lane, and judges what is to be done with each. */
    List<Work> claim(Lane lane, int limit) {
        // From before the claim on: a node that freezes during the call must not take an old claim for a new one.
        var at = time.mark();
        var now = time.now();
        boolean alone = careful.contains(lane);
        var claims = store.claim(lane, now, now.plus(settings.lease()), alone ? 1 : limit);
        narrator.unreadable(now);
        var kept = alone ? claims : withoutCrowdedSuspects(lane, claims);
        if (alone && claims.stream().noneMatch(Claim::suspect)) {
            careful.remove(lane);
        }
        var goals = goals(wanted(kept));
        var works = new ArrayList<Work>(kept.size());
        for (var claim : kept) {
            var goal = goals.get(claim.followUp().key().goal());
            // A goal that was edited after the claim may have moved: whether the claim still holds is looked at before
            // the send.
            boolean edited = goal != null && goal.version() != claim.goalVersion();
            works.add(judge(claim, edited ? at.before(settings.lookAfter()) : at, lane, goal));
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

    private static Set<Versioned> wanted(List<Claim> claims) {
        return claims.stream()
                .map(claim -> new Versioned(claim.followUp().key().goal(), claim.goalVersion()))
                .collect(Collectors.toSet());
    }

    private Map<Long, StoredGoal> goals(Set<Versioned> wanted) {
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
                if (e.isRetryable()) {
                    // It says nothing of the goal.
                    throw e;
                }
                LOG.error("goal number {} cannot be read; its follow-ups are set aside", one.number(), e);
            }
        }
        return goals;
    }

    private Work judge(Claim claim, Timepiece.Mark at, Lane lane, @Nullable StoredGoal goal) {
        var followUp = claim.followUp();
        if (goal == null || followUp.fence().attempts() > settings.attempts()) {
            var why = goal == null ? "its goal cannot be read" : "nodes died on it " + settings.attempts() + " times";
            LOG.error("follow-up {} is set aside: {}", followUp.key(), why);
            return Work.setAside(claim, at, goal, why);
        }
        var standing = followUp.standing();
        if (!standing.isLive() || followUp.key().seat() == FollowUp.CLOCKWORK) {
            return Work.over(claim, at, goal);
        }
        try {
            var terms = promises.terms(goal.facts(), followUp.key(), claim.recipient(), standing);
            var judgement = Judge.judge(terms, standing, claimedAt(claim));
            return route(claim, at, lane, goal, terms, judgement);
        } catch (RuntimeException e) {
            LOG.error(
                    "follow-up {} of goal {} is set aside: it cannot be planned",
                    followUp.key(),
                    goal.facts().id(),
                    e);
            return Work.setAside(claim, at, goal, "it cannot be planned");
        }
    }

    private Work route(Claim claim, Timepiece.Mark at, Lane lane, StoredGoal goal, Terms terms, Judgement judgement) {
        var fire = judgement.fire();
        if (fire == null) {
            return Work.judged(claim, at, Work.Task.SETTLE, goal, terms, judgement, Routes.NONE);
        }
        var cursor = claim.followUp().cursor();
        boolean inTrial = cursor.isAbout(fire.rung(), fire.repetition());
        int position = routes.reach(fire.definition(), claim.recipient(), inTrial ? cursor.channel() : 0);
        if (position == Routes.NONE) {
            return Work.judged(claim, at, Work.Task.SETTLE, goal, terms, judgement, position);
        }
        var options = routes.options(fire.definition().channels().get(position));
        // What was due when the claim was made whose lease has run out may have been sent by that one.
        boolean wasDue = !fire.at().isAfter(claimedAt(claim).minus(settings.lease()));
        boolean inDoubt = claim.suspect() && (inTrial || wasDue);
        boolean hold = inDoubt && options.whenUnknown() == ChannelOptions.Doubt.HOLD;
        if (hold) {
            return Work.judged(claim, at, Work.Task.SETTLE, goal, terms, judgement, position);
        }
        boolean here = routes.lane(fire.definition(), position).equals(lane);
        return Work.judged(claim, at, here ? Work.Task.SEND : Work.Task.REFILE, goal, terms, judgement, position);
    }

    private static Instant claimedAt(Claim claim) {
        var at = claim.followUp().fence().claimedAt();
        if (at == null) {
            throw new IllegalStateException("the store gave a claim without its instant: "
                    + claim.followUp().key());
        }
        return at;
    }
}
