package org.lastmile.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Step;

/** Collects what the author of a goal may not have meant, each thing once however many recipients it is about. */
final class PlanWarnings {
    private static final Duration LAST_DAY = Duration.ofHours(24);

    private record About(Warning.Kind kind, String stepId, int rung) {}

    private final Goal goal;
    private final BiPredicate<Channel, Recipient> reaches;
    private final Map<About, Integer> recipients = new LinkedHashMap<>();
    private final Map<About, String> texts = new LinkedHashMap<>();
    /** What has been noted about the recipient at hand: a rung that repeats is noted once. */
    private final Set<About> noted = new HashSet<>();

    PlanWarnings(Goal goal, BiPredicate<Channel, Recipient> reaches) {
        this.goal = goal;
        this.reaches = reaches;
    }

    void add(Preview.Subject subject, Plan plan) {
        var step = subject.step();
        noted.clear();
        Instant last = null;
        boolean speaksBefore = false;
        for (var rung : plan.rungs()) {
            if (rung.state() == ReminderState.PAST_DEADLINE) {
                note(Warning.Kind.PAST_DEADLINE, step, rung, "falls on or after the deadline and will not speak");
            }
            if (rung.state() == ReminderState.QUIET) {
                note(
                        Warning.Kind.NO_ROOM_IN_QUIET_HOURS,
                        step,
                        rung,
                        "has no room outside quiet hours and will not speak");
            }
            if (rung.definition().channels().stream()
                    .noneMatch(channel -> reaches.test(channel, subject.recipient()))) {
                note(Warning.Kind.NO_ADDRESS, step, rung, "finds no address on any of its channels");
            }
            if (Planner.speaksBeforeDeadline(rung.definition())) {
                speaksBefore = true;
                last = rung.isPending() || rung.handled() ? rung.at() : last;
            }
        }
        warnOfSilentLastDay(step, plan, speaksBefore && subject.seat() == FollowUp.PARTICIPANT, last);
        warnOfClosedDeadline(step, plan);
    }

    List<Warning> found() {
        goal.steps().forEach(this::warnOfEmptyAudiences);
        var found = new ArrayList<Warning>();
        recipients.forEach((about, count) -> found.add(
                new Warning(about.kind(), about.stepId(), about.rung(), count, texts.getOrDefault(about, ""))));
        found.sort(Comparator.comparing(Warning::stepId).thenComparing(Warning::rung));
        return found;
    }

    private void warnOfSilentLastDay(Step step, Plan plan, boolean speaksBefore, @Nullable Instant last) {
        if (speaksBefore
                && last != null
                && last.isBefore(plan.deadline().instant().minus(LAST_DAY))) {
            note(
                    new About(Warning.Kind.SILENT_LAST_DAY, step.id(), 0),
                    "step \"" + step.id() + "\" says nothing in the last 24 hours before its deadline");
        }
    }

    private void warnOfClosedDeadline(Step step, Plan plan) {
        var opening = step.opening();
        if (opening != null) {
            var local = LocalDateTime.ofInstant(plan.deadline().instant(), goal.zone());
            if (!opening.contains(local.toLocalTime())) {
                note(
                        new About(Warning.Kind.DEADLINE_WHEN_CLOSED, step.id(), 0),
                        "step \"" + step.id() + "\" is due at " + local + ", outside its opening hours " + opening);
            }
        }
    }

    private void warnOfEmptyAudiences(Step step) {
        var ladder = step.ladder();
        for (int i = 0; ladder != null && i < ladder.rungs().size(); i++) {
            var audience = ladder.rungs().get(i).audience();
            if (!audience.isParticipant() && goal.holders(audience).isEmpty()) {
                note(
                        new About(Warning.Kind.NO_RECIPIENT, step.id(), i + 1),
                        "rung " + (i + 1) + " \"" + ladder.rungs().get(i) + "\" speaks to " + audience
                                + ", and nobody is that");
            }
        }
    }

    private void note(Warning.Kind kind, Step step, PlannedRung rung, String what) {
        int number = rung.rung() + 1;
        note(new About(kind, step.id(), number), "rung " + number + " \"" + rung.definition() + "\" " + what);
    }

    private void note(About about, String text) {
        if (noted.add(about)) {
            recipients.merge(about, 1, Integer::sum);
            texts.putIfAbsent(about, text);
        }
    }
}
