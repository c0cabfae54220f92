package org.lastmile.store.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.lastmile.store.StoreException;

/**
 * A store in a relational database: PostgreSQL 12 or later, MariaDB 10.6 or later, or H2 2.2.220 or later. Any number of nodes may share one.
 *
 * <p>What a commit outlasts:
 *
 * <ul>
 *   <li>{@link #of(DataSource)} on PostgreSQL and MariaDB: whatever the server is set up for; with its defaults, a power cut.
 *   <li>{@link #h2(Path)}: a kill of the process, and a power cut where the disk does what it says. Each engine batch and
 *       each change of the host's is one sync of the file.
 *   <li>{@link #of(DataSource)} on the host's own H2: what the host set. Its default may lose the last half second when
 *       the process is killed, of which a warning is logged.
 * </ul>
 *
 * <p>The host's own transactions: {@link #on(Connection)} takes part in one. So does, by itself, a {@code DataSource} that gives
 * the connection of the calling thread's transaction, such as Spring's {@code TransactionAwareDataSourceProxy}, if otherwise its
 * connections come in auto-commit.
 *
 * <p>MariaDB Galera: row locks hold on one server only. Where several take writes, what two of them have written meets at the commit, and
 * is repeated before anything is sent. But an answer may then be {@code UNKNOWN} where a goal has not arrived yet, and participants added
 * while their whole step is closed may slip through. In a transaction of the host's own the conflict (1213) may come at its commit:
 * repeat the whole of it. A batch of the host's that meets a conflict is dropped without an error with {@code useBulkStmtsForInserts} or
 * {@code useBulkStmts} (seen on MariaDB 10.11; the store notices it for its own): keep both {@code false}. Connections to one server
 * alone have none of this.
 *
 * <p>Thread-safe. Connections are taken for one short transaction, at READ COMMITTED, and given back as they came. On PostgreSQL, small goals
 * that several threads add at the same time share one, unless one of them is stopped; each call returns after the commit of its own.
 */
public final class JdbcStore extends TableStore {
    /** What becomes of the tables when the store is opened. */
    public enum SchemaMode {
        /** Missing ones are made, and old ones brought up to date. Any number of nodes may start together. */
        MIGRATE,
        /** They must be there; tables, columns, indexes and a version that are missing are named in the failure. */
        VALIDATE,
        /** They are taken for granted. */
        NONE
    }

    private final Connections connections;
    private final Guest guest;

    private JdbcStore(Connections connections, Rooms rooms, OwnTransactions transactions) {
        super(rooms, transactions);
        this.connections = connections;
        guest = new Guest(rooms.dialect, transactions::makeLane);
    }

    private static JdbcStore open(Connections connections, Builder setUp) {
        var database = Database.behind(connections);
        var rooms = new Rooms(database.dialect(), setUp.tables);
        connections.whenReopened(rooms::clear);
        var transactions = new OwnTransactions(connections, database, rooms.lanes, setUp.afterCommit);
        Aside.call(() -> {
            boolean migrated = transactions.host(
                    "preparing the tables",
                    connection -> new Schema(rooms.dialect, rooms.tables).prepare(connection, setUp.mode));
            if (migrated) {
                // Not in the transaction that changes the table: that one keeps all others out.
                rooms.dueTimes.makeUp(transactions);
            }
            return migrated;
        });
        return new JdbcStore(connections, rooms, transactions);
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
        private static final Duration PAUSE = Duration.ofMillis(500);

        private final Supplier<Connections> connections;
        private Tables tables = new Tables(null, "lm_");
        private SchemaMode mode = SchemaMode.MIGRATE;
        private Consumer<Runnable> afterCommit = Runnable::run;
        private Duration patience = Duration.ZERO;

        private Builder(Supplier<Connections> connections) {
            this.connections = connections;
        }

        /**
         * What the names of the tables begin with; {@code lm_} unless told.
         *
         * @throws IllegalArgumentException if it is not 1 to 20 of {@code a-z 0-9 _}, beginning with a letter
         */
        public Builder prefix(String prefix) {
            tables = tables.withPrefix(prefix);
            return this;
        }

        /**
         * In which schema the tables are, on MariaDB in which database; unless told, where the connections look first. It must
         * be there.
         *
         * @throws IllegalArgumentException if it is not 1 to 60 of {@code a-z 0-9 _}, beginning with a letter
         */
        public Builder schemaName(String name) {
            tables = tables.in(name);
            return this;
        }

        /** What becomes of the tables; {@link SchemaMode#MIGRATE} unless told. */
        public Builder schema(SchemaMode newMode) {
            mode = Objects.requireNonNull(newMode, "mode");
            return this;
        }

        /**
         * How to run a task after the commit of the transaction that the calling thread is in, or at once if it is in none: for a
         * {@code DataSource} whose connections take part in such transactions. Unless told, tasks run at once; listeners then hear
         * of an answer before its commit, and this node finds what has become due at its next poll.
         */
        public Builder afterCommit(Consumer<Runnable> runner) {
            afterCommit = Objects.requireNonNull(runner, "runner");
            return this;
        }

        /**
         * How long to wait for a database that cannot be reached yet, or is busy with another node's migration; not at all unless
         * told. It is tried again every half second, and the tries themselves do not count.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder waitUpTo(Duration time) {
            if (time.isNegative()) {
                throw new IllegalArgumentException("time is " + time + "; use zero or more");
            }
            patience = time;
            return this;
        }

        private JdbcStore openPatiently(Connections opened) {
            for (var left = patience; ; left = left.minus(PAUSE)) {
                try {
                    return open(opened, this);
                } catch (StoreException e) {
                    if (!e.isRetryable() || left.compareTo(PAUSE) < 0) {
                        throw e;
                    }
                    pause(e);
                }
            }
        }

        private static void pause(StoreException cause) {
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw cause;
            }
        }

        /**
         * Opens the store.
         *
         * @throws StoreException if the database cannot be reached, is of another kind, is too old, or lacks tables
         */
        public JdbcStore build() {
            var opened = connections.get();
            try {
                return openPatiently(opened);
            } catch (RuntimeException e) {
                opened.close();
                throw e;
            }
        }
    }

    /**
     * The same store within a transaction of the host's: what is done there is part of it, and comes about with its commit or
     * not at all.
     *
     * @param connection in a transaction; it is never committed, rolled back as a whole, closed or changed
     * @throws IllegalArgumentException if it is in auto-commit
     */
    public HostTransaction on(Connection connection) {
        return HostTransaction.on(connection, rooms, guest);
    }

    @Override
    public void close() {
        connections.close();
    }
}
