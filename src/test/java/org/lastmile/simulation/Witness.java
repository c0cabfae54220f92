package org.lastmile.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.Claim;
import org.lastmile.goal.Completion;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.Nudged;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Standing;
import org.lastmile.plan.Plan;
import org.lastmile.plan.PlannedRung;
import org.lastmile.plan.Planner;
import org.lastmile.plan.Terms;
import org.lastmile.store.Register;
import org.lastmile.store.Seated;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.memory.MemoryStore;

/** Reads the store itself, past all troubles, and asks the pure planner. */
final class Witness {
    private static final int ALL = 10_000;

    private final MemoryStore truth;
    private final Map<Subject, FollowUp.Key> keys = new HashMap<>();
    private final Map<FollowUp.Key, Subject> subjects = new HashMap<>();

    Witness(MemoryStore truth) {
        this.truth = truth;
    }

    List<StoredGoal> goals() {
        return truth.goals((String) null, 0, ALL);
    }

    List<Seated> rows(StoredGoal goal) {
        return truth.followUps(goal.number(), null, ALL);
    }

    List<LedgerEntry> ledger(StoredGoal goal) {
        return truth.ledger(goal.number(), null, ALL);
    }

    /** Everybody in a goal; nobody if it is not kept. */
    List<Subject> subjects(String goalId) {
        var goal = truth.goal(goalId);
        var found = new ArrayList<Subject>();
        if (goal.isPresent()) {
            rows(goal.get()).forEach(row -> found.add(subject(goal.get(), row)));
        }
        return found;
    }

    Subject subject(StoredGoal goal, Seated row) {
        var key = row.followUp().key();
        var subject = new Subject(
                goal.facts().id(),
                goal.facts().steps().get(key.step()).id(),
                row.recipient().id(),
                key.seat());
        keys.put(subject, key);
        subjects.put(key, subject);
        return subject;
    }

    FollowUp.Key key(Subject subject) {
        if (!keys.containsKey(subject)) {
            subjects(subject.goalId());
        }
        return keys.get(subject);
    }

    private Subject subject(FollowUp.Key key) {
        if (!subjects.containsKey(key)) {
            goals().forEach(goal -> subjects(goal.facts().id()));
        }
        return subjects.get(key);
    }

    /** Whether a participant is not touched by what others of the goal do. */
    boolean isAlone(Subject subject) {
        var goal = truth.goal(subject.goalId()).orElseThrow().facts();
        var step = goal.steps().get(goal.indexOf(subject.stepId()));
        return step.after().isEmpty()
                && step.recovers() == null
                && step.completion().equals(Completion.ALL);
    }

    static String id(Subject subject, PlannedRung rung, Standing standing) {
        var arming = standing.arming();
        boolean idle = rung.definition().when().anchor() == Anchor.WHEN_IDLE;
        return Reminder.id(
                subject.goalId(),
                subject.stepId(),
                subject.recipientId(),
                subject.seat(),
                rung.rung(),
                rung.repetition(),
                arming.epoch(),
                idle ? arming.activity() : 0);
    }

    String id(LedgerEntry entry) {
        var subject = subject(entry.key());
        if (entry.rung() == Nudged.RUNG) {
            return nudgeId(subject, Nudged.token(entry));
        }
        return Reminder.id(
                subject.goalId(),
                subject.stepId(),
                subject.recipientId(),
                subject.seat(),
                entry.rung(),
                entry.repetition(),
                entry.epoch(),
                entry.activity());
    }

    private static String nudgeId(Subject subject, long token) {
        return Reminder.nudgeId(subject.goalId(), subject.stepId(), subject.recipientId(), token);
    }

    List<PlannedRung> plan(StoredGoal goal, Seated row) {
        return wholePlan(goal, row).rungs();
    }

    private static Plan wholePlan(StoredGoal goal, Seated row) {
        var standing = row.followUp().standing();
        var key = row.followUp().key();
        var step = goal.facts().steps().get(key.step());
        var terms = Terms.of(goal.facts(), step, row.recipient(), key.seat(), standing, BusinessCalendar.WEEKDAYS);
        return Planner.plan(terms, standing);
    }

    /** When each reminder is to be sent by the facts by which a follow-up was claimed. */
    Map<String, Instant> instants(Claim claim) {
        var row = new Seated(claim.followUp(), claim.recipient());
        var goal = truth.goals(
                        List.of(new Register.Versioned(claim.followUp().key().goal(), 0)))
                .get(claim.followUp().key().goal());
        var instants = new HashMap<String, Instant>();
        if (goal != null) {
            var subject = subject(goal, row);
            var plan = wholePlan(goal, row);
            plan.rungs()
                    .forEach(rung ->
                            instants.put(id(subject, rung, claim.followUp().standing()), rung.at()));
            var asked = claim.followUp().standing().nudge();
            if (asked != null && plan.nudge() != null) {
                instants.put(nudgeId(subject, asked.token()), plan.nudge().at());
            }
        }
        return instants;
    }

    /** Whether the plan as it is now has a reminder. */
    boolean isPlanned(Subject subject, String reminderId) {
        var goal = truth.goal(subject.goalId()).orElseThrow();
        var key = key(subject);
        for (var row : truth.followUps(key.goal(), before(key), 1)) {
            var asked = row.followUp().standing().nudge();
            if (asked != null && nudgeId(subject, asked.token()).equals(reminderId)) {
                return true;
            }
            for (var rung : plan(goal, row)) {
                if (id(subject, rung, row.followUp().standing()).equals(reminderId)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static FollowUp.Key before(FollowUp.Key key) {
        return new FollowUp.Key(key.goal(), key.step(), key.member(), key.seat() - 1);
    }

    /** What is going to be sent of a goal as it was scheduled, where nothing depends on answers. */
    Map<String, Evidence.Promise> promised(String goalId, Instant now) {
        var goal = truth.goal(goalId).orElseThrow();
        var promised = new LinkedHashMap<String, Evidence.Promise>();
        for (var row : rows(goal)) {
            var standing = row.followUp().standing();
            // An answer may be lost on its way back, and come again when some has been done already.
            if (standing.isLive()
                    && standing.arming().epoch() == 0
                    && !goal.scheduledAt().isBefore(now.minusSeconds(60))) {
                for (var rung : plan(goal, row)) {
                    if (rung.isPending()) {
                        var subject = subject(goal, row);
                        promised.put(id(subject, rung, standing), new Evidence.Promise(subject, rung.at()));
                    }
                }
            }
        }
        return promised;
    }

    /** What the ladder says of a line's rung. */
    Rung rung(LedgerEntry line) {
        var goal = truth.goal(subject(line.key()).goalId()).orElseThrow().facts();
        return Objects.requireNonNull(goal.steps().get(line.key().step()).ladder())
                .rungs()
                .get(line.rung());
    }

    /** Whether it has ended. */
    boolean isClosed(Subject subject) {
        return truth.read(List.of(key(subject))).get(0).standing().state() == Standing.State.CLOSED;
    }

    /** The epoch that it is in. */
    int epoch(Subject subject) {
        return truth.read(List.of(key(subject))).get(0).standing().arming().epoch();
    }

    /** When it ended; {@code null} if it has not. */
    @Nullable
    Instant closedAt(Subject subject) {
        return truth.read(List.of(key(subject))).get(0).standing().closedAt();
    }

    /** Whether it has ended so that no reconfirmation opens it again. */
    boolean isClosedForGood(Subject subject) {
        var outcome = truth.read(List.of(key(subject))).get(0).standing().outcome();
        return outcome == Outcome.CANCELLED || outcome == Outcome.DECLINED;
    }

    Subject subjectOf(FollowUp.Key key) {
        return subject(key);
    }

    /** Whether a follow-up waits for another step first. */
    boolean beginsLater(StoredGoal goal, Seated row) {
        var step = goal.facts().steps().get(row.followUp().key().step());
        return !step.after().isEmpty() || step.recovers() != null;
    }

    /** How long a recipient is not to be disturbed at a stretch. */
    Duration quiet(Subject subject) {
        var key = key(subject);
        var row = truth.followUps(key.goal(), before(key), 1).get(0);
        return row.recipient().quietHours() == null ? Duration.ZERO : Duration.ofHours(18);
    }
}
