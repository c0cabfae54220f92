package org.lastmile.goal;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thing to be done on the way to a goal, by one or many participants.
 *
 * <p>Immutable and thread-safe; each method gives a new value. Due with its goal unless told otherwise (rule R1).
 */
public final class Step {
    private final Draft facts;

    private static final class Draft implements Cloneable {
        String id = "";
        String title = "";
        StepDue due = new StepDue.WithGoal();

        @Nullable
        Ladder ladder;

        List<Recipient> participants = List.of();
        Completion completion = Completion.ALL;
        List<String> after = List.of();

        @Nullable
        String recovers;

        @Nullable
        OpeningHours opening;

        Map<String, String> data = Map.of();
        boolean last;

        Draft copy() {
            try {
                return (Draft) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Step(Draft facts) {
        this.facts = facts;
    }

    /**
     * A step known by that id within its goal.
     *
     * @throws IllegalArgumentException if the id (1 to 200 characters) or the title (1 to 1000) is blank, too long or has
     *     control characters
     */
    public static Step of(String id, String title) {
        var draft = new Draft();
        draft.id = Text.id("step id", id);
        draft.title = Text.title("step title", title);
        return new Step(draft);
    }

    /** Due at so much calendar time from the goal's deadline; negative is before it. */
    public Step due(Period fromGoal) {
        return due(Offset.of(fromGoal));
    }

    /** Due at so much elapsed time from the goal's deadline; negative is before it. */
    public Step due(Duration fromGoal) {
        return due(Offset.of(fromGoal));
    }

    /** Due at that offset from the goal's deadline; negative is before it. */
    public Step due(Offset fromGoal) {
        return due(new StepDue.FromGoal(fromGoal));
    }

    /** Due then, wherever the goal moves. */
    public Step due(LocalDateTime local, ZoneId zone) {
        return due(new StepDue.Own(Deadline.of(local, zone)));
    }

    /** Due at the end of that day, wherever the goal moves. */
    public Step due(LocalDate date, ZoneId zone) {
        return due(new StepDue.Own(Deadline.of(date, zone)));
    }

    /** Due as told. */
    public Step due(StepDue due) {
        Objects.requireNonNull(due, "due");
        return with(draft -> draft.due = due);
    }

    public Step ladder(Ladder ladder) {
        Objects.requireNonNull(ladder, "ladder");
        return with(draft -> draft.ladder = ladder);
    }

    /** These recipients are to do it, instead of those named before. */
    public Step participants(Recipient... participants) {
        return participants(Arrays.asList(participants));
    }

    /**
     * These recipients are to do it, instead of those named before.
     *
     * @throws IllegalArgumentException if an id occurs twice
     */
    public Step participants(Collection<Recipient> participants) {
        var ids = new HashSet<String>();
        for (var recipient : participants) {
            if (!ids.add(recipient.id())) {
                throw new IllegalArgumentException("participants of step \"" + id() + "\" name recipient \""
                        + recipient.id() + "\" twice; name each once");
            }
        }
        var copy = List.copyOf(participants);
        return with(draft -> draft.participants = copy);
    }

    /** How many of them complete it; {@link Completion#ALL} unless told (R15). */
    public Step completion(Completion completion) {
        Objects.requireNonNull(completion, "completion");
        return with(draft -> draft.completion = completion);
    }

    /** Dormant until these steps are done (R16). */
    public Step after(String... stepIds) {
        for (var stepId : stepIds) {
            Text.id("after", stepId);
            if (stepId.equals(id())) {
                throw new IllegalArgumentException("step \"" + id() + "\" is after itself; name another step");
            }
        }
        return with(draft -> draft.after = List.of(stepIds));
    }

    /** Begins only when that step is missed (R13). */
    public Step recovers(String stepId) {
        Text.id("recovers", stepId);
        if (stepId.equals(id())) {
            throw new IllegalArgumentException("step \"" + id() + "\" recovers itself; name another step");
        }
        return with(draft -> draft.recovers = stepId);
    }

    /** Can be done in these hours only, in the goal's zone (R6). */
    public Step open(OpeningHours hours) {
        Objects.requireNonNull(hours, "hours");
        return with(draft -> draft.opening = hours);
    }

    /** What the notifier is to know of this step besides; over the goal's data where both have a key. */
    public Step data(Map<String, String> data) {
        var copy = Text.data(data);
        return with(draft -> draft.data = copy);
    }

    Step asFinal() {
        return with(draft -> draft.last = true);
    }

    public String id() {
        return facts.id;
    }

    public String title() {
        return facts.title;
    }

    public StepDue due() {
        return facts.due;
    }

    /** The ladder, once it has been said; a goal takes no step without one. */
    public @Nullable Ladder ladder() {
        return facts.ladder;
    }

    public List<Recipient> participants() {
        return facts.participants;
    }

    public Completion completion() {
        return facts.completion;
    }

    /** The ids of the steps it waits for. */
    public List<String> after() {
        return facts.after;
    }

    /** The id of the step whose miss begins this one, if it is a recovery step. */
    public @Nullable String recovers() {
        return facts.recovers;
    }

    public @Nullable OpeningHours opening() {
        return facts.opening;
    }

    public Map<String, String> data() {
        return facts.data;
    }

    /** Whether it is the last mile. */
    public boolean isFinal() {
        return facts.last;
    }

    private Step with(Consumer<Draft> change) {
        var draft = facts.copy();
        change.accept(draft);
        return new Step(draft);
    }

    private List<@Nullable Object> content() {
        return Arrays.asList(
                id(),
                title(),
                due(),
                ladder(),
                participants(),
                completion(),
                after(),
                recovers(),
                opening(),
                data(),
                isFinal());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Step that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    @Override
    public String toString() {
        return "Step[" + id() + "]";
    }
}
