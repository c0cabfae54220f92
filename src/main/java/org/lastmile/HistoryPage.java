package org.lastmile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.report.HistoryEntry;

/** Collects a page, and one line more, which tells that there are more. */
final class HistoryPage {
    final FollowUp.Key from;
    private final long @Nullable [] after;
    private final int limit;
    private final List<HistoryLine> lines = new ArrayList<>();

    HistoryPage(@Nullable String after, int limit) {
        this.limit = limit;
        this.after = after == null ? null : Place.read(after, 9);
        this.from = this.after == null
                ? new FollowUp.Key(0, -1, -1, FollowUp.CLOCKWORK)
                : new FollowUp.Key(this.after[0], (int) this.after[1], (int) this.after[2], (int) this.after[3]);
    }

    boolean isFull() {
        return lines.size() > limit;
    }

    void addAll(List<HistoryLine> more) {
        for (var line : more) {
            if (after == null || !line.key().equals(from) || line.isBehind(after)) {
                lines.add(line);
            }
        }
    }

    Page<HistoryEntry> page() {
        var shown = isFull() ? lines.subList(0, limit) : lines;
        var next = isFull() ? shown.get(limit - 1).cursor() : null;
        return new Page<>(shown.stream().map(HistoryLine::entry).toList(), next);
    }
}
