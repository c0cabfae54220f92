package org.lastmile.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.Answer;
import org.lastmile.Reminding;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Claim;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Standing;
import org.lastmile.simulation.Host.Who;
import org.lastmile.store.Edited;

/**
 * What the notifiers heard and what the host was told, in one order. Each call of a notifier is judged when it begins, by that alone and
 * by the pure plan.
 */
final class Evidence {
    private static final int ATTEMPTS = 5;
    private static final long LEASE_MILLIS = 60_000;

    private final World world;
    private final Set<FollowUp.Key> worn = new HashSet<>();
    private final Witness witness;
    private final Map<Subject, Story> stories = new LinkedHashMap<>();
    private final Map<String, List<Call>> calls = new LinkedHashMap<>();
    private final Map<Subject, List<Call>> bySubject = new HashMap<>();
    private final Set<String> recorded = new HashSet<>();
    private final Map<String, Long> heldAt = new HashMap<>();
    private final Map<String, Instant> judgedAt = new HashMap<>();
    /** When each reminder was to be sent by the facts by which it was claimed. */
    private final Map<String, Set<Instant>> claimedFor = new HashMap<>();

    private final Map<String, Promise> nudges = new LinkedHashMap<>();
    private final Map<String, Promise> promises = new LinkedHashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private long order;

    /** What the preview of a new goal said would be sent. */
    record Promise(Subject subject, Instant at) {}

    Evidence(World world) {
        this.world = world;
        this.witness = new Witness(world.truth);
    }

    void complain(String what) {
        world.tell(() -> "COMPLAINT " + what);
        complaints.add(what);
    }

    List<String> complaints() {
        return complaints;
    }

    /** How many events there have been. */
    long order() {
        return order;
    }

    Witness witness() {
        return witness;
    }

    Map<String, Promise> promises() {
        return promises;
    }

    List<Call> callsOf(String reminderId) {
        return calls.getOrDefault(reminderId, List.of());
    }

    List<Call> callsTo(Subject subject) {
        return bySubject.getOrDefault(subject, List.of());
    }

    Map<String, List<Call>> calls() {
        return calls;
    }

    Story story(Subject subject) {
        return stories.computeIfAbsent(subject, any -> new Story());
    }

    /** The host was told that a goal is kept: its preview is what is promised. */
    void scheduled(Goal goal, Instant at) {
        witness.promised(goal.id(), at).forEach((id, promise) -> promises.putIfAbsent(id, promise));
    }

    /** Somebody was reminded by hand: what the answer says is coming is promised. */
    void nudged(Who who, Reminding answer, Instant at) {
        if (answer.kind() == Reminding.Kind.COMING) {
            for (var subject : subjects(who, false)) {
                answer.reminders().forEach(id -> nudges.put(id, new Promise(subject, at)));
            }
        }
    }

    Map<String, Promise> nudges() {
        return nudges;
    }

    private List<Subject> subjects(Who who, boolean overseers) {
        return witness.subjects(who.goalId()).stream()
                .filter(subject -> who.includes(subject) && (overseers || subject.seat() == FollowUp.PARTICIPANT))
                .toList();
    }

    /** Something was said of somebody, so whoever depends on it may hear other things than were planned. */
    void touched(Who who) {
        order++;
        witness.subjects(who.goalId()).forEach(subject -> story(subject).touched |= dependsOn(subject, who));
    }

    private boolean dependsOn(Subject subject, Who who) {
        boolean oneOfManyOnTheirOwn = who.recipientId() != null && subject.seat() == FollowUp.PARTICIPANT;
        return who.includes(subject) || !oneOfManyOnTheirOwn || !witness.isAlone(subject);
    }

    void held(Who who, Instant until) {
        subjects(new Who(who.goalId(), who.stepId(), null), true)
                .forEach(subject -> story(subject).heldUntil = Host.latest(story(subject).heldUntil, until));
    }

    /** An activity: what idle rungs have said is forgotten, if nobody has recorded it yet. */
    void active(Who who) {
        subjects(new Who(who.goalId(), who.stepId(), null), true)
                .forEach(subject -> story(subject).touchedAt = world.instant());
    }

    /** Instants may change within an epoch, now or until the host is told. */
    void replanned(Who who) {
        subjects(who, true).forEach(subject -> story(subject).replannedAt = world.instant());
    }

    /** A closing has returned: from now on there is silence. */
    void closed(Who who, Answer answer) {
        order++;
        for (var subject : subjects(who, who.stepId() == null)) {
            var story = story(subject);
            story.named.addAll(answer.inFlight());
            if (answer.kind() != Answer.Kind.UNKNOWN && story.silentSince < 0) {
                story.silentSince = order;
                var endedAt = witness.closedAt(subject);
                story.answeredLate = endedAt != null && !world.instant().isBefore(endedAt.plusMillis(LEASE_MILLIS));
            }
        }
    }

    /** A call that opens what is closed begins: from now on it may be spoken to again. Overseers wake with every move. */
    void reopening(Who who, boolean participantsToo) {
        for (var subject : subjects(new Who(who.goalId(), who.stepId(), null), true)) {
            var story = story(subject);
            boolean closed = witness.isClosed(subject);
            story.movedOn |= closed;
            // What has expired by the clock, and is not written yet, is open to a move: the answer that found it so
            // changed nothing.
            boolean opens = closed ? participantsToo && !witness.isClosedForGood(subject) : story.silentSince >= 0;
            if (subject.seat() != FollowUp.PARTICIPANT || who.includes(subject) && opens) {
                story.silentSince = -1;
                story.reopened = true;
            }
        }
    }

    private static String of(Life life, FollowUp.Key key) {
        return life + "/" + key;
    }

    /** A process has claimed a row, or looked at its claim, and it was so. */
    void held(Life life, FollowUp row) {
        heldAt.put(of(life, row.key()) + "/" + row.standing().arming().epoch(), world.now());
        heldAt.put(of(life, row.key()) + "/" + Subject.ANY, world.now());
    }

    void judged(Life life, Claim claim) {
        var at = claim.followUp().fence().claimedAt();
        if (at != null) {
            judgedAt.put(of(life, claim.followUp().key()), at);
            witness.instants(claim)
                    .forEach((id, instant) -> claimedFor
                            .computeIfAbsent(life + "/" + id, any -> new HashSet<>())
                            .add(instant));
        }
        if (claim.followUp().fence().attempts() > ATTEMPTS) {
            worn.add(claim.followUp().key());
        }
    }

    /** Whether so many claims on a row were left unsettled that it is rightly set aside, for an operator to look at. */
    boolean isWorn(Subject subject) {
        return worn.contains(witness.key(subject));
    }

    /** The host or the engine has changed a row. */
    void edited(Edited.Row row) {
        var after = row.after();
        if (after != null
                && after.standing().isLive()
                && row.before().standing().state() == Standing.State.CLOSED) {
            story(witness.subjectOf(after.key())).reopened = true;
        }
        if (after != null
                && after.standing().nudge() != null
                && !after.standing().nudge().equals(row.before().standing().nudge())) {
            story(witness.subjectOf(after.key())).nudgedAt = world.instant();
        }
        if (after != null && !after.standing().isLive()) {
            // It dies with an answer, and with a recovery that is called off.
            nudges.values().removeIf(promise -> promise.subject().equals(witness.subjectOf(after.key())));
        }
        if (after != null && after.standing().state() == Standing.State.DORMANT) {
            story(witness.subjectOf(after.key())).dormantIn =
                    after.standing().arming().epoch();
        }
    }

    /** It was committed, together with the row, that a reminder was sent. */
    void recorded(LedgerEntry entry) {
        if (entry.state() == ReminderState.SENT) {
            recorded.add(witness.id(entry));
        }
    }

    /** A notifier is called. */
    Call begins(Reminder reminder, Life life) {
        order++;
        var subject = Subject.of(reminder);
        var key = witness.key(subject);
        var call = new Call(reminder, life, world.now(), judgedAt.get(of(life, key)));
        world.tell(() -> life + " calls for " + call + " " + call.lookedBefore + " ms after the look");
        checkSilence(call);
        checkList(call);
        checkTime(call);
        checkPlan(call, heldAt.get(of(life, key) + "/" + Subject.epoch(call.id())));
        checkFlood(call);
        checkTwice(call);
        calls.computeIfAbsent(call.id(), any -> new ArrayList<>()).add(call);
        bySubject.computeIfAbsent(subject, any -> new ArrayList<>()).add(call);
        return call;
    }

    /** Promise 2: silence after done, save for what the answer named. */
    private void checkSilence(Call call) {
        var story = story(call.subject);
        if (story.silentSince < 0) {
            return;
        }
        if (story.named.contains(call.id())) {
            world.tally.explained("sent after done, named by the answer");
        } else if (call.isOfAThawedNode() && calls.containsKey(call.id())) {
            world.tally.explained("sent again after done, by a node that froze between last look and call");
        } else if (call.isOfAThawedNode() && story.answeredLate) {
            world.tally.explained("sent after done, by a node that froze, and the answer came a lease after the end");
        } else {
            complain("P2 sent after done, and no answer named it: " + call);
        }
    }

    /** Promise 2 for overseers: nobody is on their list who was done when it was read. */
    private void checkList(Call call) {
        for (var person : call.reminder.stillOpen()) {
            var answered = story(new Subject(
                    call.subject.goalId(),
                    call.subject.stepId(),
                    person.recipient().id(),
                    FollowUp.PARTICIPANT));
            if (answered.silentSince >= 0 && answered.silentSince <= call.life.readOrder()) {
                complain("P2 " + person.recipient().id() + " is listed as open after they answered: " + call);
            }
        }
    }

    /** Promise 3: never early; nothing that was to be said before the deadline at or after it. */
    private void checkTime(Call call) {
        if (call.at < call.reminder.plannedAt().toEpochMilli()) {
            complain("P3 early: " + call);
        }
        long deadline = call.reminder.deadline().instant().toEpochMilli();
        boolean before = call.reminder.rung().when().anchor() != Anchor.AFTER;
        if (before && call.at >= deadline) {
            long lag = call.at - call.life.now().toEpochMilli();
            if (call.at - call.lookedBefore < deadline + Math.min(lag, 100)) {
                world.tally.explained("begun before the deadline, called after it");
            } else {
                complain("P3 a reminder for before the deadline " + deadline + " after it: " + call);
            }
        }
    }

    /** Promise 6: the instant is that of the plan; of an old plan only what had been claimed already is sent. */
    private void checkPlan(Call call, @Nullable Long held) {
        if (!witness.isPlanned(call.subject, call.id())) {
            boolean inFlight = held != null && call.at - call.lookedBefore - held < LEASE_MILLIS;
            if (!inFlight) {
                complain("P6 not in the plan any more: " + call);
            }
        }
        var claimed = claimedFor.getOrDefault(call.life + "/" + call.id(), Set.of());
        if (!claimed.contains(call.reminder.plannedAt())) {
            complain("P6 claimed for " + claimed + ": " + call);
        }
    }

    /** Promise 3: after any silence one message. What was due when another was judged has had its turn. */
    private void checkFlood(Call call) {
        var replannedAt = Host.latest(story(call.subject).replannedAt, Instant.MIN);
        var touchedAt = Host.latest(story(call.subject).touchedAt, Instant.MIN);
        // A nudge goes with the rungs of the epoch in which it is sent, and holds up none of them. Between the host's
        // call and
        // its commit others may speak.
        int epoch = Subject.isNudge(call.id()) ? witness.epoch(call.subject) : Subject.epoch(call.id());
        var nudgedAt =
                Subject.isNudge(call.id()) ? Host.latest(story(call.subject).nudgedAt, Instant.MIN) : Instant.MIN;
        if (callsOf(call.id()).isEmpty() && !call.isOfAThawedNode()) {
            for (var other : callsTo(call.subject)) {
                boolean samePlan = Subject.epoch(other.id()) == epoch;
                boolean wasDue = other.judgedAt != null
                        && !call.reminder.plannedAt().isAfter(other.judgedAt)
                        && replannedAt.isBefore(other.judgedAt)
                        && nudgedAt.isBefore(other.judgedAt)
                        // What was not recorded as sent supersedes no nudge.
                        && (!Subject.isNudge(call.id()) || recorded.contains(other.id()))
                        && (touchedAt.isBefore(other.judgedAt) || recorded.contains(other.id()))
                        && !other.isOfAThawedNode();
                if (samePlan && wasDue) {
                    complain("P3 flood: " + call + " was due already when there was " + other);
                }
            }
        }
    }

    /** Earlier calls that said the same: what moves leave as it is (R12) has another id afterwards, and is said once all the same. */
    private List<Call> callsOfTheSame(Call call) {
        if (Subject.isNudge(call.id()) || call.reminder.rung().when().anchor().countsFromDeadline()) {
            return callsOf(call.id());
        }
        return callsTo(call.subject).stream()
                .filter(other -> other.reminder.plannedAt().equals(call.reminder.plannedAt()))
                .filter(other -> Subject.withoutEpoch(other.id()).equals(Subject.withoutEpoch(call.id())))
                .toList();
    }

    /** Promise 4: twice only if a node died, froze or was in doubt between the call and the record of it. */
    private void checkTwice(Call call) {
        for (var before : callsOfTheSame(call)) {
            if (before.isTaken()) {
                long lookedAt = before.at - before.lookedBefore;
                if (world.isHolding() && isWorn(call.subject) && before.isInDoubt()) {
                    world.tally.explained(
                            "sent again, it was in doubt when it was set aside, and was opened by a move");
                } else if (world.isHolding() && before.isInDoubt() && !call.isOfAThawedNode()) {
                    complain("P4 the channel holds what is in doubt, and it was sent again: " + call + " after "
                            + before);
                } else if (call.isOfAThawedNode()) {
                    world.tally.explained("duplicate, by a node that froze between last look and call");
                } else if (recorded.contains(call.id())) {
                    complain("P4 sent again after it was recorded: " + call + " after " + before);
                } else if (!before.isToldSent()) {
                    world.tally.explained("duplicate, the notifier did not say in time that it had sent");
                } else if (before.life.isOver()) {
                    world.tally.explained("duplicate, the process died between call and record");
                } else if (call.at - lookedAt >= LEASE_MILLIS / 2
                        && (before.life.node().hadTrouble(lookedAt, call.at) || world.isHeldUp(before.life))) {
                    world.tally.explained("duplicate, the node stood still for a lease between call and record");
                } else {
                    complain("P4 sent twice without a reason: " + call + " after " + before);
                }
            }
        }
    }
}
