package org.lastmile.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.lastmile.store.jdbc.JdbcStore;

/**
 * The limit: a loop that does nothing but the writes that Lastmile needs, on Lastmile's own tables, in batches on two
 * connections. It plans nothing, reads nobody's name, and would not notice an answer that came in between.
 */
final class RawContender implements Contender {
    private static final int CONNECTIONS = 2;
    private static final int BATCH = 1_000;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private static final String CLAIM = """
            WITH due AS MATERIALIZED (
              SELECT goal, step, member, seat FROM lm_follow_up
              WHERE lane = ? AND due <= ? AND (lease_until IS NULL OR lease_until <= ?)
              ORDER BY lane, due LIMIT ? FOR UPDATE SKIP LOCKED)
            UPDATE lm_follow_up AS t
            SET lease_until = ?, claimed_at = ?, generation = t.generation + 1, attempts = t.attempts + 1
            FROM due AS n
            WHERE t.goal = n.goal AND t.step = n.step AND t.member = n.member AND t.seat = n.seat
            RETURNING t.goal, t.step, t.member, t.seat, t.generation, t.revision, t.due""";
    private static final String SETTLE = """
            UPDATE lm_follow_up AS t
            SET due = n.due, rung = 1, attempts = 0, claimed_at = NULL, lease_until = NULL
            FROM unnest(?::bigint[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[], ?::bigint[])
              AS n(goal, step, member, seat, generation, revision, due)
            WHERE t.goal = n.goal AND t.step = n.step AND t.member = n.member AND t.seat = n.seat
              AND t.generation = n.generation AND t.revision = n.revision""";
    private static final String RECORD = """
            INSERT INTO lm_ledger (goal, step, member, seat, generation, planned_at, known_at,
              epoch, activity, rung, repetition, state, channel)
            SELECT goal, step, member, seat, generation, due, ?, 0, 0, 0, 0, 1, 'bench'
            FROM unnest(?::bigint[], ?::int[], ?::int[], ?::int[], ?::int[], ?::bigint[])
              AS n(goal, step, member, seat, generation, due)
            ON CONFLICT DO NOTHING""";

    private final Database database;
    private final LastmileRows rows;
    private final JdbcStore store;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    RawContender(Database database) {
        this.database = database;
        store = JdbcStore.of(database.dataSource());
        rows = new LastmileRows(database, store);
    }

    @Override
    public void prepare() {
        // The store has made the tables.
    }

    @Override
    public void overdue(long count, Instant since) {
        rows.overdue(count, since);
    }

    @Override
    public void pending(long count, Instant from) {
        rows.pending(count, from);
    }

    @Override
    public void start(Ear ear) {
        long lane = database.ask("SELECT number FROM lm_lane WHERE channel = '" + LastmileRows.CHANNEL + "'");
        for (int i = 0; i < CONNECTIONS; i++) {
            var thread = new Thread(() -> loop((short) lane, ear), "raw-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void loop(short lane, Ear ear) {
        try (var connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            // As Lastmile does: no plan that was made for an empty table.
            try (var statement = connection.createStatement()) {
                statement.execute("SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
                        + " SET enable_bitmapscan = off; SET enable_sort = off");
            }
            try (var claim = connection.prepareStatement(CLAIM);
                    var settle = connection.prepareStatement(SETTLE);
                    var entry = connection.prepareStatement(RECORD)) {
                while (!stopping) {
                    var batch = claim(connection, claim, lane);
                    if (batch.isEmpty()) {
                        Waiting.aMoment();
                        continue;
                    }
                    batch.forEach(row -> ear.hear(row[6]));
                    write(connection, settle, entry, batch);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the raw loop", e);
        }
    }

    private static List<long[]> claim(Connection connection, PreparedStatement claim, short lane) throws SQLException {
        long now = System.currentTimeMillis();
        claim.setShort(1, lane);
        claim.setLong(2, now);
        claim.setLong(3, now);
        claim.setInt(4, BATCH);
        claim.setLong(5, now + 60_000);
        claim.setLong(6, now);
        var batch = new ArrayList<long[]>(BATCH);
        try (var claimed = claim.executeQuery()) {
            while (claimed.next()) {
                var row = new long[7];
                for (int i = 0; i < row.length; i++) {
                    row[i] = claimed.getLong(i + 1);
                }
                batch.add(row);
            }
        }
        connection.commit();
        return batch;
    }

    private static void write(
            Connection connection, PreparedStatement settle, PreparedStatement entry, List<long[]> batch)
            throws SQLException {
        for (int i = 0; i < 6; i++) {
            settle.setObject(i + 1, i == 0 ? longs(batch, 0, 0) : ints(batch, i));
        }
        settle.setObject(7, longs(batch, 6, HOUR));
        settle.executeUpdate();
        entry.setLong(1, System.currentTimeMillis());
        entry.setObject(2, longs(batch, 0, 0));
        for (int i = 1; i < 5; i++) {
            entry.setObject(i + 2, ints(batch, i));
        }
        entry.setObject(7, longs(batch, 6, 0));
        entry.executeUpdate();
        connection.commit();
    }

    private static long[] longs(List<long[]> batch, int column, long plus) {
        return batch.stream().mapToLong(row -> row[column] + plus).toArray();
    }

    private static int[] ints(List<long[]> batch, int column) {
        return batch.stream().mapToInt(row -> (int) row[column]).toArray();
    }

    @Override
    public long recorded() {
        return database.ask("SELECT count(*) FROM lm_ledger");
    }

    @Override
    public void close() {
        stopping = true;
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        store.close();
    }
}
