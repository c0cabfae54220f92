package org.lastmile.bench;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lastmile.Lastmile;
import org.lastmile.goal.SendResult;
import org.lastmile.store.Store;
import org.lastmile.store.jdbc.JdbcStore;

/** Lastmile with its defaults. */
final class LastmileContender implements Contender {
    private final Database database;
    private final Store store;
    private final LastmileRows rows;
    private @Nullable Lastmile lastmile;

    private LastmileContender(Database database, Store store) {
        this.database = database;
        this.store = store;
        rows = new LastmileRows(database, store);
    }

    static LastmileContender on(Database database) {
        return new LastmileContender(database, JdbcStore.of(database.dataSource()));
    }

    @Override
    public void overdue(long count, Instant since) {
        rows.overdue(count, since);
    }

    @Override
    public void pending(long count, Instant from) {
        rows.pending(count, from);
    }

    @Override
    public void start(Ear ear) {
        lastmile = Lastmile.builder()
                .store(store)
                .notifier(LastmileRows.CHANNEL, reminder -> {
                    ear.hear(reminder.plannedAt().toEpochMilli());
                    return SendResult.sent();
                })
                .shutdown(Duration.ofSeconds(5))
                .start();
    }

    @Override
    public long recorded() {
        return database.ask("SELECT count(*) FROM lm_ledger");
    }

    @Override
    public void close() {
        if (lastmile != null) {
            lastmile.close();
        }
        store.close();
    }
}
