package org.lastmile.store.memory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Lane;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Standing;
import org.lastmile.goal.StillOpen;
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

/**
 * A store in memory: an ordered map under one lock, for tests, rehearsals and small hosts. It forgets with the process,
 * and is of use to one engine.
 *
 * <p>Thread-safe. An open follow-up takes under 300 bytes, its recipient not counted. {@link #close()} does nothing.
 */
public final class MemoryStore implements Store {
    private final Supplier<Instant> time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, KeptGoal> goalsById = new HashMap<>();
    private final Map<Long, KeptGoal> goalsByNumber = new HashMap<>();
    private long lastNumber;
    private final Map<Lane, Queue> queues = new LinkedHashMap<>();

    private MemoryStore(Supplier<Instant> time) {
        this.time = Objects.requireNonNull(time, "time");
        queues.put(Lane.ENGINE, new Queue(Lane.ENGINE));
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
        return locked(() -> {
            var known = goalsById.get(goal.id());
            if (known != null) {
                return known.fingerprint.equals(fingerprint) ? Added.SAME : Added.DIFFERENT;
            }
            var members = new Members();
            // All numbers first: a recipient named twice is kept as it was named last.
            var numbers = followUps.stream()
                    .map(followUp -> members.add(followUp.recipient()))
                    .toList();
            var facts = members.addOverseers(goal);
            var stored = new StoredGoal(++lastNumber, 1, facts, at.truncatedTo(ChronoUnit.MILLIS));
            var kept = new KeptGoal(stored, fingerprint, members);
            enter(kept, followUps, numbers);
            goalsById.put(goal.id(), kept);
            goalsByNumber.put(kept.number(), kept);
            return Added.NEW;
        });
    }

    private void enter(KeptGoal kept, List<NewFollowUp> followUps, List<Integer> numbers) {
        kept.addAll(rowsOf(kept, followUps, numbers));
        for (int i = 0; i < followUps.size(); i++) {
            var followUp = followUps.get(i);
            var key = new FollowUp.Key(kept.number(), followUp.step(), numbers.get(i), followUp.seat());
            Objects.requireNonNull(kept.find(key))
                    .enter(followUp.standing(), followUp.cursor(), queue(followUp.cursor()));
        }
    }

    @Override
    public Optional<Integer> join(String goalId, Function<StoredGoal, List<NewFollowUp>> followUps) {
        return locked(() -> {
            var kept = goalsById.get(goalId);
            if (kept == null) {
                return Optional.empty();
            }
            var members = kept.members.copy();
            var fresh = new ArrayList<NewFollowUp>();
            var numbers = new ArrayList<Integer>();
            for (var followUp : followUps.apply(kept.stored)) {
                var known = members.find(followUp.recipient().id());
                int number = known == null ? members.add(followUp.recipient()) : known;
                if (kept.find(new FollowUp.Key(kept.number(), followUp.step(), number, followUp.seat())) == null) {
                    fresh.add(followUp);
                    numbers.add(number);
                }
            }
            enter(kept, fresh, numbers);
            kept.members = members;
            return Optional.of(fresh.size());
        });
    }

    @Override
    public boolean isSettled(long goal, int step) {
        return locked(() -> {
            var kept = goalsByNumber.get(goal);
            return kept == null || kept.participants(step).allMatch(Row::isClosed);
        });
    }

    @Override
    public Tally tally(long goal, int step) {
        return locked(() -> {
            var states = new EnumMap<Standing.State, Integer>(Standing.State.class);
            var outcomes = new EnumMap<Outcome, Integer>(Outcome.class);
            var kept = goalsByNumber.get(goal);
            if (kept != null) {
                kept.participants(step).map(row -> row.followUp().standing()).forEach(standing -> {
                    states.merge(standing.state(), 1, Integer::sum);
                    if (standing.outcome() != null) {
                        outcomes.merge(standing.outcome(), 1, Integer::sum);
                    }
                });
            }
            return new Tally(states, outcomes);
        });
    }

    @Override
    public RollCall rollCall(long goal, int step, @Nullable Deadline extension, Instant now, int limit) {
        return locked(() -> {
            var people = new ArrayList<StillOpen>();
            int count = 0;
            Instant heldUntil = null;
            var kept = goalsByNumber.get(goal);
            var rows = kept == null ? List.<Row>of() : kept.participants(step).toList();
            for (var row : rows) {
                var standing = row.followUp().standing();
                if (standing.isLive() && Objects.equals(standing.extension(), extension)) {
                    var hold = standing.hold();
                    if (hold != null && hold.until().isAfter(now)) {
                        heldUntil = heldUntil == null || hold.until().isBefore(heldUntil) ? hold.until() : heldUntil;
                    } else if (count++ < limit) {
                        people.add(kept.stillOpen(row));
                    }
                }
            }
            return new RollCall(people, count, count == 0 ? heldUntil : null);
        });
    }

    private List<Row> rowsOf(KeptGoal goal, List<NewFollowUp> followUps, List<Integer> numbers) {
        var taken = new HashSet<FollowUp.Key>();
        var rows = new ArrayList<Row>(followUps.size());
        for (int i = 0; i < followUps.size(); i++) {
            var followUp = followUps.get(i);
            if (followUp.step() < 0
                    || followUp.step() >= goal.stored.facts().steps().size()) {
                throw new IllegalArgumentException("follow-up's step is " + followUp.step() + "; goal \""
                        + goal.stored.facts().id() + "\" has "
                        + goal.stored.facts().steps().size() + ", counted from 0");
            }
            var row =
                    new Row(goal.number(), followUp.step(), numbers.get(i), followUp.seat(), queue(followUp.cursor()));
            if (!taken.add(row.key())) {
                throw new IllegalArgumentException("follow-ups have step " + followUp.step() + ", recipient \""
                        + followUp.recipient().id() + "\", seat " + followUp.seat() + " twice; give each once");
            }
            rows.add(row);
        }
        return rows;
    }

    @Override
    public Optional<StoredGoal> goal(String goalId) {
        return locked(() -> Optional.ofNullable(goalsById.get(goalId)).map(kept -> kept.stored));
    }

    @Override
    public Map<Long, StoredGoal> goals(Collection<Versioned> numbers) {
        return locked(() -> {
            var found = new HashMap<Long, StoredGoal>();
            for (var wanted : numbers) {
                var kept = goalsByNumber.get(wanted.number());
                if (kept != null) {
                    found.put(wanted.number(), kept.stored);
                }
            }
            return found;
        });
    }

    @Override
    public List<Seated> followUps(long goal, FollowUp.@Nullable Key after, int limit) {
        return locked(() -> {
            var kept = goalsByNumber.get(goal);
            return kept == null
                    ? List.of()
                    : kept.rowsAfter(after)
                            .limit(limit)
                            .map(row -> new Seated(row.followUp(), kept.members.get(row.member)))
                            .toList();
        });
    }

    @Override
    public List<LedgerEntry> ledger(long goal, @Nullable LedgerEntry after, int limit) {
        return locked(() -> {
            var kept = goalsByNumber.get(goal);
            return kept == null
                    ? List.of()
                    : kept.ledgerAfter(after).limit(limit).toList();
        });
    }

    @Override
    public int sentSince(String recipientId, Instant after, int most) {
        return locked(() -> (int) goalsByNumber.values().stream()
                .flatMap(goal -> goal.sentTo(recipientId))
                .filter(entry -> entry.at().isAfter(after))
                .limit(most)
                .count());
    }

    @Override
    public List<StoredGoal> goals(@Nullable String label, long after, int limit) {
        return locked(() -> goalsByNumber.values().stream()
                .map(goal -> goal.stored)
                .filter(goal -> goal.number() > after)
                .filter(goal -> label == null || label.equals(goal.facts().label()))
                .sorted(Comparator.comparingLong(StoredGoal::number))
                .limit(limit)
                .toList());
    }

    @Override
    public List<Long> goalsOf(String recipientId, long after, int limit) {
        return locked(() -> goalsByNumber.values().stream()
                .filter(goal -> goal.number() > after && goal.members.find(recipientId) != null)
                .map(KeptGoal::number)
                .sorted()
                .limit(limit)
                .toList());
    }

    @Override
    public Map<Lane, Long> load(Instant startInclusive, Instant endExclusive) {
        return locked(() -> {
            var load = new HashMap<Lane, Long>();
            queues.forEach((lane, queue) -> {
                long count = queue.rows.stream()
                        .filter(row ->
                                !row.due().isBefore(startInclusive) && row.due().isBefore(endExclusive))
                        .count();
                if (count > 0) {
                    load.put(lane, count);
                }
            });
            return load;
        });
    }

    @Override
    public int forget(String recipientId) {
        return locked(() -> {
            int goals = 0;
            for (var goal : goalsByNumber.values()) {
                if (goal.members.find(recipientId) != null) {
                    var members = goal.members.without(recipientId);
                    goal.stored =
                            goal.stored.with(members.asKept(goal.members.renamed(goal.stored.facts(), recipientId)));
                    goal.members = members;
                    goals++;
                }
            }
            return goals;
        });
    }

    @Override
    public int purge(Instant before, int limit) {
        return locked(() -> {
            var over = goalsByNumber.values().stream()
                    .filter(goal -> goal.isOver(before))
                    .limit(limit)
                    .toList();
            for (var goal : over) {
                goalsByNumber.remove(goal.number());
                goalsById.remove(goal.stored.facts().id());
                goal.rows().forEach(Row::leave);
            }
            return over.size();
        });
    }

    @Override
    public Set<Lane> lanes() {
        return locked(() -> Set.copyOf(queues.keySet()));
    }

    @Override
    public List<Claim> claim(Lane lane, Instant now, Instant leaseUntil, int limit) {
        return locked(() -> {
            var queue = queues.get(lane);
            var claims = new ArrayList<Claim>();
            if (queue == null) {
                return claims;
            }
            long nowMillis = now.toEpochMilli();
            for (var row : queue.rows) {
                if (claims.size() >= limit || !row.isDue(nowMillis)) {
                    break;
                }
                if (!row.isLeased(nowMillis)) {
                    claims.add(claim(row, nowMillis, leaseUntil.toEpochMilli()));
                }
            }
            return claims;
        });
    }

    private Claim claim(Row row, long nowMillis, long untilMillis) {
        boolean suspect = row.claim(nowMillis, untilMillis);
        var goal = Objects.requireNonNull(goalsByNumber.get(row.goal));
        return new Claim(row.followUp(), goal.members.get(row.member), goal.stored.version(), suspect);
    }

    @Override
    public List<Claim> claim(Collection<FollowUp.Key> keys, Instant now, Instant leaseUntil) {
        long nowMillis = now.toEpochMilli();
        return locked(() -> keys.stream()
                .map(this::find)
                .filter(Objects::nonNull)
                .filter(row -> row.waits() && row.isDue(nowMillis) && !row.isLeased(nowMillis))
                .map(row -> claim(row, nowMillis, leaseUntil.toEpochMilli()))
                .toList());
    }

    @Override
    public List<FollowUp> waiting(Lane lane, Instant dueUntil, @Nullable FollowUp after, int limit) {
        return locked(() -> {
            var queue = queues.get(lane);
            if (queue == null) {
                return List.of();
            }
            return queue.rows.stream()
                    .takeWhile(row -> row.isDue(dueUntil.toEpochMilli()))
                    .map(Row::followUp)
                    .filter(row -> after == null || isBehind(row, after))
                    .limit(limit)
                    .toList();
        });
    }

    private static boolean isBehind(FollowUp row, FollowUp after) {
        int byDue = Objects.requireNonNull(row.cursor().due())
                .compareTo(Objects.requireNonNull(after.cursor().due()));
        return byDue != 0 ? byDue > 0 : row.key().compareTo(after.key()) > 0;
    }

    @Override
    public Set<FollowUp.Key> look(Collection<FollowUp> claimed, Instant leaseUntil) {
        return locked(() -> {
            var holding = new LinkedHashSet<FollowUp.Key>();
            for (var claim : claimed) {
                var row = find(claim.key());
                if (row != null
                        && row.isClaimed()
                        && row.hasGeneration(claim.fence())
                        && row.hasRevision(claim.fence())) {
                    row.renew(leaseUntil.toEpochMilli());
                    holding.add(claim.key());
                }
            }
            return holding;
        });
    }

    @Override
    public List<Settled> settle(List<Settlement> settlements) {
        return locked(() -> settlements.stream().map(this::settle).toList());
    }

    private Settled settle(Settlement settlement) {
        var row = find(settlement.claimed().key());
        var fence = settlement.claimed().fence();
        if (row == null || !row.hasGeneration(fence)) {
            for (var entry : settlement.entries()) {
                write(entry, true);
            }
            return Settled.LOST;
        }
        if (!row.hasRevision(fence)) {
            return Settled.REVISED;
        }
        row.move(settlement.standing(), settlement.cursor(), queue(settlement.cursor()));
        row.release(0);
        for (var entry : settlement.entries()) {
            write(entry, false);
        }
        return Settled.SETTLED;
    }

    private void write(LedgerEntry entry, boolean lost) {
        var goal = goalsByNumber.get(entry.key().goal());
        if (goal != null) {
            boolean duplicate = lost && entry.state() == ReminderState.SENT && goal.hasSent(entry);
            goal.add(duplicate ? entry.with(ReminderState.DUPLICATE) : entry);
        }
    }

    @Override
    public void handBack(Collection<FollowUp> claimed) {
        locked(() -> {
            for (var claim : claimed) {
                var row = find(claim.key());
                if (row != null && row.isClaimed() && row.hasGeneration(claim.fence())) {
                    row.handBack();
                }
            }
            return null;
        });
    }

    @Override
    public List<FollowUp> read(Collection<FollowUp.Key> keys) {
        return locked(() -> keys.stream()
                .map(this::find)
                .filter(Objects::nonNull)
                .map(Row::followUp)
                .toList());
    }

    @Override
    public Optional<Instant> nextDue(Collection<Lane> lanes, Instant now) {
        return locked(() -> lanes.stream()
                .map(queues::get)
                .filter(Objects::nonNull)
                .map(queue -> queue.firstAfter(now.toEpochMilli()))
                .filter(Objects::nonNull)
                .map(Row::due)
                .min(Instant::compareTo));
    }

    @Override
    public Optional<Edited> edit(Target target, @Nullable GoalEdit goalEdit, FollowUpEdit edit) {
        return locked(() -> {
            var kept = goalsById.get(target.goalId());
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
            kept.members = members;
            return Optional.of(edited(stored, members, rows, changes));
        });
    }

    @Override
    public Optional<Edited> update(String goalId, Recipient changed, FollowUpEdit edit) {
        return locked(() -> {
            var kept = goalsById.get(goalId);
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
            kept.members = members;
            return Optional.of(edited(stored, members, rows, changes));
        });
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
        row.move(change.standing(), change.cursor(), queue(change.cursor()));
        row.fence(change.fenced());
        return row.followUp();
    }

    @Override
    public void close() {
        // Nothing was opened.
    }

    private Queue queue(Cursor cursor) {
        return queues.computeIfAbsent(cursor.lane(), Queue::new);
    }

    private @Nullable Row find(FollowUp.Key key) {
        var goal = goalsByNumber.get(key.goal());
        return goal == null ? null : goal.find(key);
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
