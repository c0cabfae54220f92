package org.lastmile.crash;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lastmile.Lastmile;
import org.lastmile.crash.Logbook.Call;
import org.lastmile.goal.ReminderState;
import org.lastmile.report.HistoryEntry;
import org.lastmile.store.Servers;

/** Two processes share a database and its reminders: each is sent once, by one of them, and both do their part. */
class TwoProcessesTest {
    private static final int GUESTS = 5_000;

    @TempDir
    private Path folder;

    @Test
    void shareFiveThousandDueRemindersOnPostgreSql() throws Exception {
        try (var pool = Servers.postgres()) {
            share(pool, "PostgreSQL");
        }
    }

    @Test
    @Tag("mariadb")
    void shareFiveThousandDueRemindersOnMariaDb() throws Exception {
        try (var pool = Servers.mariaDb()) {
            share(pool, "MariaDB");
        }
    }

    private void share(HikariDataSource pool, String database) throws Exception {
        var first = folder.resolve("first");
        var second = folder.resolve("second");
        try (var store = Party.store(pool.getJdbcUrl());
                var lastmile = Lastmile.builder()
                        .store(store)
                        .servedElsewhere("email")
                        .notifier("none", reminder -> null)
                        .build();
                var one = ChildJvm.start(BusyHost.class, pool.getJdbcUrl(), first.toString());
                var two = ChildJvm.start(BusyHost.class, pool.getJdbcUrl(), second.toString())) {
            lastmile.schedule(Party.of(GUESTS, "email"));
            one.awaitLine("ready");
            two.awaitLine("ready");
            one.tell("go");
            two.tell("go");
            Patience.until("5,000 calls", () -> calls(first, second).size() >= GUESTS);
            one.tell("end");
            two.tell("end");
            assertThat(List.of(one.awaitEnd(), two.awaitEnd())).containsOnly(0);
            assertThat(one.said()).isEmpty();
            assertThat(two.said()).isEmpty();
            judge(database, new Logbook(first).calls(), new Logbook(second).calls(), lastmile.history(Party.ID));
        }
    }

    private static List<Call> calls(Path... files) {
        var calls = new ArrayList<Call>();
        Stream.of(files).forEach(file -> calls.addAll(new Logbook(file).calls()));
        return calls;
    }

    private static void judge(String database, List<Call> first, List<Call> second, List<HistoryEntry> history) {
        var all = Stream.concat(first.stream(), second.stream()).toList();
        var sent = all.stream().map(Call::reminder).collect(toSet());
        assertThat(first).isNotEmpty();
        assertThat(second).isNotEmpty();
        assertThat(sent).hasSize(GUESTS);
        assertThat(all).hasSize(GUESTS);
        assertThat(history).hasSize(GUESTS).allMatch(entry -> entry.state() == ReminderState.SENT);
        assertThat(history.stream().map(HistoryEntry::reminderId).collect(toSet()))
                .isEqualTo(sent);
        System.out.printf(
                "two processes on %s, %d due reminders: %d and %d sent, lost: %d, duplicates: %d%n",
                database, GUESTS, first.size(), second.size(), GUESTS - sent.size(), all.size() - sent.size());
    }
}
