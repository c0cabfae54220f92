package org.lastmile.goal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of a follow-up for those who look back; no plan depends on it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param reason why the participant declined, in the host's words, if they said so
 * @param silenced what earlier plans had still ahead, and what was under way when the plan was changed, the oldest first; of many, the
 *     last 200
 */
public record Remarks(@Nullable String reason, List<Silenced> silenced) {
    /** Nothing. */
    public static final Remarks NONE = new Remarks(null, List.of());

    private static final int LONGEST_REASON = 1_000;
    private static final int MOST_SILENCED = 200;

    public Remarks {
        silenced = List.copyOf(silenced);
    }

    /** With that reason, or without one. */
    public Remarks withReason(@Nullable String newReason) {
        return new Remarks(newReason, silenced);
    }

    /** With these behind the others, each reminder once. */
    public Remarks withSilenced(List<Silenced> more) {
        if (more.isEmpty()) {
            return this;
        }
        var all = new ArrayList<>(silenced);
        for (var one : more) {
            all.stream()
                    .filter(one::isOfTheSame)
                    .findFirst()
                    .ifPresentOrElse(old -> all.set(all.indexOf(old), one.orUnderWayAs(old)), () -> all.add(one));
        }
        return new Remarks(reason, all.subList(Math.max(0, all.size() - MOST_SILENCED), all.size()));
    }

    /**
     * A reason that can be kept.
     *
     * @throws IllegalArgumentException if it is longer than 1000 characters
     */
    public static @Nullable String checkedReason(@Nullable String reason) {
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException(
                    "reason is " + Text.shown(reason) + "; shorten it to at most " + LONGEST_REASON);
        }
        return reason == null || reason.isBlank() ? null : Text.storable(reason);
    }
}
