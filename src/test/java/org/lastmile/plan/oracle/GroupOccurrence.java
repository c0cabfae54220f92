package org.lastmile.plan.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Step;

/** A goal, or one occurrence of it, with everybody who does or oversees its steps. */
final class GroupOccurrence {
    final int number;
    final List<GroupSeat> participants = new ArrayList<>();
    final List<GroupSeat> overseers = new ArrayList<>();
    Goal goal;
    boolean hasFollower;

    GroupOccurrence(Goal goal, int number, Instant at) {
        this.goal = goal;
        this.number = number;
        for (var step : goal.steps()) {
            for (var who : step.participants()) {
                var seat = new GroupSeat(step.id(), who, Set.of("participant"));
                participants.add(seat);
                if (step.after().isEmpty() && step.recovers() == null) {
                    begin(seat, at);
                }
            }
        }
    }

    String id() {
        return number == 1 ? goal.id() : goal.id() + "@occurrence-" + number;
    }

    void begin(GroupSeat seat, Instant at) {
        seat.begin(at);
        oversee(seat, at);
    }

    /** R17: overseers are there from the first participant on who begins, and an activation is an activity. */
    void oversee(GroupSeat participant, Instant at) {
        var group = group(participant);
        for (var overseer : group) {
            if (overseer.isLive()) {
                overseer.touch(goal, at);
            } else {
                overseer.begin(at);
            }
        }
        if (!group.isEmpty()) {
            return;
        }
        var step = participant.step(goal);
        var audiences = new LinkedHashMap<Recipient, Set<String>>();
        for (var rung : step.ladder().rungs()) {
            var name = rung.audience().toString();
            for (var holder : holders(name)) {
                audiences.computeIfAbsent(holder, any -> new LinkedHashSet<>()).add(name);
            }
        }
        audiences.forEach((who, names) -> {
            var seat = new GroupSeat(step.id(), who, names);
            seat.extension = participant.extension;
            seat.begin(at);
            overseers.add(seat);
        });
    }

    List<Recipient> holders(String audience) {
        if (audience.equals("owner")) {
            return goal.owner() == null ? List.of() : List.of(goal.owner());
        }
        return goal.roles().entrySet().stream()
                .filter(role -> audience.equals("role(" + role.getKey() + ")"))
                .flatMap(role -> role.getValue().stream())
                .toList();
    }

    /** Those who are told of a participant. */
    List<GroupSeat> group(GroupSeat participant) {
        return overseers.stream()
                .filter(seat -> seat.isOfGroup(goal, participant))
                .toList();
    }

    /** Those of whom an overseer is told, in the order they were added. */
    List<GroupSeat> open(GroupSeat overseer) {
        return of(overseer.stepId).stream()
                .filter(seat -> seat.isLive() && seat.isOfGroup(goal, overseer))
                .toList();
    }

    List<GroupSeat> of(String stepId) {
        return participants.stream().filter(seat -> seat.stepId.equals(stepId)).toList();
    }

    @Nullable
    GroupSeat find(String stepId, String person) {
        return of(stepId).stream()
                .filter(seat -> seat.who.id().equals(person))
                .findFirst()
                .orElse(null);
    }

    /** R15. */
    boolean closeTheOthers(Step step) {
        var seats = of(step.id());
        int quorum = step.completion().quorum();
        boolean reached =
                quorum > 0 && seats.stream().filter(GroupOccurrence::succeeded).count() >= quorum;
        boolean closed = false;
        for (var seat : seats) {
            if (reached && seat.outcome == null) {
                seat.outcome = Outcome.CANCELLED;
                closed = true;
            }
        }
        return closed;
    }

    /** R16: how the step before ended for somebody, theirs if they do it too, else the whole of it; nothing while it has not. */
    @Nullable
    Outcome endBefore(String stepId, GroupSeat dormant) {
        var own = find(stepId, dormant.who.id());
        if (own != null) {
            return own.outcome;
        }
        var all = of(stepId).stream().map(seat -> seat.outcome).toList();
        if (all.contains(null)) {
            return null;
        }
        return List.of(Outcome.DONE, Outcome.RECOVERED, Outcome.EXPIRED, Outcome.DECLINED, Outcome.CANCELLED).stream()
                .filter(all::contains)
                .findFirst()
                .orElseThrow();
    }

    static boolean succeeded(GroupSeat seat) {
        return seat.outcome == Outcome.DONE || seat.outcome == Outcome.RECOVERED;
    }

    /** Somebody more, in the occurrences to come too. */
    void join(String stepId, Recipient who, Instant at) {
        var seat = new GroupSeat(stepId, who, Set.of("participant"));
        var step = seat.step(goal);
        var people = new ArrayList<>(step.participants());
        people.add(who);
        goal = goal.withStep(step.participants(people));
        int quorum = step.completion().quorum();
        boolean isDone = quorum > 0
                && of(stepId).stream().filter(GroupOccurrence::succeeded).count() >= quorum;
        participants.add(seat);
        if (isDone) {
            seat.outcome = Outcome.CANCELLED;
        } else if (step.after().isEmpty() && step.recovers() == null) {
            begin(seat, at);
        }
    }

    /** R17: overseers end with the last of those whom they oversee. */
    boolean dismiss(Step step) {
        if (of(step.id()).stream().anyMatch(seat -> seat.outcome == null)) {
            return false;
        }
        boolean any = false;
        for (var overseer : overseers) {
            if (overseer.stepId.equals(step.id()) && overseer.isLive()) {
                overseer.outcome = Outcome.CANCELLED;
                any = true;
            }
        }
        return any;
    }

    /** R12: what was missed is open again, so its recovery waits for the next miss. */
    boolean callOff(Instant at) {
        boolean any = false;
        for (var step : goal.steps()) {
            for (var seat : step.recovers() == null ? List.<GroupSeat>of() : of(step.id())) {
                if (seat.isLive()) {
                    seat.begunAt = null;
                    seat.missed = false;
                    any = true;
                }
            }
            if (step.recovers() != null) {
                overseers.stream()
                        .filter(overseer -> overseer.stepId.equals(step.id()) && overseer.isLive())
                        .forEach(overseer -> overseer.outcome = Outcome.CANCELLED);
            }
        }
        return any;
    }

    private static boolean isReopenable(GroupSeat seat) {
        return seat.outcome == Outcome.DONE || seat.outcome == Outcome.RECOVERED || seat.outcome == Outcome.EXPIRED;
    }

    /** R12 for everybody whose deadline it changes; whether somebody is asked again. */
    boolean move(Deadline to, Instant at, boolean reconfirms) {
        var before = goal;
        goal = goal.due(to);
        var again = new HashSet<GroupSeat>();
        for (var seat : all()) {
            if (seat.begunAt == null) {
                continue;
            }
            var own = seat.extension;
            seat.extension = null;
            var was = seat.due(before);
            var now = seat.due(goal);
            boolean outgrown = own == null || now.instant().isAfter(Due.of(own).instant());
            seat.extension = outgrown && seat.isParticipant() ? null : own;
            boolean reopens =
                    reconfirms && (seat.isParticipant() ? isReopenable(seat) : seat.outcome != null && isOpen(seat));
            if (reopens) {
                seat.outcome = null;
                seat.passOver(goal, at);
                again.add(seat);
            }
            if (seat.outcome == null && (reopens || !was.equals(now) && outgrown)) {
                seat.move(goal, at);
            }
        }
        overseers.removeIf(seat -> seat.extension != null && open(seat).isEmpty());
        return !again.isEmpty();
    }

    private boolean isOpen(GroupSeat overseer) {
        return of(overseer.stepId).stream().anyMatch(GroupSeat::isLive);
    }

    List<GroupSeat> all() {
        var all = new ArrayList<>(participants);
        all.addAll(overseers);
        return all;
    }
}
