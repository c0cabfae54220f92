package org.lastmile.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lastmile.crash.ChildJvm;
import org.lastmile.store.Servers;

/**
 * A report of 30,000 lines of the ledger, or as many times a hundred as {@code -Dledger.goals} says. The database counts: with 10,000,
 * the heap of 32 MB is too small for the lines, on H2 too, which counts within it.
 */
class LongLedgerTest {
    private static final int GOALS = Integer.getInteger("ledger.goals", 300);

    @Test
    void isCountedByPostgres() throws Exception {
        try (var pool = Servers.postgres()) {
            isCounted(pool.getJdbcUrl());
        }
    }

    @Test
    void isCountedByH2(@TempDir Path folder) throws Exception {
        isCounted(folder.resolve("store").toString());
    }

    private static void isCounted(String where) throws Exception {
        try (var child = ChildJvm.start(
                System.getProperty("java.class.path"),
                List.of("-Xmx32m"),
                LongLedger.class.getName(),
                where,
                Integer.toString(GOALS))) {
            assertThat(child.awaitEnd(Duration.ofMinutes(20)))
                    .as("%s", child.said())
                    .isZero();
            assertThat(child.said()).anyMatch(line -> line.startsWith("as expected"));
            child.said().stream().filter(line -> line.startsWith("as expected")).forEach(System.out::println);
        }
    }
}
