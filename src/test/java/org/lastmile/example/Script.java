package org.lastmile.example;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lastmile.Lastmile;
import org.lastmile.example.ScriptedAnswer.Act;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.ical.Attendee;
import org.lastmile.ical.Invitation;
import org.lastmile.plan.Preview;
import org.lastmile.testing.ManualTime;

/**
 * An invitation as a goal, the plan that follows from it, and what each guest will do. The same invitation gives the same script,
 * so the process that was cut off and the one that goes on need not tell each other anything.
 *
 * @param goal the invitation as a goal
 * @param settled what guests had answered before, by their id
 * @param start a day before the first reminder
 * @param end when nothing is left to happen
 * @param plan what is planned at the start, with what had been answered before
 * @param answers what guests do on the way, by time
 */
record Script(
        Goal goal, Map<String, Act> settled, Instant start, Instant end, Preview plan, List<ScriptedAnswer> answers) {
    static final String RSVP = "rsvp";
    static final String ATTEND = "attend";
    static final String CHANNEL = "email";

    private static final QuietHours NIGHT = QuietHours.of(LocalTime.of(21, 0), LocalTime.of(8, 0));

    private static final Ladder TO_REPLY = Ladder.of(
            Rung.before(Period.ofDays(28)).by(CHANNEL),
            Rung.before(Period.ofDays(14)).by(CHANNEL),
            Rung.before(Period.ofDays(3)).at(LocalTime.of(9, 0)).by(CHANNEL),
            Rung.before(Period.ofDays(1)).at(LocalTime.of(18, 0)).by(CHANNEL).urgent());

    private static final Rung WHO_IS_SILENT = Rung.after(Period.ofDays(1))
            .at(LocalTime.of(9, 0))
            .to(Audience.OWNER)
            .by(CHANNEL);

    private static final Ladder TO_COME = Ladder.of(
            Rung.before(Period.ofDays(1)).at(LocalTime.of(10, 0)).by(CHANNEL),
            Rung.before(Duration.ofHours(3)).by(CHANNEL).urgent(),
            Rung.after(Period.ofDays(1)).at(LocalTime.of(10, 0)).by(CHANNEL));

    /** The script of an invitation. */
    static Script of(Invitation invitation) {
        var goal = goal(invitation);
        var settled = settled(invitation);
        var start = firstReminder(goal).minus(Duration.ofDays(1));
        var plan = planAt(start, goal, settled);
        var last = plan.lines().stream().map(line -> line.rung().at()).max(Comparator.naturalOrder());
        var end = last.orElse(start).plus(Duration.ofDays(4));
        return new Script(goal, settled, start, end, plan, answers(goal, settled, plan));
    }

    private static Goal goal(Invitation invitation) {
        var ids = invitation.attendees().stream().map(Attendee::id).collect(Collectors.toSet());
        var guests = invitation.attendees().stream()
                .filter(attendee -> !hasDelegated(attendee, ids))
                .map(attendee -> attendee.recipient().withQuietHours(NIGHT))
                .toList();
        var goal = Goal.of(invitation.goalId(), invitation.title()).due(invitation.start());
        var ladder = TO_REPLY;
        var organizer = invitation.organizer();
        if (organizer != null) {
            goal = goal.ownedBy(organizer.withQuietHours(NIGHT));
            ladder = withRung(ladder, WHO_IS_SILENT);
        }
        return goal.step(Step.of(RSVP, "Reply to the invitation")
                        .due(Period.ofDays(-7))
                        .ladder(ladder)
                        .participants(guests))
                .finalStep(Step.of(ATTEND, "Be there")
                        .ladder(TO_COME)
                        .participants(guests)
                        .after(RSVP));
    }

    /** Whoever has delegated is not asked, if the one they named is. */
    private static boolean hasDelegated(Attendee attendee, Set<String> ids) {
        return attendee.reply() == Attendee.Reply.DELEGATED
                && attendee.delegateId() != null
                && ids.contains(attendee.delegateId());
    }

    private static Map<String, Act> settled(Invitation invitation) {
        var settled = new TreeMap<String, Act>();
        for (var attendee : invitation.attendees()) {
            if (attendee.reply() == Attendee.Reply.ACCEPTED) {
                settled.put(attendee.id(), Act.ACCEPTS);
            } else if (attendee.reply() == Attendee.Reply.DECLINED) {
                settled.put(attendee.id(), Act.DECLINES);
            }
        }
        return settled;
    }

    private static Instant firstReminder(Goal goal) {
        var longBefore = ManualTime.at(deadline(goal).instant().minus(Duration.ofDays(366)));
        try (var lastmile = silent(longBefore)) {
            return lastmile.preview(goal).lines().stream()
                    .map(line -> line.rung().at())
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private static Preview planAt(Instant start, Goal goal, Map<String, Act> settled) {
        try (var lastmile = silent(ManualTime.at(start))) {
            lastmile.schedule(goal);
            settled.forEach((id, act) -> act(lastmile, goal.id(), id, act));
            lastmile.runDue(); // Whoever has accepted is now expected to come.
            return lastmile.preview(goal.id()).orElseThrow();
        }
    }

    /** An engine in memory that sends nowhere. */
    private static Lastmile silent(ManualTime time) {
        return Lastmile.builder()
                .time(time)
                .executor(Runnable::run)
                .notifier(CHANNEL, reminder -> SendResult.sent())
                .build();
    }

    /** What a host does when a guest answers. */
    static void act(Lastmile lastmile, String goalId, String recipientId, Act act) {
        if (act == Act.ACCEPTS || act == Act.COMES) {
            lastmile.complete(goalId, act.stepId(), recipientId);
        } else {
            lastmile.decline(goalId, act.stepId(), recipientId);
        }
    }

    /** The guests take turns in what they do, so that every kind of answer occurs. */
    private static List<ScriptedAnswer> answers(Goal goal, Map<String, Act> settled, Preview plan) {
        var answers = new ArrayList<ScriptedAnswer>();
        int asked = 0;
        int coming = 0;
        var toOwner = plan.lines().stream()
                .filter(line -> line.seat() != FollowUp.PARTICIPANT)
                .map(line -> line.rung().at())
                .findFirst();
        var byGuest = plan.lines().stream()
                .filter(line -> line.seat() == FollowUp.PARTICIPANT)
                .collect(Collectors.groupingBy(line -> line.recipient().id()));
        for (var guest : stepOf(goal, RSVP).participants()) {
            var lines = byGuest.getOrDefault(guest.id(), List.of());
            var before = settled.get(guest.id());
            var reply = before == null ? reply(asked++, times(lines, RSVP), toOwner.orElse(null)) : null;
            if (reply != null) {
                answers.add(new ScriptedAnswer(reply.at(), guest.id(), reply.act()));
            }
            if (before == Act.ACCEPTS || reply != null && reply.act() == Act.ACCEPTS) {
                var end = end(goal, coming++, times(lines, ATTEND));
                if (end != null) {
                    answers.add(new ScriptedAnswer(end.at(), guest.id(), end.act()));
                }
            }
        }
        answers.sort(Comparator.comparing(ScriptedAnswer::at).thenComparing(ScriptedAnswer::recipientId));
        return List.copyOf(answers);
    }

    private record Turn(Instant at, Act act) {}

    private static @Nullable Turn reply(int number, List<Instant> reminders, @Nullable Instant toOwner) {
        if (reminders.isEmpty()) {
            return null;
        }
        var first = reminders.get(0);
        var second = reminders.get(Math.min(1, reminders.size() - 1));
        var last = reminders.get(reminders.size() - 1);
        return switch (number % 8) {
            case 0 -> new Turn(first.plus(Duration.ofHours(26)), Act.ACCEPTS);
            case 1 -> new Turn(second.plus(Duration.ofHours(49)), Act.ACCEPTS);
            case 2 -> new Turn(first.plus(Duration.ofHours(7)), Act.DECLINES);
            case 4 -> new Turn(last.plus(Duration.ofMinutes(95)), Act.ACCEPTS);
            case 5 -> new Turn(second.plus(Duration.ofMinutes(11)), Act.ACCEPTS);
            // Whoever is on the owner's list is called, and says yes after all.
            case 6 -> toOwner == null ? null : new Turn(toOwner.plus(Duration.ofHours(3)), Act.ACCEPTS);
            case 7 -> new Turn(last.plus(Duration.ofMinutes(20)), Act.DECLINES);
            default -> null;
        };
    }

    private static @Nullable Turn end(Goal goal, int number, List<Instant> reminders) {
        var start = deadline(goal).instant();
        if (number % 6 == 3 && !reminders.isEmpty()) {
            return new Turn(reminders.get(0).plus(Duration.ofMinutes(135)), Act.CALLS_OFF);
        }
        return number % 6 == 5 ? null : new Turn(start.minus(Duration.ofMinutes(31 - number % 25)), Act.COMES);
    }

    /** The answers as if they had all been given at their time. */
    static List<Journal.Line> asPlanned(Script script) {
        var lines = new ArrayList<Journal.Line>();
        script.settled().forEach((id, act) -> lines.add(Journal.Line.answer(script.start(), id, act)));
        for (var answer : script.answers()) {
            lines.add(Journal.Line.answer(answer.at(), answer.recipientId(), answer.act()));
        }
        return lines;
    }

    /** When a guest is to hear of a step before its deadline, in order. */
    private static List<Instant> times(List<Preview.Line> lines, String stepId) {
        return lines.stream()
                .filter(line -> line.step().id().equals(stepId)
                        && line.rung().isPending()
                        && line.rung().at().isBefore(line.deadline().instant()))
                .map(line -> line.rung().at())
                .sorted()
                .toList();
    }

    static Deadline deadline(Goal goal) {
        return Objects.requireNonNull(goal.due(), "every goal here has a deadline");
    }

    static Step stepOf(Goal goal, String stepId) {
        return Objects.requireNonNull(goal.findStep(stepId), stepId);
    }

    private static Ladder withRung(Ladder ladder, Rung rung) {
        return new Ladder(
                Stream.concat(ladder.rungs().stream(), Stream.of(rung)).toList());
    }
}
