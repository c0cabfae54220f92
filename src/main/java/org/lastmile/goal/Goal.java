package org.lastmile.goal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is to be achieved by a deadline: an id chosen by the host, a title, an owner, roles and steps.
 *
 * <p>Immutable and thread-safe; each method gives a new value. Nothing happens until it is scheduled.
 */
public final class Goal {
    private final Draft facts;

    private static final class Draft implements Cloneable {
        String id = "";
        String title = "";

        @Nullable
        Recipient owner;

        Map<String, List<Recipient>> roles = Map.of();

        @Nullable
        Deadline due;

        @Nullable
        ZoneId zone;

        List<Step> steps = List.of();
        TimePolicy policy = TimePolicy.DEFAULT;

        @Nullable
        String calendar;

        @Nullable
        String label;

        @Nullable
        Recurrence recurrence;

        Map<String, String> data = Map.of();

        Draft copy() {
            try {
                return (Draft) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Goal(Draft facts) {
        this.facts = facts;
    }

    /**
     * A goal known by that id.
     *
     * @throws IllegalArgumentException if the id (1 to 200 characters) or the title (1 to 1000) is blank, too long or has
     *     control characters
     */
    public static Goal of(String id, String title) {
        var draft = new Draft();
        draft.id = Text.id("goal id", id);
        draft.title = Text.title("goal title", title);
        return new Goal(draft);
    }

    /** With another title. */
    public Goal titled(String title) {
        Text.title("goal title", title);
        return with(draft -> draft.title = title);
    }

    /**
     * With another step in the place of the one that has its id.
     *
     * @throws IllegalArgumentException if there is none of that id
     */
    public Goal withStep(Step changed) {
        int index = indexOf(changed.id());
        if (index < 0) {
            throw new IllegalArgumentException(
                    "goal \"" + id() + "\" has no step \"" + changed.id() + "\"; add it with .step(…)");
        }
        var steps = new ArrayList<>(steps());
        steps.set(index, steps.get(index).isFinal() ? changed.asFinal() : changed);
        return with(draft -> draft.steps = List.copyOf(steps));
    }

    /** Who answers for it; {@link Audience#OWNER} in a ladder. */
    public Goal ownedBy(Recipient owner) {
        Objects.requireNonNull(owner, "owner");
        return with(draft -> draft.owner = owner);
    }

    /** Who holds that role; {@link Audience#role} in a ladder. */
    public Goal role(String name, Recipient... holders) {
        Text.word("role", name);
        var changed = new LinkedHashMap<>(facts.roles);
        changed.put(name, List.of(holders));
        return with(draft -> draft.roles = Collections.unmodifiableMap(changed));
    }

    /** Due at that local date and time. */
    public Goal due(LocalDateTime local, ZoneId zone) {
        return due(Deadline.of(local, zone));
    }

    /** Due at the end of that day. */
    public Goal due(LocalDate date, ZoneId zone) {
        return due(Deadline.of(date, zone));
    }

    /** Due at that instant; its zone is the goal's, else UTC (rule R1). */
    public Goal due(Instant instant) {
        return due(Deadline.of(instant, facts.zone == null ? ZoneOffset.UTC : facts.zone));
    }

    /** Due then. */
    public Goal due(Deadline deadline) {
        Objects.requireNonNull(deadline, "deadline");
        return with(draft -> draft.due = deadline);
    }

    /** The zone for all that has none of its own; the deadline's unless told. */
    public Goal in(ZoneId zone) {
        Objects.requireNonNull(zone, "zone");
        return with(draft -> {
            draft.zone = zone;
            if (draft.due instanceof Deadline.AtInstant at) {
                draft.due = Deadline.of(at.instant(), zone);
            }
        });
    }

    /**
     * With one more step.
     *
     * @throws IllegalArgumentException if its id is taken, it has no ladder, or its parts contradict
     */
    public Goal step(Step step) {
        if (facts.steps.stream().anyMatch(known -> known.id().equals(step.id()))) {
            throw new IllegalArgumentException(
                    "goal \"" + id() + "\" has a step \"" + step.id() + "\" already; give each step an id of its own");
        }
        if (step.ladder() == null) {
            throw new IllegalArgumentException("step \"" + step.id() + "\" has no ladder; add .ladder(Ladder.of(…))");
        }
        if (step.opening() == null
                && step.ladder().rungs().stream().anyMatch(r -> r.when().anchor() == Anchor.AT_OPENING)) {
            throw new IllegalArgumentException("step \"" + step.id()
                    + "\" has a rung at-opening and no opening hours; add .open(OpeningHours.of(…))");
        }
        var changed = new ArrayList<>(facts.steps);
        changed.add(step);
        return with(draft -> draft.steps = List.copyOf(changed));
    }

    /** With one more step, which is the last mile. */
    public Goal finalStep(Step step) {
        return step(step.asFinal());
    }

    /** Comes again (R18); answers are for the occurrence that is under way. */
    public Goal recurring(Recurrence recurrence) {
        Objects.requireNonNull(recurrence, "recurrence");
        return with(draft -> draft.recurrence = recurrence);
    }

    /** The same goal under another id: an occurrence, or a copy, which has no history. */
    public Goal as(String newId) {
        Text.id("goal id", newId);
        return with(draft -> draft.id = newId);
    }

    /** What is too late, too close, or long enough. */
    public Goal policy(TimePolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return with(draft -> draft.policy = policy);
    }

    /** Counts business days by the calendar that the host registered under that name; weekdays unless told (R7). */
    public Goal calendar(String name) {
        Text.word("calendar", name);
        return with(draft -> draft.calendar = name);
    }

    /** A label to ask for many goals at once, for example a tenant or a campaign; at most 200 characters. */
    public Goal label(String label) {
        Text.id("label", label);
        return with(draft -> draft.label = label);
    }

    /**
     * What the notifier is to know besides, for example links; at most 100 entries, keys to 200 and values to 10,000
     * characters.
     */
    public Goal data(Map<String, String> data) {
        var copy = Text.data(data);
        return with(draft -> draft.data = copy);
    }

    /**
     * This goal, if it can be scheduled: it has a deadline, a final step, participants in every step, and only names
     * steps that it has, in no circle.
     *
     * @throws IllegalArgumentException if something is missing; the message says what to add
     */
    public Goal checked() {
        if (facts.due == null) {
            throw new IllegalArgumentException("goal \"" + id() + "\" has no deadline; add .due(…)");
        }
        if (steps().stream().noneMatch(Step::isFinal)) {
            throw new IllegalArgumentException(
                    "goal \"" + id() + "\" has no final step; add the last mile with .finalStep(…)");
        }
        steps().forEach(this::check);
        steps().forEach(step -> refuseCircle(step, new ArrayList<>()));
        if (facts.recurrence != null) {
            checkRecurrence();
        }
        return this;
    }

    private void checkRecurrence() {
        for (var step : steps()) {
            if (step.due() instanceof StepDue.Own own) {
                throw new IllegalArgumentException("step \"" + step.id() + "\" of the recurring goal \"" + id()
                        + "\" is due at " + own.deadline() + ", which does not come again; let it count from the goal");
            }
        }
    }

    private void refuseCircle(Step step, List<String> path) {
        if (path.contains(step.id())) {
            throw new IllegalArgumentException("goal \"" + id() + "\" has steps that wait for each other: "
                    + String.join(" -> ", path) + " -> " + step.id() + "; break the circle");
        }
        path.add(step.id());
        for (var other : named(step)) {
            refuseCircle(Objects.requireNonNull(findStep(other)), path);
        }
        path.remove(path.size() - 1);
    }

    /** The steps that a step waits for, recovers or counts from. */
    private static List<String> named(Step step) {
        var named = new ArrayList<>(step.after());
        if (step.recovers() != null) {
            named.add(step.recovers());
        }
        if (step.due() instanceof StepDue.FromStep from) {
            named.add(from.stepId());
        }
        return named;
    }

    private void check(Step step) {
        if (step.participants().isEmpty()) {
            throw new IllegalArgumentException(
                    "step \"" + step.id() + "\" has no participants; add .participants(…), or leave the step out");
        }
        if (step.completion().quorum() > step.participants().size()) {
            throw new IllegalArgumentException("step \"" + step.id() + "\" is complete with "
                    + step.completion().quorum() + " answers and has "
                    + step.participants().size()
                    + " participants; lower the number or add participants");
        }
        for (var other : named(step)) {
            if (findStep(other) == null) {
                throw new IllegalArgumentException("step \"" + step.id() + "\" names step \"" + other
                        + "\", which goal \"" + id() + "\" does not have; add it or correct the name");
            }
        }
    }

    /** The same goal with steps that name no participants, as a store keeps it. */
    public Goal withoutParticipants() {
        var bare = steps().stream().map(step -> step.participants(List.of())).toList();
        return with(draft -> draft.steps = bare);
    }

    /** Who is meant by an audience other than the participants, in the order they were said. */
    public List<Recipient> holders(Audience audience) {
        var role = audience.role();
        if (role != null) {
            return roles().getOrDefault(role, List.of());
        }
        var owner = facts.owner;
        return audience.isParticipant() || owner == null ? List.of() : List.of(owner);
    }

    /** Everybody to whom a rung of the step speaks other than as a participant, each once. */
    public List<Recipient> overseers(Step step) {
        var ladder = step.ladder();
        if (ladder == null) {
            return List.of();
        }
        var found = new LinkedHashMap<String, Recipient>();
        for (var rung : ladder.rungs()) {
            for (var holder : holders(rung.audience())) {
                found.putIfAbsent(holder.id(), holder);
            }
        }
        return found.isEmpty() ? List.of() : List.copyOf(found.values());
    }

    /** The position of the step of that id, from 0; -1 if the goal does not have it. */
    public int indexOf(String stepId) {
        for (int i = 0; i < steps().size(); i++) {
            if (steps().get(i).id().equals(stepId)) {
                return i;
            }
        }
        return -1;
    }

    /** The step of that id, if the goal has it. */
    public @Nullable Step findStep(String stepId) {
        return steps().stream()
                .filter(step -> step.id().equals(stepId))
                .findFirst()
                .orElse(null);
    }

    public String id() {
        return facts.id;
    }

    public String title() {
        return facts.title;
    }

    public @Nullable Recipient owner() {
        return facts.owner;
    }

    /** The holders of each role, in the order they were said. */
    public Map<String, List<Recipient>> roles() {
        return facts.roles;
    }

    /** By when, once it has been said. */
    public @Nullable Deadline due() {
        return facts.due;
    }

    /** The zone for all that has none of its own: the goal's, else the deadline's, else UTC. */
    public ZoneId zone() {
        if (facts.zone != null) {
            return facts.zone;
        }
        return facts.due != null ? facts.due.zone() : ZoneOffset.UTC;
    }

    /** The zone that was said with {@link #in}; none if it goes by the deadline. */
    public @Nullable ZoneId ownZone() {
        return facts.zone;
    }

    public List<Step> steps() {
        return facts.steps;
    }

    public TimePolicy policy() {
        return facts.policy;
    }

    /** The name of its business calendar, if it is not the default. */
    public @Nullable String calendar() {
        return facts.calendar;
    }

    public @Nullable String label() {
        return facts.label;
    }

    public Map<String, String> data() {
        return facts.data;
    }

    /** How it comes again, if it does. */
    public @Nullable Recurrence recurrence() {
        return facts.recurrence;
    }

    private Goal with(Consumer<Draft> change) {
        var draft = facts.copy();
        change.accept(draft);
        return new Goal(draft);
    }

    private List<@Nullable Object> content() {
        return Arrays.asList(
                id(),
                title(),
                owner(),
                roles(),
                due(),
                zone(),
                steps(),
                policy(),
                calendar(),
                label(),
                data(),
                recurrence());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Goal that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    @Override
    public String toString() {
        return "Goal[" + id() + "]";
    }
}
