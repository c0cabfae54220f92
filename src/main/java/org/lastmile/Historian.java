package org.lastmile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.Nudged;
import org.lastmile.goal.Recurrence;
import org.lastmile.goal.Reminder;
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
        var page = new Pages(after, limit);
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

    private void read(StoredGoal goal, Pages page) {
        var from = page.from.goal() == goal.number()
                ? page.from
                : new FollowUp.Key(goal.number(), -1, -1, FollowUp.CLOCKWORK);
        var ledger = new LedgerReader(goal.number(), from);
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
        var page = new Pages(after, limit);
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
                    page.addAll(lines(goal, seated, ledger(key)));
                }
            }
        } while (seats.size() == SHORT_PAGE);
        return page.page();
    }

    private List<LedgerEntry> ledger(FollowUp.Key key) {
        var lines = new ArrayList<LedgerEntry>();
        var after = LedgerEntry.before(key);
        List<LedgerEntry> page;
        do {
            page = store.ledger(key.goal(), after, SHORT_PAGE);
            for (var entry : page) {
                if (!entry.key().equals(key)) {
                    return lines;
                }
                lines.add(entry);
                after = entry;
            }
        } while (page.size() == SHORT_PAGE);
        return lines;
    }

    /** The key that is right before that one. */
    private static FollowUp.Key before(FollowUp.Key key) {
        return new FollowUp.Key(key.goal(), key.step(), key.member(), key.seat() - 1);
    }

    /** The ledger of a goal, read along with its follow-ups. */
    private final class LedgerReader {
        private final long goal;
        private List<LedgerEntry> page = List.of();
        private int next;
        private @Nullable LedgerEntry last;
        private boolean atEnd;

        LedgerReader(long goal, FollowUp.Key from) {
            this.goal = goal;
            last = LedgerEntry.before(from);
        }

        /** The lines of that follow-up, which is behind the last one asked for. */
        List<LedgerEntry> of(FollowUp.Key key) {
            var lines = new ArrayList<LedgerEntry>();
            for (var entry = peek(); entry != null && entry.key().compareTo(key) <= 0; entry = peek()) {
                if (entry.key().equals(key)) {
                    lines.add(entry);
                }
                next++;
            }
            return lines;
        }

        private @Nullable LedgerEntry peek() {
            if (next == page.size() && !atEnd) {
                page = store.ledger(goal, last, PAGE);
                next = 0;
                atEnd = page.size() < PAGE;
                last = page.isEmpty() ? last : page.get(page.size() - 1);
            }
            return next < page.size() ? page.get(next) : null;
        }
    }

    /** A line of a follow-up with its place among the others. */
    private record Line(
            FollowUp.Key key, int epoch, int activity, int rung, int repetition, int generation, HistoryEntry entry)
            implements Comparable<Line> {
        /** Behind every line of the ledger that is about the same reminder. */
        static final int LAST = Integer.MAX_VALUE;

        private int[] place() {
            return new int[] {epoch, activity, rung, repetition, generation};
        }

        String cursor() {
            return Place.write(
                    key.goal(), key.step(), key.member(), key.seat(), epoch, activity, rung, repetition, generation);
        }

        boolean isBehind(long[] after) {
            var own = place();
            for (int i = 0; i < own.length; i++) {
                if (own[i] != after[4 + i]) {
                    return own[i] > after[4 + i];
                }
            }
            return false;
        }

        @Override
        public int compareTo(Line other) {
            return java.util.Arrays.compare(place(), other.place());
        }
    }

    /** Collects a page, and one line more, which tells that there are more. */
    private static final class Pages {
        final FollowUp.Key from;
        private final long @Nullable [] after;
        private final int limit;
        private final List<Line> lines = new ArrayList<>();

        Pages(@Nullable String after, int limit) {
            this.limit = limit;
            this.after = after == null ? null : Place.read(after, 9);
            this.from = this.after == null
                    ? new FollowUp.Key(0, -1, -1, FollowUp.CLOCKWORK)
                    : new FollowUp.Key(this.after[0], (int) this.after[1], (int) this.after[2], (int) this.after[3]);
        }

        boolean isFull() {
            return lines.size() > limit;
        }

        void addAll(List<Line> more) {
            for (var line : more) {
                if (after == null || !line.key().equals(from) || line.isBehind(after)) {
                    lines.add(line);
                }
            }
        }

        Page<HistoryEntry> page() {
            var shown = isFull() ? lines.subList(0, limit) : lines;
            var next = isFull() ? shown.get(limit - 1).cursor() : null;
            return new Page<>(shown.stream().map(Line::entry).toList(), next);
        }
    }

    private List<Line> lines(StoredGoal goal, Seated seated, List<LedgerEntry> ledger) {
        if (seated.followUp().key().seat() == FollowUp.CLOCKWORK) {
            return List.of();
        }
        var lines = new ArrayList<Line>();
        Set<String> told = new HashSet<>();
        for (var entry : ledger) {
            var line = told(goal, seated, entry);
            lines.add(line);
            told.add(line.entry().reminderId());
            told.add(withoutEpoch(line.entry().reminderId()));
        }
        for (var silenced : seated.followUp().standing().remarks().silenced()) {
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

    private static Line told(StoredGoal goal, Seated seated, LedgerEntry entry) {
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
        return new Line(
                entry.key(),
                entry.epoch(),
                entry.activity(),
                entry.rung(),
                entry.repetition(),
                entry.generation(),
                line);
    }

    /** What a change of the plan silenced. */
    private static Line silenced(StoredGoal goal, Seated seated, Silenced silenced) {
        var facts = goal.facts();
        var key = seated.followUp().key();
        var step = facts.steps().get(key.step());
        var id = Reminder.id(
                facts.id(),
                step.id(),
                seated.recipient().id(),
                key.seat(),
                silenced.rung(),
                silenced.repetition(),
                silenced.epoch(),
                silenced.activity());
        var line = new HistoryEntry(
                id,
                facts.id(),
                step.id(),
                seated.recipient().id(),
                silenced.rung() + 1,
                ReminderState.SILENCED,
                null,
                silenced.plannedAt(),
                null,
                "the plan was changed");
        return new Line(
                key, silenced.epoch(), silenced.activity(), silenced.rung(), silenced.repetition(), Line.LAST, line);
    }

    /** What the ending of a follow-up silenced. */
    private void addSilenced(StoredGoal goal, Seated seated, Set<String> tells, List<Line> lines) {
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
            boolean told = rung.handled() ? tells.contains(withoutEpoch(id)) : !tells.add(id);
            if (!told) {
                lines.add(ended(goal, seated, rung, id));
            }
        }
    }

    private static Line ended(StoredGoal goal, Seated seated, PlannedRung rung, String id) {
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
        return new Line(key, arming.epoch(), 0, rung.rung(), rung.repetition(), Line.LAST, line);
    }

    private static String withoutEpoch(String reminderId) {
        return reminderId.replaceFirst("(/(@[0-9]+\\.)?[0-9]+\\.[0-9]+)\\.[^/]*$", "$1");
    }
}
