package org.lastmile.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.ReminderState;

/**
 * What became of one reminder, or of one attempt at it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param reminderId the reminder's id, the same for all its attempts
 * @param stepId of which step
 * @param recipientId to whom
 * @param rung by which rung of the ladder, from 1
 * @param state what became of it
 * @param channel by which channel, if one was tried
 * @param plannedAt when it was to be sent
 * @param at when this was known; {@code null} for what was silenced
 * @param detail a word more, without addresses
 */
public record HistoryEntry(
        String reminderId,
        String stepId,
        String recipientId,
        int rung,
        ReminderState state,
        @Nullable Channel channel,
        Instant plannedAt,
        @Nullable Instant at,
        @Nullable String detail) {}
