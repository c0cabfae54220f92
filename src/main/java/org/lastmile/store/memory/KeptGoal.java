package org.lastmile.store.memory;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.StillOpen;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Target;

/** A goal with all that belongs to it. */
final class KeptGoal {
    private static final Comparator<LedgerEntry> BY_KEY = comparing(LedgerEntry::key)
            .thenComparingInt(LedgerEntry::epoch)
            .thenComparingInt(LedgerEntry::activity)
            .thenComparingInt(LedgerEntry::rung)
            .thenComparingInt(LedgerEntry::repetition)
            .thenComparingInt(LedgerEntry::generation);

    private static final Comparator<Row> BY_PLACE = comparingInt((Row row) -> row.step)
            .thenComparingInt(row -> row.member)
            .thenComparingInt(row -> row.seat);

    final String fingerprint;
    StoredGoal stored;
    Members members;
    private final List<Row> rows = new ArrayList<>();
    private final TreeSet<LedgerEntry> ledger = new TreeSet<>(BY_KEY);

    KeptGoal(StoredGoal stored, String fingerprint, Members members) {
        this.stored = stored;
        this.fingerprint = fingerprint;
        this.members = members;
    }

    long number() {
        return stored.number();
    }

    /** Takes the rows, in any order. */
    void addAll(List<Row> more) {
        rows.addAll(more);
        rows.sort(BY_PLACE);
    }

    List<Row> rows() {
        return rows;
    }

    @Nullable
    Row find(FollowUp.Key key) {
        int index = indexOf(key);
        return index < 0 ? null : rows.get(index);
    }

    /** The rows of the target, in the order of their keys. */
    List<Row> rows(Target target) {
        var stepId = target.stepId();
        var recipientId = target.recipientId();
        var member = recipientId == null ? null : members.find(recipientId);
        if (recipientId != null && member == null) {
            return List.of();
        }
        return steps(stepId)
                .boxed()
                .flatMap(step -> member == null
                        ? rows.subList(from(step, 0), from(step + 1, 0)).stream()
                        : rows.subList(from(step, member), from(step, member + 1)).stream())
                .filter(row -> target.seats().include(row.seat))
                .toList();
    }

    /** The rows of the participants of a step. */
    Stream<Row> participants(int step) {
        return rows.subList(from(step, 0), from(step + 1, 0)).stream().filter(row -> row.seat == FollowUp.PARTICIPANT);
    }

    /** How many reminders of a follow-up were sent, and when the last one was. */
    StillOpen stillOpen(Row row) {
        int sent = 0;
        Instant last = null;
        for (var entry : ledger.tailSet(LedgerEntry.before(row.key()))) {
            if (!entry.key().equals(row.key())) {
                break;
            }
            if (entry.state() == ReminderState.SENT) {
                sent++;
                last = last == null || entry.at().isAfter(last) ? entry.at() : last;
            }
        }
        return new StillOpen(members.get(row.member), sent, last);
    }

    /** The last reminder that a follow-up was sent, not later than that instant. */
    @Nullable
    LedgerEntry lastSent(Row row, Instant at, Comparator<LedgerEntry> order) {
        LedgerEntry last = null;
        for (var entry : ledger.tailSet(LedgerEntry.before(row.key()))) {
            if (!entry.key().equals(row.key())) {
                break;
            }
            boolean counts = entry.state() == ReminderState.SENT && !entry.at().isAfter(at);
            last = counts && (last == null || order.compare(entry, last) > 0) ? entry : last;
        }
        return last;
    }

    /** The rows behind that key. */
    Stream<Row> rowsAfter(FollowUp.@Nullable Key after) {
        int index = after == null ? 0 : indexOf(after);
        return rows.subList(index < 0 ? -index - 1 : after == null ? 0 : index + 1, rows.size()).stream();
    }

    /** The lines behind that one. */
    Stream<LedgerEntry> ledgerAfter(@Nullable LedgerEntry after) {
        return (after == null ? ledger : ledger.tailSet(after, false)).stream();
    }

    /** Adds a line; one with the same key stays as it is. */
    void add(LedgerEntry entry) {
        ledger.add(entry);
    }

    /** Whether some line says that the reminder of this one was sent. */
    boolean hasSent(LedgerEntry entry) {
        return ledger
                .subSet(atGeneration(entry, Integer.MIN_VALUE), true, atGeneration(entry, Integer.MAX_VALUE), true)
                .stream()
                .anyMatch(line -> line.state() == ReminderState.SENT);
    }

    /** The lines that say that something was sent to a recipient. */
    Stream<LedgerEntry> sentTo(String recipientId) {
        var id = stored.facts().id();
        return rows(new Target(id, null, recipientId, Target.Seats.ALL)).stream()
                .flatMap(row -> ledger.tailSet(LedgerEntry.before(row.key())).stream()
                        .takeWhile(entry -> entry.key().equals(row.key())))
                .filter(entry -> entry.state() == ReminderState.SENT);
    }

    /** Whether everything of it ended before that instant. */
    boolean isOver(Instant before) {
        return rows.stream().allMatch(row -> row.isOver(before.toEpochMilli()));
    }

    private static LedgerEntry atGeneration(LedgerEntry entry, int generation) {
        return new LedgerEntry(
                entry.key(),
                entry.rung(),
                entry.repetition(),
                entry.epoch(),
                entry.activity(),
                generation,
                entry.state(),
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }

    private IntStream steps(@Nullable String id) {
        var steps = stored.facts().steps();
        return IntStream.range(0, steps.size())
                .filter(i -> id == null || steps.get(i).id().equals(id));
    }

    private int from(int step, int member) {
        int index = indexOf(new FollowUp.Key(number(), step, member, Integer.MIN_VALUE));
        return index < 0 ? -index - 1 : index;
    }

    private int indexOf(FollowUp.Key key) {
        int low = 0;
        int high = rows.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = rows.get(middle).compareTo(key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
