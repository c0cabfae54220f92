package org.lastmile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.store.Store;

/** The ledger of a goal, line by line from some follow-up on, read a page at a time. Not thread-safe. */
final class LedgerReader {
    private static final int PAGE = 500;
    /** The ledger of one follow-up is rarely longer. */
    private static final int SHORT_PAGE = 50;

    private final Store store;
    private final long goal;
    private final int size;
    private List<LedgerEntry> page = List.of();
    private int next;
    private @Nullable LedgerEntry last;
    private boolean atEnd;

    private LedgerReader(Store store, FollowUp.Key from, int size) {
        this.store = store;
        this.goal = from.goal();
        this.size = size;
        last = LedgerEntry.before(from);
    }

    /** For many follow-ups, from that key on. */
    static LedgerReader from(Store store, FollowUp.Key first) {
        return new LedgerReader(store, first, PAGE);
    }

    /** For the lines of that follow-up. */
    static LedgerReader at(Store store, FollowUp.Key key) {
        return new LedgerReader(store, key, SHORT_PAGE);
    }

    /** The lines of that follow-up, which is behind the last one asked for. */
    List<LedgerEntry> of(FollowUp.Key key) {
        var lines = new ArrayList<LedgerEntry>();
        for (var entry = peek(); entry != null && entry.key().compareTo(key) <= 0; entry = peek()) {
            if (entry.key().equals(key)) {
                lines.add(entry);
            }
            next++;
        }
        return lines;
    }

    /** The next line; {@code null} at the end. */
    @Nullable
    LedgerEntry next() {
        var entry = peek();
        next++;
        return entry;
    }

    private @Nullable LedgerEntry peek() {
        if (next >= page.size() && !atEnd) {
            page = store.ledger(goal, last, size);
            next = 0;
            atEnd = page.size() < size;
            last = page.isEmpty() ? last : page.get(page.size() - 1);
        }
        return next < page.size() ? page.get(next) : null;
    }
}
