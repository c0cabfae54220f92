package org.lastmile.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.LatePolicy;
import org.lastmile.goal.OpeningHours;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Step;
import org.lastmile.goal.StepDue;
import org.lastmile.goal.TimePolicy;
import org.lastmile.plan.oracle.Event;

/**
 * A promise told in a test: a goal with one step and one participant, and what becomes of it.
 *
 * <p>Rungs are numbered from 1; {@code #2} is the second rung, {@code #2.1} its first repetition after the first time.
 */
final class Promised {
    private String ladder = "before P1D by email";
    private String due = "";
    private String start = "";
    private @Nullable String goalZone;
    private @Nullable String zone;
    private @Nullable String quiet;
    private @Nullable String open;
    private String stepDue = "with-goal";
    private TimePolicy policy = TimePolicy.DEFAULT;
    private BusinessCalendar calendar = BusinessCalendar.WEEKDAYS;
    private @Nullable Life life;

    /** Due then, for example {@code 2026-07-04T19:00[Europe/Berlin]}. */
    static Promised due(String deadline) {
        var promised = new Promised();
        promised.due = deadline;
        return promised;
    }

    /** When the participant begins, in UTC. */
    Promised begun(String instant) {
        start = instant;
        return this;
    }

    /** The rungs; those that name no channel speak by e-mail. */
    Promised ladder(String... rungs) {
        ladder = Arrays.stream(rungs)
                .map(rung -> rung.contains(" by ") ? rung : rung + " by email")
                .collect(Collectors.joining("\n"));
        return this;
    }

    Promised goalIn(String zoneId) {
        goalZone = zoneId;
        return this;
    }

    Promised recipientIn(String zoneId) {
        zone = zoneId;
        return this;
    }

    Promised quiet(String hours) {
        quiet = hours;
        return this;
    }

    Promised open(String hours) {
        open = hours;
        return this;
    }

    Promised stepDue(String text) {
        stepDue = text;
        return this;
    }

    Promised latestIfNoneLeft() {
        policy = policy.withLate(LatePolicy.LATEST_IF_NONE_LEFT);
        return this;
    }

    Promised minLead(String duration) {
        policy = policy.withMinLead(Duration.parse(duration));
        return this;
    }

    Promised staleAfter(String duration) {
        policy = policy.withStaleAfter(Duration.parse(duration));
        return this;
    }

    Promised grace(String duration) {
        policy = policy.withGrace(Duration.parse(duration));
        return this;
    }

    Promised openAfter(String duration) {
        policy = policy.withOpenAfter(Duration.parse(duration));
        return this;
    }

    Promised holidays(String... dates) {
        var holidays = Arrays.stream(dates).map(LocalDate::parse).collect(Collectors.toSet());
        calendar = date -> BusinessCalendar.WEEKDAYS.isBusinessDay(date) && !holidays.contains(date);
        return this;
    }

    /** The goal as it was told. */
    Goal goal() {
        var step = Step.of("step", "Step").ladder(Ladder.parse(ladder)).due(StepDue.parse(stepDue));
        if (open != null) {
            step = step.open(OpeningHours.parse(open));
        }
        var goal = Goal.of("goal", "Goal").due(Deadline.parse(due)).policy(policy);
        return (goalZone == null ? goal : goal.in(ZoneId.of(goalZone))).finalStep(step);
    }

    Recipient recipient() {
        return Recipient.of("guest", "Guest")
                .withZone(zone == null ? null : ZoneId.of(zone))
                .withQuietHours(quiet == null ? null : QuietHours.parse(quiet));
    }

    Life life() {
        if (life == null) {
            life = Life.begin(goal(), "step", recipient(), calendar, Instant.parse(start));
        }
        return life;
    }

    Plan plan() {
        return life().plan();
    }

    /** Every rung in the order of the instants: {@code 2026-07-01T07:00:00Z #1}, or {@code #2 LATE}. */
    List<String> rungs() {
        return plan().rungs().stream().map(Promised::line).toList();
    }

    private static String line(PlannedRung rung) {
        return rung.isPending() ? rung.at() + " " + name(rung.rung(), rung.repetition()) : silent(rung);
    }

    private static String silent(PlannedRung rung) {
        return name(rung.rung(), rung.repetition()) + " " + (rung.handled() ? "handled" : rung.state());
    }

    private static String name(int rung, int repetition) {
        return "#" + (rung + 1) + (repetition == 0 ? "" : "." + repetition);
    }

    /** Why the rung of that number is not where its offset says. */
    Set<Shift> shifts(int number) {
        return plan().rungs().stream()
                .filter(rung -> rung.rung() == number - 1)
                .findFirst()
                .orElseThrow()
                .shifts();
    }

    Promised runUntil(String instant) {
        life().runUntil(Instant.parse(instant));
        return this;
    }

    Promised down(String from, String until) {
        return happen(new Event.Outage(Instant.parse(from), Instant.parse(until)));
    }

    Promised snoozed(String at, String until) {
        return happen(new Event.Hold(Instant.parse(at), Instant.parse(until), false));
    }

    Promised acknowledged(String at, String until) {
        return happen(new Event.Hold(Instant.parse(at), Instant.parse(until), true));
    }

    Promised touched(String at) {
        return happen(new Event.Touch(Instant.parse(at)));
    }

    Promised looked(String at) {
        return happen(new Event.Look(Instant.parse(at)));
    }

    Promised moved(String at, String to) {
        return happen(new Event.MoveGoal(Instant.parse(at), Deadline.parse(to)));
    }

    Promised extended(String at, String to) {
        return happen(new Event.Extend(Instant.parse(at), Deadline.parse(to)));
    }

    Promised closed(String at, Outcome how) {
        return happen(new Event.Close(Instant.parse(at), how));
    }

    Promised goesTo(String at, String zoneId) {
        return happen(new Event.ChangeZone(Instant.parse(at), ZoneId.of(zoneId)));
    }

    Promised quietFrom(String at, @Nullable String hours) {
        return happen(new Event.ChangeQuietHours(Instant.parse(at), hours == null ? null : QuietHours.parse(hours)));
    }

    private Promised happen(Event event) {
        life().happen(event);
        return this;
    }

    /** Runs to the end. What was sent, in the order it was sent: {@code 2026-07-01T07:00:00Z #1}. */
    List<String> sent() {
        return life().runToTheEnd().sent().stream()
                .map(row -> row.at() + " " + name(row.rung(), row.repetition()))
                .toList();
    }

    /** Runs to the end. What was skipped, in the order it was known: {@code #2 LATE}. */
    List<String> skipped() {
        var lines = new ArrayList<String>();
        for (var row : life().runToTheEnd().rows()) {
            if (!row.isSent()) {
                lines.add(name(row.rung(), row.repetition()) + " " + row.state());
            }
        }
        return lines;
    }

    /** Runs to the end. How it ended: {@code EXPIRED 2026-07-04T17:00:00Z}. */
    String end() {
        var chronicle = life().runToTheEnd();
        return chronicle.outcome() + " " + chronicle.closedAt();
    }
}
