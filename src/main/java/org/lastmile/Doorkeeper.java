package org.lastmile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lastmile.LinkAnswer.Kind;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;
import org.lastmile.link.Ticket;
import org.lastmile.store.Register.Versioned;
import org.lastmile.store.Store;
import org.lastmile.store.Target;

/** Lets in those who come by an action link: finds what their ticket is about, and passes their answer on. */
final class Doorkeeper {
    private final Store store;
    private final Responder responder;

    Doorkeeper(Store store, Responder responder) {
        this.store = store;
        this.responder = responder;
    }

    /** A follow-up with the names that are kept of it. */
    private record Visit(Goal goal, FollowUp followUp, Recipient recipient) {
        LinkAnswer says(Kind kind, Ticket ticket, @Nullable Outcome outcome, List<String> inFlight) {
            var step = goal.steps().get(followUp.key().step());
            return new LinkAnswer(kind, ticket.action(), goal, step, recipient, outcome, inFlight);
        }

        Target target() {
            var step = goal.steps().get(followUp.key().step());
            return Target.participants(goal.id(), step.id(), recipient.id());
        }
    }

    /** What the link leads to; changes nothing. */
    LinkAnswer look(Ticket ticket, Instant now) {
        return find(ticket)
                .map(visit -> {
                    var standing = visit.followUp().standing();
                    if (standing.state() == Standing.State.CLOSED) {
                        return visit.says(Kind.ALREADY_CLOSED, ticket, standing.outcome(), List.of());
                    }
                    return visit.says(
                            isOutdated(ticket, standing, now) ? Kind.OUTDATED : Kind.OPEN, ticket, null, List.of());
                })
                .orElseGet(() -> unknown(ticket));
    }

    /** Takes the answer. Whether the epoch is still the ticket's is judged again under the lock of the row. */
    LinkAnswer act(Ticket ticket, Instant now) {
        var found = find(ticket);
        if (found.isEmpty() || !now.isBefore(ticket.expiresAt())) {
            return look(ticket, now);
        }
        var visit = found.get();
        return switch (ticket.action()) {
            case DONE -> closed(ticket, visit, Outcome.DONE, now);
            case DECLINE -> closed(ticket, visit, Outcome.DECLINED, now);
            case SNOOZE ->
                switch (responder.snoozeIn(ticket.epoch(), visit.target(), ticket.snoozeFor(), now)) {
                    case DONE -> visit.says(Kind.TAKEN, ticket, null, List.of());
                    case ALREADY_CLOSED, UNREADABLE, UNKNOWN -> look(ticket, now);
                };
        };
    }

    private LinkAnswer closed(Ticket ticket, Visit visit, Outcome outcome, Instant now) {
        var answer = responder.closeIn(ticket.epoch(), visit.target(), outcome, now);
        return switch (answer.kind()) {
            case STOPPED -> visit.says(Kind.TAKEN, ticket, answer.outcome(), answer.inFlight());
            case ALREADY_CLOSED, UNREADABLE, UNKNOWN -> {
                var seen = look(ticket, now);
                // Still open in the store, and so late that it counts as expired (R13): the engine writes that in a
                // moment.
                yield seen.kind() == Kind.OPEN
                        ? visit.says(Kind.ALREADY_CLOSED, ticket, answer.outcome(), List.of())
                        : seen;
            }
        };
    }

    private static boolean isOutdated(Ticket ticket, Standing standing, Instant now) {
        return standing.arming().epoch() != ticket.epoch() || !now.isBefore(ticket.expiresAt());
    }

    private static LinkAnswer unknown(Ticket ticket) {
        return new LinkAnswer(Kind.UNKNOWN, ticket.action(), null, null, null, null, List.of());
    }

    /** What is kept at the ticket's place, if it is still what the ticket was made for. */
    private Optional<Visit> find(Ticket ticket) {
        var place = ticket.followUp();
        var goal = store.goals(List.of(new Versioned(place.goal(), 0))).get(place.goal());
        if (goal == null || place.step() >= goal.facts().steps().size()) {
            return Optional.empty();
        }
        var facts = goal.facts();
        var justBefore = new FollowUp.Key(place.goal(), place.step(), place.member(), place.seat() - 1);
        return store.followUps(place.goal(), justBefore, 1).stream()
                .filter(seated -> seated.followUp().key().equals(place))
                .filter(seated -> ticket.isFor(
                        facts.id(),
                        facts.steps().get(place.step()).id(),
                        seated.recipient().id()))
                .map(seated -> new Visit(facts, seated.followUp(), seated.recipient()))
                .findFirst();
    }
}
