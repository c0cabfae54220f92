package org.lastmile.store.jdbc;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
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
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Tally;
import org.lastmile.store.Target;

/**
 * A store in a relational database: PostgreSQL 12 or later, or H2 2.2.220 or later. Any number of nodes may share one.
 *
 * <p>What a commit outlasts:
 *
 * <ul>
 *   <li>{@link #of(DataSource)} on PostgreSQL: whatever the server is set up for; with its defaults, a power cut.
 *   <li>{@link #h2(Path)}: a kill of the process, and a power cut where the disk does what it says. Each engine batch and
 *       each change of the host's is one sync of the file.
 *   <li>{@link #of(DataSource)} on the host's own H2: what the host set. Its default may lose the last half second when
 *       the process is killed, of which a warning is logged.
 * </ul>
 *
 * <p>Thread-safe. Connections are taken for one short transaction, at READ COMMITTED, and given back as they came.
 */
public final class JdbcStore implements Store {
    /** What becomes of the tables when the store is opened. */
    public enum SchemaMode {
        /** Missing ones are made, and old ones brought up to date. Several nodes may do so at once. */
        CREATE,
        /** They must be there; what is missing is named in the failure. */
        VALIDATE,
        /** They are taken for granted. */
        NONE
    }

    private static final int CACHED_GOALS = 2_000;

    private final Connections connections;
    private final Dialect dialect;
    private final Tables tables;
    private final Lanes lanes;
    private final Transactions transactions;
    private final FollowUpRows rows;
    private final Goals goals;
    private final GoalCache cache = new GoalCache(CACHED_GOALS);
    private final Claiming claiming;
    private final Settling settling;
    private final Editing editing;
    private final Joining joining;
    private final Counting counting;
    private final Reading reading;
    private final Asking asking;
    private final Accounting accounting;
    private final Erasing erasing;
    private final NoteRows notes;

    private JdbcStore(Connections connections, Tables tables, SchemaMode mode) {
        this.connections = connections;
        this.tables = tables;
        dialect = Dialect.behind(connections);
        lanes = new Lanes(tables.lane, dialect);
        transactions = new Transactions(connections, dialect, lanes);
        rows = new FollowUpRows(lanes);
        goals = new Goals(tables, dialect, cache);
        claiming = new Claiming(tables, dialect, rows, lanes);
        settling = new Settling(tables, dialect, rows);
        editing = new Editing(tables, dialect, rows, goals);
        joining = new Joining(tables, dialect, rows, goals);
        counting = new Counting(tables);
        reading = new Reading(tables, dialect, rows, lanes, claiming::report);
        asking = new Asking(tables, lanes);
        accounting = new Accounting(tables, dialect, rows);
        erasing = new Erasing(tables, dialect);
        notes = new NoteRows(tables.note, dialect);
        transactions.host("preparing the tables", connection -> {
            new Schema(dialect, tables).prepare(connection, mode);
            return mode;
        });
    }

    /**
     * A store in the host's database, with what {@link #builder(DataSource)} has by default.
     *
     * @throws StoreException if the database cannot be reached, is of another kind, or is too old
     */
    public static JdbcStore of(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /**
     * A store in a file of its own, by H2, which the host adds to its class path. The file is made if it is not there; its
     * name is the path with {@code .mv.db} behind it. One process at a time can open it.
     *
     * @throws StoreException if H2 is missing or too old, or the file cannot be opened
     */
    public static JdbcStore h2(Path path) {
        return builder(path).build();
    }

    /** A store in the host's database, to be set up. The connections are borrowed, one for each transaction. */
    public static Builder builder(DataSource dataSource) {
        Objects.requireNonNull(dataSource, "dataSource");
        return new Builder(() -> new LentConnections(dataSource));
    }

    /** A store in a file of its own, by H2, to be set up. */
    public static Builder builder(Path path) {
        Objects.requireNonNull(path, "path");
        return new Builder(() -> new H2File(path));
    }

    /** Sets up a {@link JdbcStore}. Not thread-safe. */
    public static final class Builder {
        private final Supplier<Connections> connections;
        private Tables tables = new Tables("lm_");
        private SchemaMode mode = SchemaMode.CREATE;

        private Builder(Supplier<Connections> connections) {
            this.connections = connections;
        }

        /**
         * What the names of the tables begin with; {@code lm_} unless told.
         *
         * @throws IllegalArgumentException if it is not 1 to 20 of {@code a-z 0-9 _}, beginning with a letter
         */
        public Builder prefix(String prefix) {
            tables = new Tables(prefix);
            return this;
        }

        /** What becomes of the tables; {@link SchemaMode#CREATE} unless told. */
        public Builder schema(SchemaMode newMode) {
            mode = Objects.requireNonNull(newMode, "mode");
            return this;
        }

        /**
         * Opens the store.
         *
         * @throws StoreException if the database cannot be reached, is of another kind, is too old, or lacks tables
         */
        public JdbcStore build() {
            var opened = connections.get();
            try {
                return new JdbcStore(opened, tables, mode);
            } catch (RuntimeException e) {
                opened.close();
                throw e;
            }
        }
    }

    @Override
    public Instant now() {
        return transactions.reading("asking the time", c -> Instant.ofEpochMilli(dialect.now(c)));
    }

    @Override
    public Added add(Goal goal, String fingerprint, List<NewFollowUp> followUps, Instant at) {
        var enrolment = new Enrolment(goal, fingerprint, followUps, at);
        return transactions.host("adding a goal", c -> enrolment.write(c, dialect, tables, rows));
    }

    @Override
    public Optional<Integer> join(String goalId, Function<StoredGoal, List<NewFollowUp>> followUps) {
        return transactions.host("adding follow-ups", c -> joining.join(c, goalId, followUps));
    }

    @Override
    public boolean isSettled(long goal, int step) {
        return transactions.reading("counting", c -> counting.isSettled(c, goal, step));
    }

    @Override
    public Tally tally(long goal, int step) {
        return transactions.reading("counting", c -> counting.tally(c, goal, step));
    }

    @Override
    public RollCall rollCall(long goal, int step, @Nullable Deadline extension, Instant now, int limit) {
        return transactions.reading(
                "calling the roll", c -> counting.rollCall(c, goal, step, extension, now.toEpochMilli(), limit));
    }

    @Override
    public Optional<StoredGoal> goal(String goalId) {
        return transactions.reading("reading a goal", c -> {
            var head = goals.head(c, goalId, false);
            if (head.isEmpty()) {
                return Optional.empty();
            }
            var goal = goals.current(c, head.get());
            cache.put(goal);
            return Optional.of(goal);
        });
    }

    @Override
    public Map<Long, StoredGoal> goals(Collection<Versioned> numbers) {
        return goals.find(transactions, numbers, claiming::report);
    }

    @Override
    public List<Seated> followUps(long goal, FollowUp.@Nullable Key after, int limit) {
        return transactions.reading("reading follow-ups", c -> reading.followUps(c, goal, after, limit));
    }

    @Override
    public List<LedgerEntry> ledger(long goal, @Nullable LedgerEntry after, int limit) {
        return transactions.reading("reading the ledger", c -> reading.ledger(c, goal, after, limit));
    }

    @Override
    public Set<Lane> lanes() {
        return transactions.reading("reading the lanes", lanes::all);
    }

    @Override
    public List<Claim> claim(Lane lane, Instant now, Instant leaseUntil, int limit) {
        return claiming.claim(transactions, lane, now.toEpochMilli(), leaseUntil.toEpochMilli(), limit);
    }

    @Override
    public List<Claim> claim(Collection<FollowUp.Key> keys, Instant now, Instant leaseUntil) {
        return keys.isEmpty()
                ? List.of()
                : claiming.claim(transactions, keys, now.toEpochMilli(), leaseUntil.toEpochMilli());
    }

    @Override
    public List<Seated> waiting(Lane lane, Instant dueUntil, @Nullable FollowUp after, int limit) {
        return transactions.reading(
                "reading a lane", c -> reading.waiting(c, lane, dueUntil.toEpochMilli(), after, limit));
    }

    @Override
    public Set<FollowUp.Key> look(Collection<FollowUp> claimed, Instant leaseUntil) {
        return claimed.isEmpty()
                ? Set.of()
                : transactions.engine(
                        "looking again",
                        held -> !held.isEmpty(),
                        c -> settling.look(c, claimed, leaseUntil.toEpochMilli()));
    }

    @Override
    public List<Settled> settle(List<Settlement> settlements) {
        return settlements.isEmpty()
                ? List.of()
                : transactions.engine("settling", answers -> true, c -> settling.settle(c, settlements));
    }

    @Override
    public void handBack(Collection<FollowUp> claimed) {
        if (!claimed.isEmpty()) {
            transactions.engine("handing back", count -> count > 0, c -> settling.handBack(c, claimed));
        }
    }

    @Override
    public List<FollowUp> read(Collection<FollowUp.Key> keys) {
        return keys.isEmpty() ? List.of() : transactions.reading("reading follow-ups", c -> reading.read(c, keys));
    }

    @Override
    public List<Head> heads(Instant now) {
        return transactions.reading("looking ahead", c -> reading.heads(c, now.toEpochMilli()));
    }

    @Override
    public Optional<Edited> edit(Target target, @Nullable GoalEdit goalEdit, FollowUpEdit edit) {
        var edited = transactions.host("editing", c -> editing.edit(c, target, goalEdit, edit));
        edited.ifPresent(done -> cache.put(done.goal()));
        return edited;
    }

    @Override
    public Optional<Edited> update(String goalId, Recipient changed, FollowUpEdit edit) {
        var edited = transactions.host("changing a recipient", c -> editing.update(c, goalId, changed, edit));
        edited.ifPresent(done -> cache.put(done.goal()));
        return edited;
    }

    @Override
    public int sentSince(String recipientId, Instant after, int most) {
        return transactions.reading(
                "counting sends", c -> asking.sentSince(c, recipientId, after.toEpochMilli(), most));
    }

    @Override
    public List<StoredGoal> goals(@Nullable String label, long after, int limit) {
        var numbers = transactions.reading("reading goals", c -> asking.goals(c, label, after, limit));
        var found = goals(numbers.stream()
                .map(number -> new Versioned(number, Integer.MAX_VALUE))
                .toList());
        return numbers.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    @Override
    public List<Long> goalsOf(String recipientId, long after, int limit) {
        return transactions.reading("reading goals", c -> asking.goalsOf(c, recipientId, after, limit));
    }

    @Override
    public Map<Lane, Long> load(Instant startInclusive, Instant endExclusive) {
        return transactions.reading(
                "looking ahead", c -> asking.load(c, startInclusive.toEpochMilli(), endExclusive.toEpochMilli()));
    }

    @Override
    public Account account(Scope scope, int mostSteps) {
        // It may take its time, unlike what the engine reads.
        return transactions.host("counting what came of goals", c -> accounting.account(c, scope, mostSteps));
    }

    @Override
    public List<Open> stillOpen(Scope scope, FollowUp.@Nullable Key after, int limit) {
        return transactions.host("reading who is open", c -> accounting.stillOpen(c, scope, after, limit));
    }

    @Override
    public int forget(String recipientId) {
        return transactions.host("forgetting a recipient", c -> erasing.forget(c, recipientId));
    }

    @Override
    public int purge(Instant before, int limit) {
        var gone = transactions.host("purging goals", c -> erasing.purge(c, before.toEpochMilli(), limit));
        cache.remove(gone);
        return gone.size();
    }

    @Override
    public Optional<String> note(String name) {
        return transactions.reading("reading a note", c -> notes.read(c, name));
    }

    @Override
    public void note(String name, String text) {
        transactions.host("writing a note", c -> notes.write(c, name, text));
    }

    @Override
    public void close() {
        connections.close();
    }
}
