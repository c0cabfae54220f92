package org.lastmile.store.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Claim;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Lane;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.ReminderState;
import org.lastmile.store.Claims.Head;
import org.lastmile.store.Claims.Settled;
import org.lastmile.store.Seated;
import org.lastmile.store.Settlement;

/** Who may act on which row, and what came of it. */
final class Claiming {
    private final Holdings holdings;

    Claiming(Holdings holdings) {
        this.holdings = holdings;
    }

    Set<Lane> lanes() {
        return Set.copyOf(holdings.queues.keySet());
    }

    List<Claim> claim(Lane lane, Instant now, Instant leaseUntil, int limit) {
        var queue = holdings.queues.get(lane);
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
    }

    private Claim claim(Row row, long nowMillis, long untilMillis) {
        boolean suspect = row.claim(nowMillis, untilMillis);
        var goal = goal(row);
        return new Claim(row.followUp(), goal.members.get(row.member), goal.stored.version(), suspect);
    }

    List<Claim> claim(Collection<FollowUp.Key> keys, Instant now, Instant leaseUntil) {
        long nowMillis = now.toEpochMilli();
        return keys.stream()
                .map(holdings::find)
                .filter(Objects::nonNull)
                .filter(row -> row.waits() && row.isDue(nowMillis) && !row.isLeased(nowMillis))
                .map(row -> claim(row, nowMillis, leaseUntil.toEpochMilli()))
                .toList();
    }

    List<Seated> waiting(Lane lane, Instant dueUntil, @Nullable FollowUp after, int limit) {
        var queue = holdings.queues.get(lane);
        if (queue == null) {
            return List.of();
        }
        return queue.rows.stream()
                .takeWhile(row -> row.isDue(dueUntil.toEpochMilli()))
                .map(row -> new Seated(row.followUp(), goal(row).members.get(row.member)))
                .filter(seated -> after == null || isBehind(seated.followUp(), after))
                .limit(limit)
                .toList();
    }

    private KeptGoal goal(Row row) {
        return Objects.requireNonNull(holdings.goalsByNumber.get(row.goal));
    }

    private static boolean isBehind(FollowUp row, FollowUp after) {
        int byDue = Objects.requireNonNull(row.cursor().due())
                .compareTo(Objects.requireNonNull(after.cursor().due()));
        return byDue != 0 ? byDue > 0 : row.key().compareTo(after.key()) > 0;
    }

    Set<FollowUp.Key> look(Collection<FollowUp> claimed, Instant leaseUntil) {
        var holding = new LinkedHashSet<FollowUp.Key>();
        for (var claim : claimed) {
            var row = holdings.find(claim.key());
            if (row != null && row.isClaimed() && row.hasGeneration(claim.fence()) && row.hasRevision(claim.fence())) {
                row.renew(leaseUntil.toEpochMilli());
                holding.add(claim.key());
            }
        }
        return holding;
    }

    List<Settled> settle(List<Settlement> settlements) {
        return settlements.stream().map(this::settle).toList();
    }

    private Settled settle(Settlement settlement) {
        var row = holdings.find(settlement.claimed().key());
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
        row.move(settlement.standing(), settlement.cursor(), holdings.queue(settlement.cursor()));
        row.release(0);
        for (var entry : settlement.entries()) {
            write(entry, false);
        }
        return Settled.SETTLED;
    }

    private void write(LedgerEntry entry, boolean lost) {
        var goal = holdings.goalsByNumber.get(entry.key().goal());
        if (goal != null) {
            boolean duplicate = lost && entry.state() == ReminderState.SENT && goal.hasSent(entry);
            goal.add(duplicate ? entry.with(ReminderState.DUPLICATE) : entry);
        }
    }

    void handBack(Collection<FollowUp> claimed) {
        for (var claim : claimed) {
            var row = holdings.find(claim.key());
            if (row != null && row.isClaimed() && row.hasGeneration(claim.fence())) {
                row.handBack();
            }
        }
    }

    List<FollowUp> read(Collection<FollowUp.Key> keys) {
        return keys.stream()
                .map(holdings::find)
                .filter(Objects::nonNull)
                .map(Row::followUp)
                .toList();
    }

    List<Head> heads(Instant now) {
        return holdings.queues.values().stream()
                .map(queue -> {
                    var first = queue.rows.isEmpty() ? null : queue.rows.first();
                    var next = queue.firstAfter(now.toEpochMilli());
                    return new Head(queue.lane, first == null ? null : first.due(), next == null ? null : next.due());
                })
                .toList();
    }
}
