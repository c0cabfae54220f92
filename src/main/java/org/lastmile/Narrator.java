package org.lastmile;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.store.Edited;
import org.lastmile.store.Register.Versioned;
import org.lastmile.store.Settlement;
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;
import org.lastmile.store.Unreadable;
import org.lastmile.watch.Event;
import org.lastmile.watch.Event.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what the engine and the host have written into events. */
final class Narrator {
    private static final Logger LOG = LoggerFactory.getLogger(Narrator.class);

    private final Events events;
    private final Store store;
    /** What cannot be read, and has been told, as long as the store remembers it. */
    private final Set<FollowUp.Key> left = ConcurrentHashMap.newKeySet();

    Narrator(Events events, Store store) {
        this.events = events;
        this.store = store;
    }

    /** What is rolled back after all is not told. */
    private void tellOnceCommitted(Event event) {
        if (events.areHeard()) {
            store.afterCommit(() -> events.tell(event));
        }
    }

    void scheduled(Goal goal, Instant at) {
        tellOnceCommitted(Event.ofGoal(Kind.SCHEDULED, at, goal.id(), null));
    }

    void ended(Goal goal, boolean achieved, Instant at) {
        events.tell(Event.ofGoal(achieved ? Kind.ACHIEVED : Kind.EXPIRED, at, goal.id(), null));
    }

    /** What the host's answer closed. */
    void answered(Edited edited, @Nullable String reason, Instant at) {
        if (!events.areHeard()) {
            return;
        }
        for (var row : edited.rows()) {
            var after = row.after();
            if (after != null
                    && after.standing().outcome() != null
                    && after.key().seat() == FollowUp.PARTICIPANT) {
                var goal = edited.goal().facts();
                var outcome = after.standing().outcome();
                var kind = outcome == Outcome.RECOVERED ? Kind.RECOVERED : Kind.ANSWERED;
                tellOnceCommitted(Event.ofFollowUp(
                        kind,
                        at,
                        goal.id(),
                        goal.steps().get(after.key().step()).id(),
                        row.recipient().id(),
                        reason == null ? outcome.name() : outcome + ": " + reason));
            }
        }
    }

    /** What could not be read when it was to be edited: it stays as it is, until somebody mends it. */
    void unreadable(Edited edited, Instant at) {
        var goal = edited.goal().facts();
        for (var key : edited.unreadable()) {
            var stepId = goal.steps().get(key.step()).id();
            events.tell(new Event(Kind.SET_ASIDE, at, goal.id(), stepId, null, null, null, null, "unreadable: " + key));
        }
    }

    /** What the engine has met that cannot be read: each is told once. It stays as it is, and is due again with each lease. */
    void unreadable(Instant at) {
        if (!events.areHeard()) {
            return;
        }
        var rows = store.unreadable();
        if (!left.isEmpty()) {
            left.retainAll(rows.stream().map(Unreadable::key).collect(Collectors.toSet()));
        }
        rows.stream()
                .filter(row -> !left.contains(row.key()))
                .collect(Collectors.groupingBy(row -> row.key().goal()))
                .forEach((goal, fresh) -> unreadable(goal, fresh, at));
    }

    private void unreadable(long number, List<Unreadable> rows, Instant at) {
        try {
            var id = store.goalId(number);
            var goal = store.goals(List.of(new Versioned(number, 0))).get(number);
            var steps = goal == null ? List.<Step>of() : goal.facts().steps();
            for (var row : rows) {
                int step = row.key().step();
                var stepId = step < steps.size() ? steps.get(step).id() : null;
                var detail = row.why() + ": " + row.key();
                left.add(row.key());
                id.ifPresent(known -> events.tell(
                        new Event(Kind.SET_ASIDE, at, known, stepId, row.recipientId(), null, null, null, detail)));
            }
        } catch (StoreException e) {
            LOG.debug("goal number {} cannot be read now; its events are told later", number, e);
        }
    }

    /** What came of a claim. */
    void settled(Work work, Settlement settlement, Instant at) {
        if (!events.areHeard()) {
            return;
        }
        if (work.task == Work.Task.SET_ASIDE) {
            setAside(work, at);
        }
        var goal = work.goal;
        if (goal == null) {
            return;
        }
        var facts = goal.facts();
        var recipient = work.claim.recipient();
        for (var entry : settlement.entries()) {
            events.tell(new Event(
                    kind(entry.state()),
                    at,
                    facts.id(),
                    facts.steps().get(entry.key().step()).id(),
                    recipient.id(),
                    ReminderIds.of(facts, recipient.id(), entry),
                    entry.channel(),
                    entry.plannedAt(),
                    entry.state() == ReminderState.SENT
                            ? entry.detail()
                            : entry.state().name()));
        }
        var before = settlement.claimed().standing();
        var after = settlement.standing();
        if (after.state() == Standing.State.MISSED && before.state() == Standing.State.OPEN) {
            tell(Kind.MISSED, facts, work.followUp(), recipient, at);
        }
        if (after.outcome() == Outcome.EXPIRED && before.outcome() == null) {
            if (before.state() == Standing.State.OPEN) {
                tell(Kind.MISSED, facts, work.followUp(), recipient, at);
            }
            tell(Kind.EXPIRED, facts, work.followUp(), recipient, at);
        }
    }

    /** A goal that cannot be read has an id all the same, and somebody who wants to know. */
    private void setAside(Work work, Instant at) {
        var key = work.followUp().key();
        var recipient = work.claim.recipient().id();
        if (work.goal != null) {
            var goal = work.goal.facts();
            var step = goal.steps().get(key.step()).id();
            events.tell(Event.ofFollowUp(Kind.SET_ASIDE, at, goal.id(), step, recipient, work.why()));
            return;
        }
        try {
            store.goalId(key.goal())
                    .ifPresent(goal -> events.tell(
                            new Event(Kind.SET_ASIDE, at, goal, null, recipient, null, null, null, work.why())));
        } catch (StoreException e) {
            LOG.debug("the id of goal number {} cannot be read now; its event is not told", key.goal(), e);
        }
    }

    private void tell(Kind kind, Goal goal, FollowUp followUp, Recipient recipient, Instant at) {
        if (followUp.key().seat() == FollowUp.PARTICIPANT) {
            var stepId = goal.steps().get(followUp.key().step()).id();
            events.tell(Event.ofFollowUp(kind, at, goal.id(), stepId, recipient.id(), null));
        }
    }

    private static Kind kind(ReminderState state) {
        return switch (state) {
            case SENT, DUPLICATE -> Kind.SENT;
            case RETRYING, FAILED, UNKNOWN, HELD -> Kind.FAILED;
            default -> Kind.SKIPPED;
        };
    }
}
