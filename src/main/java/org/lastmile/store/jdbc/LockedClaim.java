package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Claim;
import org.lastmile.goal.Fence;
import org.lastmile.goal.FollowUp;
import org.lastmile.store.jdbc.Dialect.Lock;
import org.lastmile.store.jdbc.Dialect.Taking;
import org.lastmile.store.jdbc.People.Known;
import org.lastmile.store.jdbc.People.Person;

/** A claim in steps, for databases that cannot do it in one statement: rows are chosen, locked, judged again, and taken. */
final class LockedClaim {
    private final Connection connection;
    private final Dialect dialect;
    private final Tables tables;
    private final FollowUpRows rows;
    private final Taking taking;
    private final People people;
    private final List<Locked> locked = new ArrayList<>();

    LockedClaim(Connection connection, Dialect dialect, Tables tables, FollowUpRows rows, Taking taking) {
        this.connection = connection;
        this.dialect = dialect;
        this.tables = tables;
        this.rows = rows;
        this.taking = taking;
        people = new People(tables.member, dialect);
    }

    /** How many more are wanted. */
    int wanted() {
        return taking.limit() - locked.size();
    }

    /** A row that is ours to claim. */
    private record Locked(
            FollowUp.Key key,
            Fence fence,
            @Nullable FollowUp followUp,
            @Nullable RuntimeException failure) {}

    /** Locks those of the chosen rows that nobody else has locked, and that are still due. */
    void lock(List<@Nullable Object[]> chosen) throws SQLException {
        dialect.select(connection, tables.followUp, tables.followUp.columns(), chosen, Lock.SKIPPING, this::judge);
    }

    /**
     * Claims those that a select gives, in its order; it reads without locks, the keys of so many rows behind so many others.
     * What somebody else has locked does not hide what is behind it.
     */
    List<Taken> chooseAndTake(String candidateSql) throws SQLException {
        for (int offset = 0; wanted() > 0; offset += taking.limit()) {
            var candidates = Sql.<@Nullable Object[]>list(
                    connection,
                    candidateSql,
                    row -> FollowUpRows.key(FollowUpRows.key(new Fields(row, 1))),
                    taking.lane(),
                    taking.nowMillis(),
                    taking.nowMillis(),
                    taking.limit(),
                    offset);
            lock(candidates);
            if (candidates.size() < taking.limit()) {
                break;
            }
        }
        return take();
    }

    /** Keeps the row if it is still due: since it was chosen, another may have claimed it and let go. */
    private FollowUp.Key judge(ResultSet row) throws SQLException {
        var key = FollowUpRows.key(new Fields(row, 1));
        var fence = FollowUpRows.fence(new Fields(row, 5));
        var cursor = new Fields(row, 5 + FollowUpRows.FENCE.size());
        var due = cursor.instantOrNull();
        short lane = cursor.aShort();
        var lease = fence.leaseUntil();
        boolean isDue = due != null && due.toEpochMilli() <= taking.nowMillis();
        boolean isInLane = switch (taking.lane()) {
            case Taking.ANY_LANE -> true;
            case Taking.STRAY_LANE -> rows.isStray(connection, lane);
            default -> taking.lane() == lane;
        };
        boolean isFree = lease == null || lease.toEpochMilli() <= taking.nowMillis();
        if (isDue && isInLane && isFree && wanted() > 0) {
            try {
                locked.add(new Locked(key, fence, rows.read(connection, new Fields(row, 1)), null));
            } catch (RuntimeException e) {
                locked.add(new Locked(key, fence, null, e));
            }
        }
        return key;
    }

    /** Claims what was locked. */
    List<Taken> take() throws SQLException {
        var claims = new ArrayList<@Nullable Object[]>();
        for (var row : locked) {
            var key = row.key();
            claims.add(new @Nullable Object[] {
                row.fence().generation() + 1,
                row.fence().attempts() + 1,
                taking.nowMillis(),
                taking.leaseUntilMillis(),
                key.goal(),
                key.step(),
                key.member(),
                key.seat()
            });
        }
        dialect.update(
                connection,
                tables.followUp,
                Tables.columns("generation:i attempts:i claimed_at:l lease_until:l"),
                claims);
        var recipients = people.find(
                connection, locked.stream().map(row -> Person.of(row.key())).toList());
        var versions = versions();
        return locked.stream()
                .map(row -> taken(
                        row,
                        Known.in(recipients, Person.of(row.key())),
                        versions.getOrDefault(row.key().goal(), 0)))
                .toList();
    }

    private Taken taken(Locked row, Known recipient, int version) {
        if (row.failure() != null) {
            return Taken.unreadable(row.key(), recipient.id(), row.failure());
        }
        if (recipient.failure() != null) {
            return Taken.ofNobody(row.key(), recipient.failure());
        }
        var followUp = Objects.requireNonNull(row.followUp());
        var fence = new Fence(
                row.fence().generation() + 1,
                row.fence().revision(),
                row.fence().attempts() + 1,
                Instant.ofEpochMilli(taking.nowMillis()),
                Instant.ofEpochMilli(taking.leaseUntilMillis()));
        var claimed = new FollowUp(row.key(), followUp.standing(), followUp.cursor(), fence);
        return Taken.of(
                new Claim(claimed, recipient.orThrow(), version, row.fence().attempts() > 0));
    }

    private Map<Long, Integer> versions() throws SQLException {
        var keys = locked.stream()
                .map(row -> row.key().goal())
                .distinct()
                .map(goal -> new @Nullable Object[] {goal})
                .toList();
        var versions = new HashMap<Long, Integer>();
        dialect.select(
                connection,
                tables.goal,
                Tables.columns("number:l version:i"),
                keys,
                Lock.NONE,
                row -> versions.put(row.getLong(1), row.getInt(2)));
        return versions;
    }
}
