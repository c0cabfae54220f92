package org.lastmile.store.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Completion;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.LatePolicy;
import org.lastmile.goal.OpeningHours;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Recurrence;
import org.lastmile.goal.Step;
import org.lastmile.goal.StepDue;
import org.lastmile.goal.TimePolicy;

/** Goals and steps as rows of values. */
final class GoalRows {
    /** Raised when the meaning of a goal's columns changes; a row of another format is not read. */
    static final int FORMAT = 1;
    /** The same for the text form of a ladder. */
    static final int LADDER_FORMAT = 1;

    /** What is written once. */
    static final List<Column> IDENTITY = Tables.columns("id:t fingerprint:t scheduled_at:l version:i");
    /** What an edit may change. The last two are not read with the goal: {@link DueTimes}. */
    static final List<Column> FACTS = Tables.columns(
            "format:i title:t owner:i roles:t due:t zone:t",
            "late:t min_lead:t stale_after:t grace:t open_after:t calendar:t label:t data:t recurrence:t",
            "due_at:l due_at_of:t");

    static final List<Column> COLUMNS = Table.concat(IDENTITY, FACTS);
    static final List<Column> STEP_COLUMNS = Tables.columns(
            "id:t title:t due:t completion:t after_steps:t recovers:t opening:t is_final:b ladder_format:i ladder:t data:t");

    private GoalRows() {}

    static @Nullable Object[] identity(Goal goal, String fingerprint, Instant at) {
        return new @Nullable Object[] {goal.id(), fingerprint, at.toEpochMilli(), 1};
    }

    /** The facts; the owner and the holders of roles by their numbers. */
    static @Nullable Object[] facts(Goal goal, ToIntFunction<Recipient> number) {
        var roles = new LinkedHashMap<String, String>();
        goal.roles()
                .forEach((role, holders) -> roles.put(
                        role,
                        String.join(
                                ",",
                                holders.stream()
                                        .map(holder -> Integer.toString(number.applyAsInt(holder)))
                                        .toList())));
        var owner = goal.owner();
        var due = goal.due();
        var zone = goal.ownZone();
        var policy = goal.policy();
        var recurrence = goal.recurrence();
        return new @Nullable Object[] {
            FORMAT,
            goal.title(),
            owner == null ? null : number.applyAsInt(owner),
            TextMap.write(roles),
            due == null ? null : due.toString(),
            zone == null ? null : zone.getId(),
            policy.late().name(),
            policy.minLead().toString(),
            policy.staleAfter().toString(),
            policy.grace().toString(),
            policy.openAfter().toString(),
            goal.calendar(),
            goal.label(),
            TextMap.write(goal.data()),
            recurrence == null ? null : recurrence.toString(),
            due == null ? null : due.instant().toEpochMilli(),
            due == null ? null : due.toString()
        };
    }

    /** The columns of a step behind its key. */
    static @Nullable Object[] step(Step step) {
        var ladder = step.ladder();
        var opening = step.opening();
        return new @Nullable Object[] {
            step.id(),
            step.title(),
            step.due().toString(),
            step.completion().toString(),
            TextMap.writeList(step.after()),
            step.recovers(),
            opening == null ? null : opening.toString(),
            step.isFinal(),
            LADDER_FORMAT,
            ladder == null ? "" : ladder.toString(),
            TextMap.write(step.data())
        };
    }

    /**
     * A goal without its steps, and without the recipients it names.
     *
     * @param owner the owner's number, if it has one
     * @param roles the numbers of the holders of each role
     */
    record Outline(Goal goal, @Nullable Integer owner, Map<String, List<Integer>> roles) {}

    /** @throws RuntimeException if something in it cannot be read */
    static Outline readFacts(String id, Fields fields) throws SQLException {
        known("format", fields.anInt(), FORMAT);
        var goal = Goal.of(id, fields.text());
        var owner = fields.intOrNull();
        var roles = new LinkedHashMap<String, List<Integer>>();
        TextMap.read(fields.text()).forEach((role, holders) -> roles.put(role, numbers(holders)));
        var due = fields.textOrNull();
        var zone = fields.textOrNull();
        if (zone != null) {
            goal = goal.in(ZoneId.of(zone));
        }
        if (due != null) {
            // After the zone, which would change how an instant is read.
            goal = goal.due(Deadline.parse(due));
        }
        goal = goal.policy(new TimePolicy(
                LatePolicy.valueOf(fields.text()),
                Duration.parse(fields.text()),
                Duration.parse(fields.text()),
                Duration.parse(fields.text()),
                Duration.parse(fields.text())));
        var calendar = fields.textOrNull();
        var label = fields.textOrNull();
        goal = calendar == null ? goal : goal.calendar(calendar);
        goal = label == null ? goal : goal.label(label);
        goal = goal.data(TextMap.read(fields.text()));
        var recurrence = fields.textOrNull();
        return new Outline(recurrence == null ? goal : goal.recurring(Recurrence.parse(recurrence)), owner, roles);
    }

    /** @throws RuntimeException if something in it cannot be read */
    static Goal readStep(Goal goal, Fields fields) throws SQLException {
        var step = Step.of(fields.text(), fields.text())
                .due(StepDue.parse(fields.text()))
                .completion(Completion.parse(fields.text()))
                .after(TextMap.readList(fields.text()).toArray(String[]::new));
        var recovers = fields.textOrNull();
        var opening = fields.textOrNull();
        boolean isFinal = fields.aBoolean();
        known("ladder_format", fields.anInt(), LADDER_FORMAT);
        step = step.ladder(Ladder.parse(fields.text())).data(TextMap.read(fields.text()));
        step = recovers == null ? step : step.recovers(recovers);
        step = opening == null ? step : step.open(OpeningHours.parse(opening));
        return isFinal ? goal.finalStep(step) : goal.step(step);
    }

    private static List<Integer> numbers(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(text.split(",")).stream().map(Integer::valueOf).toList();
    }

    private static void known(String column, int found, int known) {
        if (found != known) {
            throw new IllegalArgumentException(column + " is " + found + "; this version reads " + known);
        }
    }
}
