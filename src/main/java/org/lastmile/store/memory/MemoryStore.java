package org.lastmile.store.memory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
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

/**
 * A store in memory: an ordered map under one lock, for tests, rehearsals and small hosts. It forgets with the process,
 * and is of use to one engine.
 *
 * <p>Thread-safe. An open follow-up takes under 300 bytes, its recipient not counted. {@link #close()} does nothing.
 */
public final class MemoryStore implements Store {
    private final Supplier<Instant> time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Holdings holdings = new Holdings();
    private final Enrolling enrolling;
    private final Claiming claiming;
    private final Editing editing;
    private final Library library;
    private final Accounting accounting;

    private MemoryStore(Supplier<Instant> time) {
        this.time = Objects.requireNonNull(time, "time");
        enrolling = new Enrolling(holdings);
        claiming = new Claiming(holdings);
        editing = new Editing(holdings);
        library = new Library(holdings);
        accounting = new Accounting(holdings);
    }

    /**
     * An empty store.
     *
     * @param time the time it is to go by, for example {@code InstantSource.system()::instant}
     */
    public static MemoryStore of(Supplier<Instant> time) {
        return new MemoryStore(time);
    }

    @Override
    public Instant now() {
        return time.get().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Added add(Goal goal, String fingerprint, List<NewFollowUp> followUps, Instant at) {
        return locked(() -> enrolling.add(goal, fingerprint, followUps, at));
    }

    @Override
    public Optional<Integer> join(String goalId, Function<StoredGoal, List<NewFollowUp>> followUps) {
        return locked(() -> enrolling.join(goalId, followUps));
    }

    @Override
    public Set<StepKey> settled(Collection<StepKey> steps) {
        return locked(() -> library.settled(steps));
    }

    @Override
    public Tally tally(long goal, int step) {
        return locked(() -> library.tally(goal, step));
    }

    @Override
    public RollCall rollCall(long goal, int step, @Nullable Deadline extension, Instant now, int limit) {
        return locked(() -> library.rollCall(goal, step, extension, now, limit));
    }

    @Override
    public Optional<StoredGoal> goal(String goalId) {
        return locked(() -> library.goal(goalId));
    }

    @Override
    public Optional<String> goalId(long number) {
        return locked(() -> library.goalId(number));
    }

    @Override
    public Map<Long, StoredGoal> goals(Collection<Versioned> numbers) {
        return locked(() -> library.goals(numbers));
    }

    @Override
    public List<Seated> followUps(long goal, FollowUp.@Nullable Key after, int limit) {
        return locked(() -> library.followUps(goal, after, limit));
    }

    @Override
    public List<LedgerEntry> ledger(long goal, @Nullable LedgerEntry after, int limit) {
        return locked(() -> library.ledger(goal, after, limit));
    }

    @Override
    public int sentSince(String recipientId, Instant after, int most) {
        return locked(() -> library.sentSince(recipientId, after, most));
    }

    @Override
    public List<StoredGoal> goals(@Nullable String label, long after, int limit) {
        return locked(() -> library.goals(label, after, limit));
    }

    @Override
    public List<Long> goalsOf(String recipientId, long after, int limit) {
        return locked(() -> library.goalsOf(recipientId, after, limit));
    }

    @Override
    public List<Seated> followUpsOf(String recipientId, FollowUp.@Nullable Key after, int limit) {
        return locked(() -> library.followUpsOf(recipientId, after, limit));
    }

    @Override
    public Map<Lane, Long> load(Instant startInclusive, Instant endExclusive) {
        return locked(() -> library.load(startInclusive, endExclusive));
    }

    @Override
    public Account account(Scope scope, int mostSteps) {
        return locked(() -> accounting.account(scope, mostSteps));
    }

    @Override
    public List<Open> stillOpen(Scope scope, FollowUp.@Nullable Key after, int limit) {
        return locked(() -> accounting.stillOpen(scope, after, limit));
    }

    @Override
    public int forget(String recipientId) {
        return locked(() -> library.forget(recipientId));
    }

    @Override
    public int purge(Instant before, int limit) {
        return locked(() -> library.purge(before, limit));
    }

    @Override
    public Set<Lane> lanes() {
        return locked(() -> claiming.lanes());
    }

    @Override
    public List<Claim> claim(Lane lane, Instant now, Instant leaseUntil, int limit) {
        return locked(() -> claiming.claim(lane, now, leaseUntil, limit));
    }

    @Override
    public List<Claim> claim(Collection<FollowUp.Key> keys, Instant now, Instant leaseUntil) {
        return locked(() -> claiming.claim(keys, now, leaseUntil));
    }

    /** A lane is kept as it is here: none is unknown. */
    @Override
    public List<Claim> claimStray(Instant dueUntil, Instant now, Instant leaseUntil, int limit) {
        return List.of();
    }

    @Override
    public List<Seated> waiting(Lane lane, Instant dueUntil, @Nullable FollowUp after, int limit) {
        return locked(() -> claiming.waiting(lane, dueUntil, after, limit));
    }

    @Override
    public Set<FollowUp.Key> look(Collection<FollowUp> claimed, Instant leaseUntil) {
        return locked(() -> claiming.look(claimed, leaseUntil));
    }

    @Override
    public List<Settled> settle(List<Settlement> settlements) {
        return locked(() -> claiming.settle(settlements));
    }

    @Override
    public void handBack(Collection<FollowUp> claimed) {
        locked(() -> {
            claiming.handBack(claimed);
            return null;
        });
    }

    @Override
    public List<FollowUp> read(Collection<FollowUp.Key> keys) {
        return locked(() -> claiming.read(keys));
    }

    @Override
    public List<Head> heads(Instant now) {
        return locked(() -> claiming.heads(now));
    }

    @Override
    public Optional<Edited> edit(Target target, @Nullable GoalEdit goalEdit, FollowUpEdit edit) {
        return locked(() -> editing.edit(target, goalEdit, edit));
    }

    @Override
    public Optional<Edited> update(String goalId, Recipient changed, FollowUpEdit edit) {
        return locked(() -> editing.update(goalId, changed, edit));
    }

    @Override
    public void afterCommit(Runnable task) {
        task.run();
    }

    @Override
    public Optional<String> note(String name) {
        return locked(() -> Optional.ofNullable(holdings.notes.get(name)));
    }

    @Override
    public void note(String name, String text) {
        locked(() -> holdings.notes.put(name, text));
    }

    @Override
    public void close() {
        // Nothing was opened.
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
