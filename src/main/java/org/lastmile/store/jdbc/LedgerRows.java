package org.lastmile.store.jdbc;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.ReminderState;

/** Lines of the ledger as rows of values. */
final class LedgerRows {
    static final List<Column> COLUMNS = Tables.columns("state:s channel:t planned_at:l known_at:l detail:t");

    static final Coded<ReminderState> STATES = new Coded<>(List.of(
            ReminderState.PLANNED,
            ReminderState.SENT,
            ReminderState.RETRYING,
            ReminderState.FAILED,
            ReminderState.UNKNOWN,
            ReminderState.HELD,
            ReminderState.LATE,
            ReminderState.SUPERSEDED,
            ReminderState.STALE,
            ReminderState.PAST_DEADLINE,
            ReminderState.QUIET,
            ReminderState.NO_RECIPIENT,
            ReminderState.NO_ADDRESS,
            ReminderState.OPTED_OUT,
            ReminderState.CAPPED,
            ReminderState.NO_NOTIFIER,
            ReminderState.DUPLICATE,
            ReminderState.SILENCED,
            ReminderState.NOT_YET));

    private LedgerRows() {}

    static @Nullable Object[] values(LedgerEntry entry) {
        var key = entry.key();
        var channel = entry.channel();
        var detail = entry.detail();
        return new @Nullable Object[] {
            key.goal(),
            key.step(),
            key.member(),
            key.seat(),
            entry.epoch(),
            entry.activity(),
            entry.rung(),
            entry.repetition(),
            entry.generation(),
            STATES.code(entry.state()),
            channel == null ? null : channel.name(),
            entry.plannedAt().toEpochMilli(),
            entry.at().toEpochMilli(),
            detail == null ? null : TextMap.storable(detail)
        };
    }

    static LedgerEntry read(Fields fields) throws SQLException {
        var key = FollowUpRows.key(fields);
        int epoch = fields.anInt();
        int activity = fields.anInt();
        int rung = fields.anInt();
        int repetition = fields.anInt();
        int generation = fields.anInt();
        var state = STATES.constant(fields.aShort());
        var channel = fields.textOrNull();
        return new LedgerEntry(
                key,
                rung,
                repetition,
                epoch,
                activity,
                generation,
                state,
                channel == null ? null : Channel.of(channel),
                fields.instant(),
                fields.instant(),
                fields.textOrNull());
    }
}
