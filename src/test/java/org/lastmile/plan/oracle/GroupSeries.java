package org.lastmile.plan.oracle;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Deadline;

/** The occurrences of a goal that recurs (rule R18). */
final class GroupSeries {
    private final List<GroupOccurrence> occurrences;
    private final Set<GroupReached> reached;
    private Deadline origin;
    private int originNumber = 1;

    GroupSeries(List<GroupOccurrence> occurrences, Set<GroupReached> reached) {
        this.occurrences = occurrences;
        this.reached = reached;
        origin = current().goal.due();
    }

    /** The one that people's answers are about. */
    GroupOccurrence current() {
        return occurrences.get(occurrences.size() - 1);
    }

    /** Later ones count from the one that is moved. */
    void move(Deadline to) {
        origin = to;
        originNumber = current().number;
    }

    /** At the deadline of the last one, after all that is said then, the next one begins. */
    boolean comesAgain(Instant at) {
        var last = current();
        var next = next(last.number + 1);
        if (next == null || Due.of(last.goal.due()).instant().isAfter(at)) {
            return false;
        }
        reached.add(GroupReached.R18_CAME_AGAIN);
        last.hasFollower = true;
        occurrences.add(new GroupOccurrence(last.goal.due(next), last.number + 1, at));
        return true;
    }

    private @Nullable Deadline next(int number) {
        var recurrence = current().goal.recurrence();
        if (recurrence == null) {
            return null;
        }
        var from = Due.of(origin);
        int months = Walk.months(recurrence.every()) * (number - originNumber);
        int days = recurrence.every().getDays() * (number - originNumber);
        var local = Walk.by(from.local(), months, days);
        boolean over = recurrence.until() == null
                ? number > recurrence.times()
                : local.toLocalDate().isAfter(recurrence.until());
        return over ? null : Deadline.of(local, from.zone());
    }
}
