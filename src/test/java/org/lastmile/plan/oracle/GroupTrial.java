package org.lastmile.plan.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lastmile.Lastmile;
import org.lastmile.goal.Move;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;
import org.lastmile.testing.ManualTime;

/** One goal of several people lived twice, by the oracle and by the library through its public door, and compared. */
final class GroupTrial {
    private static final Pattern TAIL = Pattern.compile("(?:@\\d+\\.)?(\\d+)\\.(\\d+)\\.\\d+(?:\\.\\d+)?");

    private final GroupCase life;
    private final GroupCase lived;
    private final List<String> sent = new ArrayList<>();
    private final ManualTime time;
    private Set<GroupReached> reached = Set.of();

    /** @param lived what the library is told: the case itself, or a wrong one on purpose */
    GroupTrial(GroupCase life, GroupCase lived) {
        this.life = life;
        this.lived = lived;
        this.time = ManualTime.at(life.start());
    }

    static GroupTrial of(long seed) {
        var life = GroupDice.roll(seed);
        return new GroupTrial(life, life);
    }

    Set<GroupReached> reached() {
        return reached;
    }

    /** What is wrong, with all that is needed to play it again; nothing if all is well. */
    @Nullable
    String complaint() {
        var end = life.start().plus(Duration.ofDays(220));
        var expected = GroupLife.of(life, end);
        reached = expected.reached;
        List<String> actual;
        try {
            actual = play(expected, end);
        } catch (RuntimeException e) {
            return life.text() + "the library failed: " + e + "\n"
                    + List.of(e.getStackTrace()).stream().limit(8).toList();
        }
        return expected.lines().equals(actual) ? null : life.text() + difference(expected.lines(), actual);
    }

    private List<String> play(GroupLife expected, Instant end) {
        var builder = Lastmile.builder().time(time).executor(Runnable::run);
        builder.notifier("email", this::call).notifier("sms", this::call);
        if (life.cap() > 0) {
            builder.cap(lived.cap(), GroupCase.CAP_PER);
        }
        try (var lastmile = builder.build()) {
            lastmile.schedule(lived.goal());
            lastmile.runDue();
            for (var event : expected.accepted) {
                time.runUntil(lastmile, event.at());
                if (lived.events().contains(event)) {
                    happen(lastmile, event);
                }
                lastmile.runDue();
            }
            time.runUntil(lastmile, end);
            var lines = sent.stream().sorted().collect(Collectors.toList());
            for (var occurrence : expected.occurrences) {
                boolean isPast = occurrence.number == 1 && expected.occurrences.size() > 1;
                for (var seat : isPast ? List.<GroupSeat>of() : occurrence.participants) {
                    var status = lastmile.status(occurrence.id(), seat.stepId, seat.who.id());
                    lines.add(occurrence.id() + " " + seat.stepId + " " + seat.who.id() + " "
                            + status.orElseThrow().outcome());
                }
            }
            return lines;
        }
    }

    private SendResult call(Reminder reminder) {
        if (lived.isDead(reminder.recipient(), reminder.channel())) {
            return SendResult.permanent("dead");
        }
        var tail = TAIL.matcher(reminder.id().substring(reminder.id().lastIndexOf('/') + 1));
        if (!tail.matches()) {
            throw new IllegalStateException("unexpected id " + reminder.id());
        }
        var names =
                reminder.stillOpen().stream().map(open -> open.recipient().id()).collect(Collectors.joining(", "));
        var what = reminder.goalId() + " " + reminder.stepId() + "#" + tail.group(1) + "." + tail.group(2) + " "
                + reminder.channel().name() + (names.isEmpty() ? "" : " about " + names);
        sent.add(GroupPost.line(life, time.instant(), reminder.recipient().id(), what));
        return SendResult.sent();
    }

    private static void happen(Lastmile lastmile, GroupEvent event) {
        if (event instanceof GroupEvent.Answer answer) {
            if (answer.how() == Outcome.DONE) {
                lastmile.complete("goal", answer.step(), answer.person());
            } else {
                lastmile.decline("goal", answer.step(), answer.person());
            }
        } else if (event instanceof GroupEvent.Touch touch) {
            lastmile.touch("goal", touch.step(), touch.person());
        } else if (event instanceof GroupEvent.Extend extend) {
            lastmile.reschedule("goal", extend.step(), extend.person(), Move.to(extend.to()));
        } else if (event instanceof GroupEvent.Move move) {
            var to = Move.to(move.to());
            lastmile.reschedule("goal", move.reconfirms() ? to.reconfirm() : to);
        } else if (event instanceof GroupEvent.Join join) {
            lastmile.addParticipants("goal", join.step(), join.who());
        } else if (event instanceof GroupEvent.NewLadder renewed) {
            lastmile.replaceLadder("goal", renewed.step(), renewed.ladder());
        } else if (event instanceof GroupEvent.Hold hold && hold.isAcknowledgement()) {
            lastmile.acknowledge("goal", hold.step(), hold.person(), hold.until());
        } else if (event instanceof GroupEvent.Hold hold) {
            lastmile.snooze("goal", hold.step(), hold.person(), hold.until());
        }
    }

    private static String difference(List<String> expected, List<String> actual) {
        var missing = new ArrayList<>(expected);
        missing.removeAll(actual);
        var extra = new ArrayList<>(actual);
        extra.removeAll(expected);
        return "only the oracle says:\n  " + String.join("\n  ", missing) + "\nonly the library says:\n  "
                + String.join("\n  ", extra) + "\nthe oracle says in all:\n  " + String.join("\n  ", expected);
    }
}
