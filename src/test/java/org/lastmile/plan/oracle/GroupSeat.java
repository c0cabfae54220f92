package org.lastmile.plan.oracle;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Step;
import org.lastmile.goal.StepDue;
import org.lastmile.plan.oracle.Expected.Held;
import org.lastmile.plan.oracle.Facts.Slot;

/** One participant of a step, or one overseer of those participants who share a deadline (rule R17). */
final class GroupSeat {
    private static final Case.DayOff WEEKDAYS = new Case.DayOff(Set.of(6, 7), Set.of());

    final String stepId;
    final Recipient who;
    /** The audiences whose rungs come here. */
    final Set<String> audiences;

    final Set<Slot> dealtWith = new HashSet<>();

    @Nullable
    Deadline extension;

    @Nullable
    Instant begunAt;

    @Nullable
    Instant armedAt;

    @Nullable
    Instant idleSince;

    @Nullable
    Held held;

    @Nullable
    Outcome outcome;

    boolean missed;
    int beginnings;
    private @Nullable Key placedFor;
    private @Nullable Facts facts;
    private List<PlacedRung> placed = List.of();

    /** On what the instants of the rungs depend: while it is the same, they need not be worked out again. */
    private record Key(
            Goal goal,
            @Nullable Deadline extension,
            @Nullable Instant begunAt,
            @Nullable Instant armedAt,
            @Nullable Instant idleSince) {
        boolean isSame(@Nullable Key other) {
            return other != null
                    && goal == other.goal
                    && extension == other.extension
                    && begunAt == other.begunAt
                    && armedAt == other.armedAt
                    && idleSince == other.idleSince;
        }
    }

    GroupSeat(String stepId, Recipient who, Set<String> audiences) {
        this.stepId = stepId;
        this.who = who;
        this.audiences = audiences;
    }

    boolean isParticipant() {
        return audiences.contains("participant");
    }

    boolean isLive() {
        return begunAt != null && outcome == null;
    }

    boolean isHeld(Instant at) {
        return held != null && at.isBefore(held.until());
    }

    /** Anew, whatever there has been before. */
    void begin(Instant at) {
        beginnings++;
        dealtWith.clear();
        held = null;
        outcome = null;
        missed = false;
        begunAt = at;
        armedAt = at;
        idleSince = at;
    }

    Step step(Goal goal) {
        return goal.steps().stream()
                .filter(step -> step.id().equals(stepId))
                .findFirst()
                .orElseThrow();
    }

    Due due(Goal goal) {
        return extension != null ? Due.of(extension) : Due.of(goal, step(goal), begunAt, WEEKDAYS, new Tally());
    }

    /** Whether they have the same deadline, so that an overseer of the one is told of the other (R17). */
    boolean isOfGroup(Goal goal, GroupSeat other) {
        boolean countsFromStart = step(goal).due() instanceof StepDue.FromStart;
        return stepId.equals(other.stepId)
                && Objects.equals(extension, other.extension)
                && (!countsFromStart || extension != null || Objects.equals(begunAt, other.begunAt));
    }

    Facts facts(Goal goal) {
        placed(goal);
        return facts;
    }

    List<PlacedRung> placed(Goal goal) {
        var key = new Key(goal, extension, begunAt, armedAt, idleSince);
        if (!key.isSame(placedFor)) {
            facts = new Facts(goal, step(goal), who, WEEKDAYS, due(goal), begunAt, armedAt, idleSince);
            placed = Expected.placed(facts, audiences, new Tally());
            placedFor = key;
        }
        return placed;
    }

    List<PlacedRung> rungs(Goal goal) {
        return Expected.superseded(placed(goal), dealtWith, new Tally());
    }

    Quiet quiet(Goal goal) {
        return new Quiet(who.quietHours(), new WallClock(who.zone() == null ? goal.zone() : who.zone()));
    }

    /** R14: a hold that follows on another goes on with it. */
    void hold(Instant at, Instant until) {
        boolean goesOn = held != null && !held.until().isBefore(at);
        held = new Held(goesOn ? held.from() : at, until);
    }

    /** R6: an activity arms idle rungs again. */
    void touch(Goal goal, Instant at) {
        idleSince = at;
        dealtWith.removeIf(slot -> anchor(goal, slot) == Anchor.WHEN_IDLE);
    }

    /** R12: what counts from the deadline is armed again. */
    void move(Goal goal, Instant at) {
        armedAt = at;
        missed = false;
        dealtWith.removeIf(slot -> anchor(goal, slot) != Anchor.WHEN_IDLE && anchor(goal, slot) != Anchor.AFTER_START);
    }

    /** What counts from the beginning or an activity, and is past, is not said any more. */
    boolean passOver(Goal goal, Instant at) {
        boolean any = false;
        for (var rung : placed(goal)) {
            boolean moves = rung.anchor() != Anchor.WHEN_IDLE && rung.anchor() != Anchor.AFTER_START;
            any |= !moves && rung.at().isBefore(at) && dealtWith.add(rung.slot());
        }
        return any;
    }

    private Anchor anchor(Goal goal, Slot slot) {
        return step(goal).ladder().rungs().get(slot.rung()).when().anchor();
    }

    /** R13: some time after the last word to them or about them, and not before a hold is over. */
    Instant expireAt(Goal goal, Iterable<GroupSeat> overseers) {
        var facts = facts(goal);
        @Nullable Instant last = Expected.lastWord(placed(goal), held);
        for (var overseer : overseers) {
            var told = Expected.lastWord(overseer.placed(goal), held);
            last = last == null || told != null && told.isAfter(last) ? told : last;
        }
        var expireAt = last == null ? facts.missAt() : last.plus(goal.policy().openAfter());
        for (var other : goal.steps()) {
            if (stepId.equals(other.recovers())) {
                var begun = facts.recovery(other);
                var over = Expected.expireAt(begun, Expected.placed(begun, new Tally()), null, new Tally());
                expireAt = over.isAfter(expireAt) ? over : expireAt;
            }
        }
        return held != null && held.until().isAfter(expireAt) ? held.until() : expireAt;
    }
}
