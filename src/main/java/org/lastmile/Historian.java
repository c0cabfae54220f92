package org.lastmile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Arming;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.Nudged;
import org.lastmile.goal.Recurrence;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Silenced;
import org.lastmile.goal.Standing;
import org.lastmile.plan.PlannedRung;
import org.lastmile.plan.Planner;
import org.lastmile.report.HistoryEntry;
import org.lastmile.store.Register.Versioned;
import org.lastmile.store.Seated;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;

/** Tells what became of each reminder: what the ledger says, and what a closing or a move silenced. One follow-up after the other. */
final class Historian {
    private static final int PAGE = 500;
    /** The ledger of one follow-up is rarely longer. */
    private static final int SHORT_PAGE = 50;

    private final Store store;
    private final Promises promises;

    Historian(Store store, Promises promises) {
        this.store = store;
        this.promises = promises;
    }

    /** All of it, of every occurrence. */
    List<HistoryEntry> history(String goalId) {
        return history(goalId, null, Integer.MAX_VALUE).items();
    }

    /** A page of a goal's history, occurrence by occurrence. */
    Page<HistoryEntry> history(String goalId, @Nullable String after, int limit) {
        var page = new HistoryPage(after, limit);
        for (var goal : occurrences(goalId)) {
            if (goal.number() >= page.from.goal() && !page.isFull()) {
                read(goal, page);
            }
        }
        return page.page();
    }

    private List<StoredGoal> occurrences(String goalId) {
        var all = new ArrayList<StoredGoal>();
        store.goal(goalId).ifPresent(first -> {
            all.add(first);
            var recurrence = first.facts().recurrence();
            for (int i = 2; recurrence != null && i <= recurrence.current(); i++) {
                store.goal(Recurrence.id(goalId, i)).ifPresent(all::add);
            }
        });
        return all;
    }

    private void read(StoredGoal goal, HistoryPage page) {
        var from = page.from.goal() == goal.number()
                ? page.from
                : new FollowUp.Key(goal.number(), -1, -1, FollowUp.CLOCKWORK);
        var ledger = LedgerReader.from(store, from);
        var after = before(from);
        List<Seated> seats;
        do {
            seats = store.followUps(goal.number(), after, PAGE);
            for (var seated : seats) {
                after = seated.followUp().key();
                if (page.isFull()) {
                    return;
                }
                page.addAll(lines(goal, seated, ledger.of(after)));
            }
        } while (seats.size() == PAGE);
    }

    /** A page of what a recipient was to hear, over all goals. */
    Page<HistoryEntry> historyOf(String recipientId, @Nullable String after, int limit) {
        var page = new HistoryPage(after, limit);
        var key = before(page.from);
        List<Seated> seats;
        do {
            seats = store.followUpsOf(recipientId, key, SHORT_PAGE);
            for (var seated : seats) {
                key = seated.followUp().key();
                var goal = store.goals(List.of(new Versioned(key.goal(), 0))).get(key.goal());
                if (page.isFull()) {
                    return page.page();
                }
                if (goal != null) {
                    page.addAll(lines(goal, seated, LedgerReader.at(store, key).of(key)));
                }
            }
        } while (seats.size() == SHORT_PAGE);
        return page.page();
    }

    /** The key that is right before that one. */
    private static FollowUp.Key before(FollowUp.Key key) {
        return new FollowUp.Key(key.goal(), key.step(), key.member(), key.seat() - 1);
    }

    private List<HistoryLine> lines(StoredGoal goal, Seated seated, List<LedgerEntry> ledger) {
        if (seated.followUp().key().seat() == FollowUp.CLOCKWORK) {
            return List.of();
        }
        var lines = new ArrayList<HistoryLine>();
        Set<String> told = new HashSet<>();
        for (var entry : ledger) {
            var line = told(goal, seated, entry);
            lines.add(line);
            told.add(line.entry().reminderId());
            told.add(withoutEpoch(line.entry().reminderId()));
        }
        for (var silenced : seated.followUp().standing().remarks().silenced()) {
            if (isStillPlanned(silenced, seated.followUp().standing().arming())) {
                continue;
            }
            var line = silenced(goal, seated, silenced);
            if (told.add(line.entry().reminderId())) {
                lines.add(line);
            }
        }
        if (seated.followUp().standing().state() == Standing.State.CLOSED) {
            addSilenced(goal, seated, told, lines);
        }
        Collections.sort(lines);
        return lines;
    }

    private static HistoryLine told(StoredGoal goal, Seated seated, LedgerEntry entry) {
        var facts = goal.facts();
        var line = new HistoryEntry(
                ReminderIds.of(facts, seated.recipient().id(), entry),
                facts.id(),
                facts.steps().get(entry.key().step()).id(),
                seated.recipient().id(),
                entry.rung() == Nudged.RUNG ? 0 : entry.rung() + 1,
                entry.state(),
                entry.channel(),
                entry.plannedAt(),
                entry.at(),
                entry.detail());
        return new HistoryLine(
                entry.key(),
                entry.epoch(),
                entry.activity(),
                entry.rung(),
                entry.repetition(),
                entry.generation(),
                line);
    }

    /** Whether it is only noted, since it was under way at an edit that took nothing back. */
    private static boolean isStillPlanned(Silenced silenced, Arming arming) {
        boolean presentActivity = silenced.activity() == 0 || silenced.activity() == arming.activity();
        return silenced.rung() == Nudged.RUNG || silenced.epoch() == arming.epoch() && presentActivity;
    }

    /** What a change of the plan silenced. */
    private static HistoryLine silenced(StoredGoal goal, Seated seated, Silenced silenced) {
        var facts = goal.facts();
        var key = seated.followUp().key();
        var step = facts.steps().get(key.step());
        var line = new HistoryEntry(
                ReminderIds.of(facts, key, seated.recipient(), silenced),
                facts.id(),
                step.id(),
                seated.recipient().id(),
                silenced.rung() + 1,
                ReminderState.SILENCED,
                null,
                silenced.plannedAt(),
                null,
                "the plan was changed");
        return new HistoryLine(
                key,
                silenced.epoch(),
                silenced.activity(),
                silenced.rung(),
                silenced.repetition(),
                HistoryLine.LAST,
                line);
    }

    /** What the ending of a follow-up silenced. */
    private void addSilenced(StoredGoal goal, Seated seated, Set<String> tells, List<HistoryLine> lines) {
        var key = seated.followUp().key();
        var standing = seated.followUp().standing();
        var plan = Planner.plan(promises.terms(goal.facts(), key, seated.recipient(), standing), standing);
        var rungs = new ArrayList<>(plan.rungs());
        if (plan.nudge() != null) {
            rungs.add(plan.nudge());
        }
        for (var rung : rungs) {
            var id = ReminderIds.of(goal.facts(), key, seated.recipient(), rung, standing);
            // What was dealt with before a move, and is not armed again by it, has its lines under the epoch of then;
            // if an
            // ending had silenced it, it has none.
            boolean told =
                    rung.handled() ? tells.contains(withoutEpoch(id)) : !tells.add(id) || wasUnderWay(rung, lines);
            if (!told) {
                lines.add(ended(goal, seated, rung, id));
            }
        }
    }

    /** Whether it was on its way when the goal moved, and so has its line under the epoch of then. */
    private static boolean wasUnderWay(PlannedRung rung, List<HistoryLine> lines) {
        return !rung.definition().when().anchor().countsFromDeadline()
                && lines.stream()
                        .map(HistoryLine::entry)
                        .anyMatch(line -> line.rung() == rung.number()
                                && line.state() != ReminderState.SILENCED
                                && line.plannedAt().equals(rung.at()));
    }

    private static HistoryLine ended(StoredGoal goal, Seated seated, PlannedRung rung, String id) {
        var key = seated.followUp().key();
        var standing = seated.followUp().standing();
        var reason = standing.remarks().reason();
        var outcome = Objects.toString(standing.outcome());
        boolean silenced = rung.handled() || rung.isPending();
        var line = new HistoryEntry(
                id,
                goal.facts().id(),
                goal.facts().steps().get(key.step()).id(),
                seated.recipient().id(),
                rung.number(),
                silenced ? ReminderState.SILENCED : rung.state(),
                null,
                rung.at(),
                null,
                reason == null ? outcome : outcome + ": " + reason);
        var arming = standing.arming();
        return new HistoryLine(key, arming.epoch(), 0, rung.rung(), rung.repetition(), HistoryLine.LAST, line);
    }

    private static String withoutEpoch(String reminderId) {
        return reminderId.replaceFirst("(/(@[0-9]+\\.)?[0-9]+\\.[0-9]+)\\.[^/]*$", "$1");
    }
}
