package org.lastmile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.Recurrence;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Standing;
import org.lastmile.plan.Planner;
import org.lastmile.report.HistoryEntry;
import org.lastmile.store.Seated;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;

/** Tells what became of each reminder: what the ledger says, and what a closing silenced. */
final class Historian {
    private static final int PAGE = 1_000;

    private final Store store;
    private final Registrar registrar;
    private final Promises promises;

    Historian(Store store, Registrar registrar, Promises promises) {
        this.store = store;
        this.registrar = registrar;
        this.promises = promises;
    }

    List<HistoryEntry> history(String goalId) {
        var first = store.goal(goalId);
        var history = new ArrayList<HistoryEntry>();
        first.ifPresent(goal -> history.addAll(history(goal)));
        var recurrence = first.isPresent() ? first.get().facts().recurrence() : null;
        for (int i = 2; recurrence != null && i <= recurrence.current(); i++) {
            store.goal(Recurrence.id(goalId, i)).ifPresent(goal -> history.addAll(history(goal)));
        }
        return history;
    }

    private List<HistoryEntry> history(StoredGoal goal) {
        Map<FollowUp.Key, Seated> seats = new HashMap<>();
        registrar.forEach(goal, seated -> seats.put(seated.followUp().key(), seated));
        var history = new ArrayList<HistoryEntry>();
        Set<String> told = new HashSet<>();
        LedgerEntry after = null;
        List<LedgerEntry> page;
        do {
            page = store.ledger(goal.number(), after, PAGE);
            for (var entry : page) {
                var line = line(goal.facts(), seats, entry);
                history.add(line);
                told.add(line.reminderId());
                told.add(withoutEpoch(line.reminderId()));
                after = entry;
            }
        } while (page.size() == PAGE);
        for (var seated : seats.values()) {
            if (seated.followUp().standing().state() == Standing.State.CLOSED) {
                addSilenced(goal.facts(), seated, told, history);
            }
        }
        return history;
    }

    private static HistoryEntry line(Goal goal, Map<FollowUp.Key, Seated> seats, LedgerEntry entry) {
        var seated = seats.get(entry.key());
        var recipientId = seated == null ? "?" : seated.recipient().id();
        return new HistoryEntry(
                ReminderIds.of(goal, recipientId, entry),
                goal.steps().get(entry.key().step()).id(),
                recipientId,
                entry.rung() + 1,
                entry.state(),
                entry.channel(),
                entry.plannedAt(),
                entry.at(),
                entry.detail());
    }

    private void addSilenced(Goal goal, Seated seated, Set<String> tells, List<HistoryEntry> history) {
        var key = seated.followUp().key();
        var standing = seated.followUp().standing();
        var terms = promises.terms(goal, key, seated.recipient(), standing);
        for (var rung : Planner.plan(terms, standing).rungs()) {
            var id = ReminderIds.of(goal, key, seated.recipient(), rung, standing);
            // What was dealt with before a move, and is not armed again by it, has its lines under the epoch of then;
            // if an ending
            // had silenced it, it has none.
            boolean told = rung.handled() ? tells.contains(withoutEpoch(id)) : !tells.add(id);
            if (!told) {
                boolean silenced = rung.handled() || rung.isPending();
                var state = silenced ? ReminderState.SILENCED : rung.state();
                history.add(new HistoryEntry(
                        id,
                        goal.steps().get(key.step()).id(),
                        seated.recipient().id(),
                        rung.rung() + 1,
                        state,
                        null,
                        rung.at(),
                        null,
                        Objects.toString(standing.outcome())));
            }
        }
    }

    private static String withoutEpoch(String reminderId) {
        return reminderId.replaceFirst("(/(@[0-9]+\\.)?[0-9]+\\.[0-9]+)\\.[^/]*$", "$1");
    }
}
