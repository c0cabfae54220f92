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
 * @param goalId of which goal, or occurrence
 * @param stepId of which step
 * @param recipientId to whom
 * @param rung by which rung of the ladder, from 1; 0 for a reminder that was asked for by hand
 * @param state what became of it
 * @param channel by which channel, if one was tried
 * @param plannedAt when it was to be sent
 * @param at when this was known; {@code null} for what was silenced
 * @param detail a word more, without addresses: what the notifier said, which channels were passed over and why; for what was silenced,
 *     the outcome that did it with the reason that was given, or that the plan was changed
 */
public record HistoryEntry(
        String reminderId,
        String goalId,
        String stepId,
        String recipientId,
        int rung,
        ReminderState state,
        @Nullable Channel channel,
        Instant plannedAt,
        @Nullable Instant at,
        @Nullable String detail) {}
