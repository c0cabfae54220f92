package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Fence;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.ReminderState;
import org.lastmile.store.Claims.Settled;
import org.lastmile.store.Settlement;
import org.lastmile.store.jdbc.Dialect.Lock;

/** What is done with claims after they were made. Rows that somebody else has locked are not waited for. */
final class Settling {
    private static final Comparator<LedgerEntry> BY_KEY = Comparator.comparing(LedgerEntry::key)
            .thenComparingInt(LedgerEntry::epoch)
            .thenComparingInt(LedgerEntry::activity)
            .thenComparingInt(LedgerEntry::rung)
            .thenComparingInt(LedgerEntry::repetition)
            .thenComparingInt(LedgerEntry::generation);

    private final Tables tables;
    private final Dialect dialect;
    private final FollowUpRows rows;

    Settling(Tables tables, Dialect dialect, FollowUpRows rows) {
        this.tables = tables;
        this.dialect = dialect;
        this.rows = rows;
    }

    Set<FollowUp.Key> look(Connection connection, Collection<FollowUp> claimed, long leaseUntilMillis)
            throws SQLException {
        var fences = lockFree(connection, claimed);
        var holding = new LinkedHashSet<FollowUp.Key>();
        var renewed = new ArrayList<@Nullable Object[]>();
        for (var claim : sorted(claimed)) {
            var now = fences.get(claim.key());
            if (now != null
                    && now.leaseUntil() != null
                    && now.generation() == claim.fence().generation()
                    && now.revision() == claim.fence().revision()
                    && holding.add(claim.key())) {
                renewed.add(Enrolment.joined(new @Nullable Object[] {leaseUntilMillis}, FollowUpRows.key(claim.key())));
            }
        }
        dialect.update(connection, tables.followUp, Tables.columns("lease_until:l"), renewed);
        return holding;
    }

    /** Gives claims back, and counts them. Where an earlier claim has never been settled, it can still be seen that there was one. */
    int handBack(Connection connection, Collection<FollowUp> claimed) throws SQLException {
        var fences = lockFree(connection, claimed);
        var freed = new ArrayList<@Nullable Object[]>();
        for (var claim : sorted(claimed)) {
            var now = fences.remove(claim.key());
            if (now != null
                    && now.leaseUntil() != null
                    && now.generation() == claim.fence().generation()) {
                int attempts = Math.max(0, now.attempts() - 1);
                var claimedAt = attempts == 0 || now.claimedAt() == null
                        ? null
                        : now.claimedAt().toEpochMilli();
                freed.add(Enrolment.joined(
                        new @Nullable Object[] {attempts, claimedAt, null}, FollowUpRows.key(claim.key())));
            }
        }
        dialect.update(connection, tables.followUp, Tables.columns("attempts:i claimed_at:l lease_until:l"), freed);
        return freed.size();
    }

    List<Settled> settle(Connection connection, List<Settlement> settlements) throws SQLException {
        var claimed = settlements.stream().map(Settlement::claimed).toList();
        var fences = lockFree(connection, claimed);
        var locked = lockedByOthers(connection, claimed, fences.keySet());
        var answers = new ArrayList<Settled>(settlements.size());
        var before = new TreeMap<FollowUp.Key, FollowUp>();
        var after = new TreeMap<FollowUp.Key, FollowUp>();
        var lines = new ArrayList<LedgerEntry>();
        var lostLines = new ArrayList<LedgerEntry>();
        for (var settlement : settlements) {
            var claim = settlement.claimed();
            var now = fences.get(claim.key());
            var answer = now == null
                    ? locked.contains(claim.key()) ? Settled.BUSY : Settled.LOST
                    : judged(claim.fence(), now);
            answers.add(answer);
            if (answer == Settled.SETTLED) {
                var fence = new Fence(claim.fence().generation(), claim.fence().revision(), 0, null, null);
                before.put(claim.key(), claim);
                after.put(claim.key(), new FollowUp(claim.key(), settlement.standing(), settlement.cursor(), fence));
                lines.addAll(settlement.entries());
            } else if (answer == Settled.LOST) {
                lostLines.addAll(settlement.entries());
            }
        }
        rows.update(connection, dialect, tables.followUp, before.values(), after.values());
        write(connection, lines);
        for (var line : lostLines.stream().sorted(BY_KEY).toList()) {
            boolean duplicate = line.state() == ReminderState.SENT && hasSent(connection, line);
            write(connection, List.of(duplicate ? line.with(ReminderState.DUPLICATE) : line));
        }
        return answers;
    }

    private static Settled judged(Fence claimed, Fence now) {
        if (now.generation() != claimed.generation()) {
            return Settled.LOST;
        }
        return now.revision() == claimed.revision() ? Settled.SETTLED : Settled.REVISED;
    }

    /** Locks the rows that nobody else has locked. */
    private Map<FollowUp.Key, Fence> lockFree(Connection connection, Collection<FollowUp> claimed) throws SQLException {
        var keys = sorted(claimed).stream()
                .map(FollowUp::key)
                .distinct()
                .map(FollowUpRows::key)
                .toList();
        var fences = new HashMap<FollowUp.Key, Fence>();
        dialect.select(
                connection,
                tables.followUp,
                Table.concat(tables.followUp.key(), FollowUpRows.FENCE),
                keys,
                Lock.SKIPPING,
                row -> {
                    var fields = new Fields(row, 1);
                    return fences.put(FollowUpRows.key(fields), FollowUpRows.fence(fields));
                });
        return fences;
    }

    /** Those of the rows that are there, but were not ours to lock. */
    private Set<FollowUp.Key> lockedByOthers(
            Connection connection, Collection<FollowUp> claimed, Set<FollowUp.Key> ours) throws SQLException {
        var missing = claimed.stream()
                .map(FollowUp::key)
                .distinct()
                .filter(key -> !ours.contains(key))
                .map(FollowUpRows::key)
                .toList();
        return new HashSet<>(dialect.select(
                connection,
                tables.followUp,
                tables.followUp.key(),
                missing,
                Lock.NONE,
                row -> FollowUpRows.key(new Fields(row, 1))));
    }

    private void write(Connection connection, List<LedgerEntry> lines) throws SQLException {
        var values = lines.stream().sorted(BY_KEY).map(LedgerRows::values).toList();
        dialect.insertAbsent(connection, tables.ledger.name(), tables.ledger.columns(), tables.ledger.key(), values);
    }

    private boolean hasSent(Connection connection, LedgerEntry line) throws SQLException {
        var key = line.key();
        return Sql.first(
                        connection,
                        "SELECT generation FROM " + tables.ledger.name()
                                + " WHERE goal = ? AND step = ? AND member = ? AND seat = ? AND epoch = ?"
                                + " AND activity = ? AND rung = ? AND repetition = ? AND state = ?",
                        row -> row.getInt(1),
                        key.goal(),
                        key.step(),
                        key.member(),
                        key.seat(),
                        line.epoch(),
                        line.activity(),
                        line.rung(),
                        line.repetition(),
                        LedgerRows.STATES.code(ReminderState.SENT))
                .isPresent();
    }

    private static List<FollowUp> sorted(Collection<FollowUp> claimed) {
        return claimed.stream().sorted(Comparator.comparing(FollowUp::key)).toList();
    }
}
