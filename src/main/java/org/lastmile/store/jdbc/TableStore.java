package org.lastmile.store.jdbc;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Claim;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Lane;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Scope;
import org.lastmile.store.Account;
import org.lastmile.store.Edited;
import org.lastmile.store.FollowUpEdit;
import org.lastmile.store.GoalEdit;
import org.lastmile.store.NewFollowUp;
import org.lastmile.store.RollCall;
import org.lastmile.store.Seated;
import org.lastmile.store.Settlement;
import org.lastmile.store.StepKey;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Tally;
import org.lastmile.store.Target;
import org.lastmile.store.Unreadable;
import org.lastmile.store.jdbc.Dialect.Taking;

/** All that a store does, in whatever transaction it is to be done. */
abstract sealed class TableStore implements Store permits JdbcStore, HostTransaction {
    final Rooms rooms;
    final Transactions transactions;

    TableStore(Rooms rooms, Transactions transactions) {
        this.rooms = rooms;
        this.transactions = transactions;
    }

    @Override
    public Instant now() {
        return transactions.reading("asking the time", c -> Instant.ofEpochMilli(rooms.dialect.now(c)));
    }

    @Override
    public Added add(Goal goal, String fingerprint, List<NewFollowUp> followUps, Instant at) {
        var enrolment = new Enrolment(goal, fingerprint, followUps, at);
        Transactions.Work<Added> work = c -> enrolment.write(c, rooms.dialect, rooms.tables, rooms.rows);
        return rooms.dialect.addsGoalsAtOnce() && enrolment.isSmall()
                ? transactions.alone("adding a goal", work)
                : transactions.host("adding a goal", work);
    }

    @Override
    public Optional<Integer> join(String goalId, Function<StoredGoal, List<NewFollowUp>> followUps) {
        return transactions.host("adding follow-ups", c -> rooms.joining.join(c, goalId, followUps));
    }

    @Override
    public Set<StepKey> settled(Collection<StepKey> steps) {
        return steps.isEmpty() ? Set.of() : transactions.reading("counting", c -> rooms.counting.settled(c, steps));
    }

    @Override
    public Tally tally(long goal, int step) {
        return transactions.reading("counting", c -> rooms.counting.tally(c, goal, step));
    }

    @Override
    public RollCall rollCall(long goal, int step, @Nullable Deadline extension, Instant now, int limit) {
        return transactions.reading(
                "calling the roll", c -> rooms.counting.rollCall(c, goal, step, extension, now.toEpochMilli(), limit));
    }

    @Override
    public Optional<StoredGoal> goal(String goalId) {
        return transactions.reading(
                "reading a goal",
                c -> {
                    var head = rooms.goals.head(c, goalId, false);
                    return head.isEmpty()
                            ? Optional.<StoredGoal>empty()
                            : Optional.of(rooms.goals.current(c, head.get()));
                },
                goal -> goal.ifPresent(rooms.cache::put));
    }

    @Override
    public Optional<String> goalId(long number) {
        return transactions.reading("reading a goal's id", c -> rooms.asking.goalId(c, number));
    }

    @Override
    public Map<Long, StoredGoal> goals(Collection<Versioned> numbers) {
        return rooms.goals.find(transactions, numbers, rooms.claiming::report);
    }

    @Override
    public List<Seated> followUps(long goal, FollowUp.@Nullable Key after, int limit) {
        return transactions.reading("reading follow-ups", c -> rooms.reading.followUps(c, goal, after, limit));
    }

    @Override
    public List<LedgerEntry> ledger(long goal, @Nullable LedgerEntry after, int limit) {
        return transactions.reading("reading the ledger", c -> rooms.reading.ledger(c, goal, after, limit));
    }

    @Override
    public Set<Lane> lanes() {
        return transactions.reading("reading the lanes", rooms.lanes::all);
    }

    @Override
    public List<Claim> claim(Lane lane, Instant now, Instant leaseUntil, int limit) {
        return rooms.claiming.claim(transactions, lane, now.toEpochMilli(), leaseUntil.toEpochMilli(), limit);
    }

    @Override
    public List<Claim> claim(Collection<FollowUp.Key> keys, Instant now, Instant leaseUntil) {
        return keys.isEmpty()
                ? List.of()
                : rooms.claiming.claim(transactions, keys, now.toEpochMilli(), leaseUntil.toEpochMilli());
    }

    @Override
    public List<Claim> claimStray(Instant dueUntil, Instant now, Instant leaseUntil, int limit) {
        return rooms.claiming.claimStray(
                transactions,
                dueUntil.toEpochMilli(),
                new Taking(Taking.STRAY_LANE, now.toEpochMilli(), leaseUntil.toEpochMilli(), limit));
    }

    @Override
    public Collection<Unreadable> unreadable() {
        return rooms.claiming.unreadable();
    }

    @Override
    public List<Seated> waiting(Lane lane, Instant dueUntil, @Nullable FollowUp after, int limit) {
        return transactions.reading(
                "reading a lane", c -> rooms.reading.waiting(c, lane, dueUntil.toEpochMilli(), after, limit));
    }

    @Override
    public Set<FollowUp.Key> look(Collection<FollowUp> claimed, Instant leaseUntil) {
        return claimed.isEmpty()
                ? Set.of()
                : transactions.engine(
                        "looking again",
                        held -> !held.isEmpty(),
                        c -> rooms.settling.look(c, claimed, leaseUntil.toEpochMilli()));
    }

    @Override
    public List<Settled> settle(List<Settlement> settlements) {
        return settlements.isEmpty()
                ? List.of()
                : transactions.engine("settling", answers -> true, c -> rooms.settling.settle(c, settlements));
    }

    @Override
    public void handBack(Collection<FollowUp> claimed) {
        if (!claimed.isEmpty()) {
            transactions.engine("handing back", count -> count > 0, c -> rooms.settling.handBack(c, claimed));
        }
    }

    @Override
    public List<FollowUp> read(Collection<FollowUp.Key> keys) {
        return keys.isEmpty()
                ? List.of()
                : transactions.reading("reading follow-ups", c -> rooms.reading.read(c, keys));
    }

    @Override
    public List<Head> heads(Instant now) {
        return transactions.reading("looking ahead", c -> rooms.reading.heads(c, now.toEpochMilli()));
    }

    @Override
    public Optional<Edited> edit(Target target, @Nullable GoalEdit goalEdit, FollowUpEdit edit) {
        if (goalEdit == null && target.isSingle() && rooms.dialect.editsSingly()) {
            Transactions.Work<Optional<Edited>> work = c -> c.getAutoCommit()
                    ? rooms.editing.editAlone(c, target, edit)
                    : rooms.editing.edit(c, target, null, edit);
            var edited = transactions.alone("editing", work, this::remember);
            if (edited.isPresent()) {
                return edited;
            }
        }
        return transactions.host("editing", c -> rooms.editing.edit(c, target, goalEdit, edit), this::remember);
    }

    @Override
    public Optional<Edited> update(String goalId, Recipient changed, FollowUpEdit edit) {
        return transactions.host(
                "changing a recipient", c -> rooms.editing.update(c, goalId, changed, edit), this::remember);
    }

    private void remember(Optional<Edited> edited) {
        edited.ifPresent(done -> rooms.cache.put(done.goal()));
    }

    @Override
    public int sentSince(String recipientId, Instant after, int most) {
        return transactions.reading(
                "counting sends", c -> rooms.asking.sentSince(c, recipientId, after.toEpochMilli(), most));
    }

    @Override
    public List<StoredGoal> goals(@Nullable String label, long after, int limit) {
        var numbers = transactions.reading("reading goals", c -> rooms.asking.goals(c, label, after, limit));
        var found = goals(numbers.stream()
                .map(number -> new Versioned(number, Integer.MAX_VALUE))
                .toList());
        return numbers.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    @Override
    public List<Long> goalsOf(String recipientId, long after, int limit) {
        return transactions.reading("reading goals", c -> rooms.asking.goalsOf(c, recipientId, after, limit));
    }

    @Override
    public List<Seated> followUpsOf(String recipientId, FollowUp.@Nullable Key after, int limit) {
        return transactions.reading("reading follow-ups", c -> rooms.reading.followUpsOf(c, recipientId, after, limit));
    }

    @Override
    public Map<Lane, Long> load(Instant startInclusive, Instant endExclusive) {
        return transactions.reading(
                "looking ahead", c -> rooms.asking.load(c, startInclusive.toEpochMilli(), endExclusive.toEpochMilli()));
    }

    @Override
    public Account account(Scope scope, int mostSteps) {
        makeUp(scope);
        return transactions.asking("counting what came of goals", c -> rooms.accounting.account(c, scope, mostSteps));
    }

    @Override
    public List<Open> stillOpen(Scope scope, FollowUp.@Nullable Key after, int limit) {
        makeUp(scope);
        return transactions.asking("reading who is open", c -> rooms.accounting.stillOpen(c, scope, after, limit));
    }

    private void makeUp(Scope scope) {
        if (scope.hasDuePeriod()) {
            rooms.dueTimes.makeUp(transactions);
        }
    }

    @Override
    public int forget(String recipientId) {
        return transactions.host("forgetting a recipient", c -> rooms.erasing.forget(c, recipientId));
    }

    @Override
    public int purge(Instant before, int limit) {
        return transactions
                .host("purging goals", c -> rooms.erasing.purge(c, before.toEpochMilli(), limit), rooms.cache::remove)
                .size();
    }

    @Override
    public Optional<String> note(String name) {
        return transactions.reading("reading a note", c -> rooms.notes.read(c, name));
    }

    @Override
    public void note(String name, String text) {
        transactions.host("writing a note", c -> rooms.notes.write(c, name, text));
    }

    @Override
    public void afterCommit(Runnable task) {
        transactions.afterCommit(task);
    }
}
