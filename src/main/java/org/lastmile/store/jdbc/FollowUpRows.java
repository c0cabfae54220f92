package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Arming;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Fence;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Hold;
import org.lastmile.goal.Lane;
import org.lastmile.goal.Nudged;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Progress;
import org.lastmile.goal.Remarks;
import org.lastmile.goal.Silenced;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Standing.State;

/** Follow-ups as rows of values. */
final class FollowUpRows {
    static final List<Column> FENCE = Tables.columns("generation:i revision:i attempts:i claimed_at:l lease_until:l");
    static final List<Column> STATE = Tables.columns(
            "due:l lane:s rung:s repetition:s channel:s failures:i",
            "state:s outcome:s closed_at:l activated_at:l armed_at:l idle_since:l epoch:i activity:i",
            "progress:t hold_from:l hold_until:l extension:t reason:t nudge:t silenced:t");
    static final List<Column> COLUMNS = Table.concat(FENCE, STATE);
    static final int WIDTH = 4 + COLUMNS.size();

    static final Coded<State> STATES = new Coded<>(List.of(State.DORMANT, State.OPEN, State.MISSED, State.CLOSED));
    static final Coded<Outcome> OUTCOMES =
            new Coded<>(List.of(Outcome.DONE, Outcome.DECLINED, Outcome.EXPIRED, Outcome.CANCELLED, Outcome.RECOVERED));

    private final Lanes lanes;
    /** What stands in place of a lane that is not known; {@code null} if a row in such a one cannot be read. */
    private final @Nullable Lane stray;

    FollowUpRows(Lanes lanes) {
        this(lanes, null);
    }

    private FollowUpRows(Lanes lanes, @Nullable Lane stray) {
        this.lanes = lanes;
        this.stray = stray;
    }

    /** The same, to read rows in lanes that are not known: the engine's stands in their place. */
    FollowUpRows ofStrays() {
        return new FollowUpRows(lanes, Lane.ENGINE);
    }

    /** Whether a row with that number waits in a lane that is not known. */
    boolean isStray(Connection connection, short lane) throws SQLException {
        return !lanes.isKnown(connection, lane);
    }

    static @Nullable Object[] key(FollowUp.Key key) {
        return new @Nullable Object[] {key.goal(), key.step(), key.member(), key.seat()};
    }

    /** Fence and state, without the key. */
    @Nullable
    Object[] values(Connection connection, FollowUp row) throws SQLException {
        var fence = row.fence();
        var cursor = row.cursor();
        var standing = row.standing();
        var arming = standing.arming();
        var outcome = standing.outcome();
        var hold = standing.hold();
        var extension = standing.extension();
        var nudge = standing.nudge();
        var remarks = standing.remarks();
        return new @Nullable Object[] {
            fence.generation(),
            fence.revision(),
            fence.attempts(),
            millis(fence.claimedAt()),
            millis(fence.leaseUntil()),
            millis(cursor.due()),
            lanes.number(connection, cursor.lane()),
            (short) cursor.rung(),
            (short) cursor.repetition(),
            (short) cursor.channel(),
            cursor.failures(),
            STATES.code(standing.state()),
            outcome == null ? null : OUTCOMES.code(outcome),
            millis(standing.closedAt()),
            millis(arming.activatedAt()),
            millis(arming.armedAt()),
            millis(arming.idleSince()),
            arming.epoch(),
            arming.activity(),
            standing.progress().equals(Progress.NONE)
                    ? null
                    : standing.progress().toString(),
            hold == null ? null : millis(hold.from()),
            hold == null ? null : millis(hold.until()),
            extension == null ? null : extension.toString(),
            remarks.reason(),
            nudge == null ? null : nudge.toString(),
            remarks.silenced().isEmpty() ? null : Silenced.toString(remarks.silenced())
        };
    }

    /** Writes rows that are locked, and as they were read: only the columns that change in one of them. */
    void update(
            Connection connection,
            Dialect dialect,
            Table table,
            Collection<FollowUp> before,
            Collection<FollowUp> after)
            throws SQLException {
        var changed = new BitSet(COLUMNS.size());
        var values = new ArrayList<@Nullable Object[]>(after.size());
        var old = before.iterator();
        for (var row : after) {
            var oldValues = values(connection, old.next());
            var newValues = values(connection, row);
            for (int i = 0; i < newValues.length; i++) {
                if (!Objects.equals(oldValues[i], newValues[i])) {
                    changed.set(i);
                }
            }
            values.add(newValues);
        }
        if (changed.isEmpty()) {
            return;
        }
        int[] which = changed.stream().toArray();
        var written = new ArrayList<@Nullable Object[]>(after.size());
        var next = values.iterator();
        for (var row : after) {
            written.add(only(which, next.next(), key(row.key())));
        }
        var set = changed.stream().mapToObj(COLUMNS::get).toList();
        dialect.update(connection, table, set, written);
    }

    /** Those of the values, then the key. */
    private static @Nullable Object[] only(int[] which, @Nullable Object[] values, @Nullable Object[] key) {
        var chosen = new @Nullable Object[which.length + key.length];
        for (int i = 0; i < which.length; i++) {
            chosen[i] = values[which[i]];
        }
        System.arraycopy(key, 0, chosen, which.length, key.length);
        return chosen;
    }

    static FollowUp.Key key(Fields fields) throws SQLException {
        return new FollowUp.Key(fields.aLong(), fields.anInt(), fields.anInt(), fields.anInt());
    }

    /**
     * The follow-up from key, fence and state.
     *
     * @throws RuntimeException if something in it cannot be read; the fields then stand where they stood
     */
    FollowUp read(Connection connection, Fields fields) throws SQLException {
        return read(connection, key(fields), fields);
    }

    FollowUp read(Connection connection, FollowUp.Key key, Fields fields) throws SQLException {
        var fence = fence(fields);
        var due = fields.instantOrNull();
        short number = fields.aShort();
        var lane = stray != null && isStray(connection, number) ? stray : lanes.lane(connection, number);
        var cursor = new Cursor(due, lane, fields.aShort(), fields.aShort(), fields.aShort(), fields.anInt());
        var state = STATES.constant(fields.aShort());
        var outcome = fields.shortOrNull();
        var closedAt = fields.instantOrNull();
        var arming = new Arming(fields.instant(), fields.instant(), fields.instant(), fields.anInt(), fields.anInt());
        var progress = fields.textOrNull();
        var holdFrom = fields.instantOrNull();
        var holdUntil = fields.instantOrNull();
        var extension = fields.textOrNull();
        var reason = fields.textOrNull();
        var nudge = fields.textOrNull();
        var silenced = fields.textOrNull();
        var standing = new Standing(
                state,
                outcome == null ? null : OUTCOMES.constant(outcome),
                closedAt,
                arming,
                progress == null ? Progress.NONE : Progress.parse(progress),
                holdFrom == null || holdUntil == null ? null : new Hold(holdFrom, holdUntil),
                extension == null ? null : Deadline.parse(extension),
                nudge == null ? null : Nudged.parse(nudge),
                reason == null && silenced == null
                        ? Remarks.NONE
                        : new Remarks(reason, silenced == null ? List.of() : Silenced.parseAll(silenced)));
        return new FollowUp(key, standing, cursor, fence);
    }

    static Fence fence(Fields fields) throws SQLException {
        return new Fence(
                fields.anInt(), fields.anInt(), fields.anInt(), fields.instantOrNull(), fields.instantOrNull());
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
