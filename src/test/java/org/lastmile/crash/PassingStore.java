package org.lastmile.crash;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
import org.lastmile.store.Edited;
import org.lastmile.store.FollowUpEdit;
import org.lastmile.store.GoalEdit;
import org.lastmile.store.NewFollowUp;
import org.lastmile.store.RollCall;
import org.lastmile.store.Seated;
import org.lastmile.store.Settlement;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Tally;
import org.lastmile.store.Target;

/** A store that passes every call on to another: the place to step in between engine and store. */
class PassingStore implements Store {
    private final Store store;

    PassingStore(Store store) {
        this.store = store;
    }

    @Override
    public Instant now() {
        return store.now();
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public Added add(Goal goal, String fingerprint, List<NewFollowUp> followUps, Instant at) {
        return store.add(goal, fingerprint, followUps, at);
    }

    @Override
    public Optional<Integer> join(String goalId, Function<StoredGoal, List<NewFollowUp>> followUps) {
        return store.join(goalId, followUps);
    }

    @Override
    public boolean isSettled(long goal, int step) {
        return store.isSettled(goal, step);
    }

    @Override
    public Tally tally(long goal, int step) {
        return store.tally(goal, step);
    }

    @Override
    public RollCall rollCall(long goal, int step, @Nullable Deadline extension, Instant now, int limit) {
        return store.rollCall(goal, step, extension, now, limit);
    }

    @Override
    public Optional<StoredGoal> goal(String goalId) {
        return store.goal(goalId);
    }

    @Override
    public Map<Long, StoredGoal> goals(Collection<Versioned> numbers) {
        return store.goals(numbers);
    }

    @Override
    public List<Seated> followUps(long goal, FollowUp.@Nullable Key after, int limit) {
        return store.followUps(goal, after, limit);
    }

    @Override
    public Set<Lane> lanes() {
        return store.lanes();
    }

    @Override
    public List<Claim> claim(Lane lane, Instant now, Instant leaseUntil, int limit) {
        return store.claim(lane, now, leaseUntil, limit);
    }

    @Override
    public List<Claim> claim(Collection<FollowUp.Key> keys, Instant now, Instant leaseUntil) {
        return store.claim(keys, now, leaseUntil);
    }

    @Override
    public List<Seated> waiting(Lane lane, Instant dueUntil, @Nullable FollowUp after, int limit) {
        return store.waiting(lane, dueUntil, after, limit);
    }

    @Override
    public Set<FollowUp.Key> look(Collection<FollowUp> claimed, Instant leaseUntil) {
        return store.look(claimed, leaseUntil);
    }

    @Override
    public List<Settled> settle(List<Settlement> settlements) {
        return store.settle(settlements);
    }

    @Override
    public void handBack(Collection<FollowUp> claimed) {
        store.handBack(claimed);
    }

    @Override
    public List<FollowUp> read(Collection<FollowUp.Key> keys) {
        return store.read(keys);
    }

    @Override
    public Optional<Instant> nextDue(Collection<Lane> lanes, Instant now) {
        return store.nextDue(lanes, now);
    }

    @Override
    public Optional<Edited> edit(Target target, @Nullable GoalEdit goalEdit, FollowUpEdit edit) {
        return store.edit(target, goalEdit, edit);
    }

    @Override
    public Optional<Edited> update(String goalId, Recipient changed, FollowUpEdit edit) {
        return store.update(goalId, changed, edit);
    }

    @Override
    public List<LedgerEntry> ledger(long goal, @Nullable LedgerEntry after, int limit) {
        return store.ledger(goal, after, limit);
    }

    @Override
    public int sentSince(String recipientId, Instant after, int most) {
        return store.sentSince(recipientId, after, most);
    }

    @Override
    public List<StoredGoal> goals(@Nullable String label, long after, int limit) {
        return store.goals(label, after, limit);
    }

    @Override
    public List<Long> goalsOf(String recipientId, long after, int limit) {
        return store.goalsOf(recipientId, after, limit);
    }

    @Override
    public Map<Lane, Long> load(Instant startInclusive, Instant endExclusive) {
        return store.load(startInclusive, endExclusive);
    }

    @Override
    public int forget(String recipientId) {
        return store.forget(recipientId);
    }

    @Override
    public int purge(Instant before, int limit) {
        return store.purge(before, limit);
    }
}
