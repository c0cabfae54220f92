package org.lastmile.store.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Recipient;
import org.lastmile.store.Edited;
import org.lastmile.store.FollowUpEdit;
import org.lastmile.store.GoalEdit;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Target;

/** What the host changes in rows that are kept. */
final class Editing {
    private final Holdings holdings;

    Editing(Holdings holdings) {
        this.holdings = holdings;
    }

    Optional<Edited> edit(Target target, @Nullable GoalEdit goalEdit, FollowUpEdit edit) {
        var kept = holdings.goalsById.get(target.goalId());
        if (kept == null) {
            return Optional.empty();
        }
        // Nothing is written before every edit has answered: one that throws leaves all as it was.
        var stored = kept.stored;
        var members = kept.members;
        var facts = goalEdit == null ? stored.facts() : goalEdit.apply(stored.facts());
        if (goalEdit != null && !facts.withoutParticipants().equals(stored.facts())) {
            members = members.copy();
            stored = stored.with(members.addOverseers(facts));
        }
        var rows = kept.rows(target);
        var changes = new ArrayList<FollowUpEdit.@Nullable Change>(rows.size());
        for (var row : rows) {
            changes.add(edit.apply(stored, row.followUp(), members.get(row.member)));
        }
        kept.stored = stored;
        holdings.reseat(kept, members);
        return Optional.of(edited(stored, members, rows, changes));
    }

    Optional<Edited> update(String goalId, Recipient changed, FollowUpEdit edit) {
        var kept = holdings.goalsById.get(goalId);
        if (kept == null || kept.members.find(changed.id()) == null) {
            return Optional.empty();
        }
        var members = kept.members.copy();
        members.add(changed);
        var stored = kept.stored.with(members.asKept(kept.stored.facts()));
        var rows = kept.rows(new Target(goalId, null, changed.id(), Target.Seats.ALL));
        var changes = new ArrayList<FollowUpEdit.@Nullable Change>(rows.size());
        rows.forEach(row -> changes.add(edit.apply(stored, row.followUp(), changed)));
        kept.stored = stored;
        holdings.reseat(kept, members);
        return Optional.of(edited(stored, members, rows, changes));
    }

    private Edited edited(
            StoredGoal stored, Members members, List<Row> rows, List<FollowUpEdit.@Nullable Change> changes) {
        var edited = new ArrayList<Edited.Row>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            var before = row.followUp();
            var after = write(row, changes.get(i));
            edited.add(new Edited.Row(before, members.get(row.member), after));
        }
        return new Edited(stored, edited);
    }

    private @Nullable FollowUp write(Row row, FollowUpEdit.@Nullable Change change) {
        if (change == null) {
            return null;
        }
        row.move(change.standing(), change.cursor(), holdings.queue(change.cursor()));
        row.fence(change.fenced());
        return row.followUp();
    }
}
