package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Claim;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Lane;
import org.lastmile.store.Unreadable;
import org.lastmile.store.jdbc.Dialect.Taking;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims, a lane at a time. A row that cannot be read is put off until its lease runs out, so that it stands in nobody's way, and is
 * reported once.
 */
final class Claiming {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcStore.class);
    /** So many unreadable things are remembered as reported; then it begins anew. */
    private static final int MOST_REPORTED = 10_000;

    private final Tables tables;
    private final Dialect dialect;
    private final FollowUpRows rows;
    private final Lanes lanes;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();
    private final Map<FollowUp.Key, Unreadable> unreadable = new ConcurrentHashMap<>();

    Claiming(Tables tables, Dialect dialect, FollowUpRows rows, Lanes lanes) {
        this.tables = tables;
        this.dialect = dialect;
        this.rows = rows;
        this.lanes = lanes;
    }

    List<Claim> claim(Transactions transactions, Lane lane, long nowMillis, long leaseUntilMillis, int limit) {
        var claims = new ArrayList<Claim>();
        boolean again = limit > 0;
        while (again) {
            int wanted = limit - claims.size();
            var taken = transactions.<List<Taken>>engine("claiming", rows -> !rows.isEmpty(), connection -> {
                var number = lanes.find(connection, lane);
                return number == null
                        ? List.of()
                        : putOff(
                                connection,
                                dialect.claim(
                                        connection,
                                        rows,
                                        tables,
                                        new Taking(number, nowMillis, leaseUntilMillis, wanted)));
            });
            var readable = readable(taken);
            claims.addAll(readable);
            again = readable.size() < taken.size();
        }
        // In the order in which they are due, which a database need not keep when it updates.
        claims.sort(
                Comparator.comparing((Claim claim) -> claim.followUp().cursor().due())
                        .thenComparing(claim -> claim.followUp().key()));
        return claims;
    }

    /** Those of the rows that are due and free, whatever their lane. */
    List<Claim> claim(Transactions transactions, Collection<FollowUp.Key> keys, long nowMillis, long leaseUntilMillis) {
        var taking = new Taking(Taking.ANY_LANE, nowMillis, leaseUntilMillis, keys.size());
        var taken = transactions.<List<Taken>>engine("claiming", rows -> !rows.isEmpty(), connection -> {
            var claim = new LockedClaim(connection, dialect, tables, rows, taking);
            claim.lock(keys.stream().distinct().sorted().map(FollowUpRows::key).toList());
            return putOff(connection, claim.take());
        });
        return readable(taken);
    }

    /**
     * Claims what is due by then in lanes that nobody here knows: between the numbers of those that are known. Whether a lane is
     * unknown still is asked again when the row is locked, since a lane is there before anything waits in it.
     */
    List<Claim> claimStray(Transactions transactions, long dueUntilMillis, Taking taking) {
        var taken = transactions.<List<Taken>>engine("claiming strays", rows -> !rows.isEmpty(), connection -> {
            var strays = strays(connection, dueUntilMillis, taking);
            if (strays.isEmpty()) {
                return List.of();
            }
            var claim = new LockedClaim(connection, dialect, tables, rows.ofStrays(), taking);
            claim.lock(strays.stream().sorted().map(FollowUpRows::key).toList());
            return putOff(connection, claim.take());
        });
        return readable(taken);
    }

    List<FollowUp.Key> strays(Connection connection, long dueUntilMillis, Taking taking) throws SQLException {
        var strays = new ArrayList<FollowUp.Key>();
        int from = Short.MIN_VALUE;
        var ends = new ArrayList<>(
                lanes.numbers(connection).stream().map(Short::intValue).toList());
        ends.add(Short.MAX_VALUE + 1);
        for (int end : ends) {
            if (from < end && strays.size() < taking.limit()) {
                strays.addAll(Sql.list(
                        connection,
                        straySql(tables),
                        row -> FollowUpRows.key(new Fields(row, 1)),
                        (short) from,
                        (short) (end - 1),
                        Long.MIN_VALUE,
                        dueUntilMillis,
                        taking.nowMillis(),
                        taking.limit() - strays.size()));
            }
            from = end + 1;
        }
        return strays;
    }

    static String straySql(Tables tables) {
        return "SELECT goal, step, member, seat FROM " + tables.followUp.name()
                + " WHERE lane BETWEEN ? AND ? AND due > ? AND due <= ? AND (lease_until IS NULL OR lease_until <= ?)"
                + " ORDER BY lane, due LIMIT ?";
    }

    /**
     * What cannot be read keeps its lease and nothing else of the claim: no node died on it, and when it is mended, no reminder of it is
     * in doubt.
     */
    private List<Taken> putOff(Connection connection, List<Taken> taken) throws SQLException {
        for (var row : taken) {
            if (row.claim() == null) {
                var key = row.key();
                Sql.update(connection, putOffSql(), key.goal(), key.step(), key.member(), key.seat());
            }
        }
        return taken;
    }

    /** The instant first: one database sets column after column. */
    private String putOffSql() {
        return "UPDATE " + tables.followUp.name() + " SET claimed_at = CASE WHEN attempts > 1 THEN claimed_at END,"
                + " attempts = attempts - 1 WHERE goal = ? AND step = ? AND member = ? AND seat = ?";
    }

    private List<Claim> readable(List<Taken> taken) {
        taken.forEach(this::report);
        return taken.stream().map(Taken::claim).filter(Objects::nonNull).toList();
    }

    /** Says once that a follow-up cannot be read, and remembers it until it can. */
    void report(Taken row) {
        var left = row.unreadable();
        if (left == null) {
            unreadable.remove(row.key());
            return;
        }
        if (unreadable.size() >= MOST_REPORTED) {
            unreadable.clear();
        }
        if (unreadable.putIfAbsent(left.key(), left) == null) {
            LOG.warn("follow-up {} is left alone: {}", left.key(), left.why());
        }
    }

    /** The follow-ups of which that has been said. */
    Collection<Unreadable> unreadable() {
        return Collections.unmodifiableCollection(unreadable.values());
    }

    /** Says once that something cannot be read; not why in words, which might name a person. */
    void report(String what, @Nullable RuntimeException failure) {
        if (reported.size() >= MOST_REPORTED) {
            reported.clear();
        }
        if (reported.add(what)) {
            LOG.warn("{} cannot be read ({}); it is left alone", what, failure == null ? "" : failure.getClass());
        }
    }
}
