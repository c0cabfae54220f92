package org.lastmile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Offset;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Recurrence;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.plan.StepDeadlines;
import org.lastmile.store.Edited;
import org.lastmile.store.FollowUpEdit;
import org.lastmile.store.GoalEdit;
import org.lastmile.store.NewFollowUp;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Target;

/**
 * Goals that come again (rule R18). Each occurrence is a goal of its own, kept as {@code id@occurrence-2} and so on; what the host
 * says of {@code id} is about the one under way.
 */
final class Occurrences {
    private static final Recipient CLOCKWORK = Recipient.of("lastmile-clockwork", "clockwork");

    private static final int LONGEST_SERIES_ID = 180;

    private final Store store;
    private final Promises promises;

    Occurrences(Store store, Promises promises) {
        this.store = store;
        this.promises = promises;
    }

    /** Edits the occurrence under way of a goal that comes again, and any other goal as it is. */
    Optional<Edited> edit(Target target, @Nullable GoalEdit goalEdit, FollowUpEdit edit) {
        var done = store.edit(
                target,
                goalEdit == null ? null : facts -> isPast(facts) ? facts : goalEdit.apply(facts),
                (goal, followUp, recipient) -> isPast(goal.facts()) ? null : edit.apply(goal, followUp, recipient));
        if (done.isEmpty() || !isPast(done.get().goal().facts())) {
            return done;
        }
        return store.edit(target.in(currentId(done.get().goal().facts())), goalEdit, edit);
    }

    /** The goal of that id, or its occurrence under way. */
    Optional<StoredGoal> current(String goalId) {
        var goal = store.goal(goalId);
        return goal.isPresent() && isPast(goal.get().facts())
                ? store.goal(currentId(goal.get().facts()))
                : goal;
    }

    /** Whether there is a goal of that id with a step of that id. */
    boolean knows(String goalId, String stepId) {
        return store.goal(goalId)
                .filter(goal -> goal.facts().indexOf(stepId) >= 0)
                .isPresent();
    }

    private static boolean isPast(Goal facts) {
        return facts.recurrence() != null && facts.recurrence().isPast();
    }

    private static String currentId(Goal facts) {
        return Recurrence.id(
                facts.id(), Objects.requireNonNull(facts.recurrence()).current());
    }

    /** The row that begins the next occurrence at the deadline of this one; none if this is the last. */
    static List<NewFollowUp> clockwork(Goal goal, Instant now) {
        var due = Objects.requireNonNull(goal.due());
        var recurrence = goal.recurrence();
        if (recurrence == null || recurrence.next(due) == null) {
            return List.of();
        }
        return List.of(
                new NewFollowUp(0, CLOCKWORK, FollowUp.CLOCKWORK, Standing.open(now), Cursor.engine(due.instant())));
    }

    /** The next occurrence of a goal, with the participants it has; {@code null} if it is the last. */
    static @Nullable Goal following(Goal goal) {
        var recurrence = goal.recurrence();
        var due = goal.due();
        var next = recurrence == null || due == null ? null : recurrence.next(due);
        if (recurrence == null || due == null || next == null) {
            return null;
        }
        return goal.as(Recurrence.id(goal.id(), recurrence.number() + 1))
                .due(next)
                .recurring(recurrence.following(due));
    }

    /** The deadline of an occurrence has come: the next one begins. */
    void begin(StoredGoal goal, Registrar registrar) {
        var facts = goal.facts();
        var at = Objects.requireNonNull(facts.due()).instant();
        var next = following(withParticipants(goal, registrar));
        if (next == null) {
            return;
        }
        registrar.begin(next, at);
        int number = Objects.requireNonNull(next.recurrence()).number();
        store.edit(
                new Target(Recurrence.seriesOf(facts.id()), "", null, Target.Seats.PARTICIPANTS),
                first -> first.recurrence() == null || first.recurrence().current() >= number
                        ? first
                        : first.recurring(first.recurrence().withCurrent(number)),
                (stored, followUp, recipient) -> null);
    }

    static Goal withParticipants(StoredGoal goal, Registrar registrar) {
        var people = new ArrayList<List<Recipient>>();
        goal.facts().steps().forEach(step -> people.add(new ArrayList<>()));
        registrar.forEach(goal, seated -> {
            var key = seated.followUp().key();
            boolean removed = seated.followUp().standing().outcome() == Outcome.CANCELLED;
            if (key.seat() == FollowUp.PARTICIPANT && !removed) {
                people.get(key.step()).add(seated.recipient());
            }
        });
        var facts = goal.facts();
        for (int i = 0; i < facts.steps().size(); i++) {
            facts = facts.withStep(facts.steps().get(i).participants(people.get(i)));
        }
        return facts;
    }

    /** Whether this is exactly the n-th occurrence in a row that somebody has left unanswered. */
    boolean isNthUnanswered(Goal goal, Step step, String recipientId, int n) {
        var recurrence = goal.recurrence();
        int inARow = 1;
        for (int number = recurrence == null ? 1 : recurrence.number() - 1; number >= 1 && inARow <= n; number--) {
            if (recurrence == null || !leftUnanswered(Recurrence.id(goal.id(), number), step.id(), recipientId)) {
                break;
            }
            inARow++;
        }
        return inARow == n;
    }

    private boolean leftUnanswered(String goalId, String stepId, String recipientId) {
        return store.edit(Target.participants(goalId, stepId, recipientId), null, (stored, followUp, recipient) -> null)
                .filter(row -> !row.rows().isEmpty())
                .map(row -> isUnanswered(row.rows().get(0).before().standing().outcome()))
                .orElse(false);
    }

    private static boolean isUnanswered(@Nullable Outcome outcome) {
        return outcome == null || outcome == Outcome.EXPIRED;
    }

    /** @throws IllegalArgumentException if a rung of the ladder does not fit between two deadlines */
    void checkFits(Goal goal) {
        var recurrence = goal.recurrence();
        var next = following(goal);
        if (recurrence == null || next == null) {
            return;
        }
        if (goal.id().length() > LONGEST_SERIES_ID) {
            throw new IllegalArgumentException(
                    "goal id \"" + goal.id() + "\" has " + goal.id().length() + " characters; use at most "
                            + LONGEST_SERIES_ID + " for a recurring goal, whose occurrences have longer ids");
        }
        var calendar = promises.calendar(goal);
        var begins = Objects.requireNonNull(goal.due()).instant();
        for (var step : next.steps()) {
            var deadline = StepDeadlines.of(next, step, begins, calendar);
            for (var rung : Objects.requireNonNull(step.ladder()).rungs()) {
                var anchor = rung.when().anchor();
                boolean late = anchor == Anchor.AFTER && !rung.when().offset().isZero();
                boolean early = anchor == Anchor.BEFORE
                        && isBefore(deadline, rung.when().offset(), begins, goal);
                if (late || early) {
                    throw new IllegalArgumentException(
                            "rung \"" + rung + "\" of step \"" + step.id()
                                    + "\" does not fit into a recurrence every " + recurrence.every()
                                    + ", in which an occurrence begins at the deadline before it; shorten it or recur less often");
                }
            }
        }
    }

    private boolean isBefore(Deadline deadline, Offset offset, Instant begins, Goal goal) {
        return StepDeadlines.before(deadline, offset, promises.calendar(goal))
                .instant()
                .isBefore(begins);
    }
}
