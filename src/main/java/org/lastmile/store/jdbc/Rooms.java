package org.lastmile.store.jdbc;

/** The parts of a store, which know its tables and no transaction: several stores may share them. Thread-safe. */
final class Rooms {
    private static final int CACHED_GOALS = 2_000;

    final Dialect dialect;
    final Tables tables;
    final Lanes lanes;
    final FollowUpRows rows;
    final GoalCache cache = new GoalCache(CACHED_GOALS);
    final Goals goals;
    final Claiming claiming;
    final Settling settling;
    final Editing editing;
    final Joining joining;
    final Counting counting;
    final Reading reading;
    final Asking asking;
    final Accounting accounting;
    final DueTimes dueTimes;
    final Erasing erasing;
    final NoteRows notes;

    Rooms(Dialect dialect, Tables tables) {
        this.dialect = dialect;
        this.tables = tables;
        lanes = new Lanes(tables.lane, dialect);
        rows = new FollowUpRows(lanes);
        goals = new Goals(tables, dialect, cache);
        claiming = new Claiming(tables, dialect, rows, lanes);
        settling = new Settling(tables, dialect, rows);
        editing = new Editing(tables, dialect, rows, goals, claiming::report);
        joining = new Joining(tables, dialect, rows, goals);
        counting = new Counting(tables, dialect);
        reading = new Reading(tables, dialect, rows, lanes, claiming::report);
        asking = new Asking(tables, lanes);
        accounting = new Accounting(tables, rows);
        dueTimes = new DueTimes(tables);
        erasing = new Erasing(tables, dialect);
        notes = new NoteRows(tables.note, dialect);
    }

    /** Forgets what was read: the file may have lost what was seen last. */
    void clear() {
        lanes.clear();
        cache.clear();
    }
}
