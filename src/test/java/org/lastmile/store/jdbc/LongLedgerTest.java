package org.lastmile.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lastmile.crash.ChildJvm;
import org.lastmile.goal.Scope;
import org.lastmile.store.Servers;

/**
 * What came of 100,000 lines of the ledger, or as many times a hundred as {@code -Dledger.goals} says. The database counts: on
 * H2, which does so within the process, in a heap that is too small for the lines.
 */
class LongLedgerTest {
    private static final int GOALS = Integer.getInteger("ledger.goals", 1_000);

    @Test
    void isCountedByPostgres() throws Exception {
        try (var pool = Servers.postgres();
                var store = JdbcStore.of(pool)) {
            new LongLedger(store, pool).fill(GOALS);
            assertThat(LongLedger.differences(store.account(Scope.label("many"), 9), GOALS))
                    .isEmpty();
        }
    }

    @Test
    void isCountedInASmallHeap(@TempDir Path folder) throws Exception {
        try (var child = ChildJvm.start(
                System.getProperty("java.class.path"),
                List.of("-Xmx32m"),
                LongLedger.class.getName(),
                folder.resolve("store").toString(),
                Integer.toString(GOALS))) {
            assertThat(child.awaitEnd()).as("%s", child.said()).isZero();
            assertThat(child.said()).contains("as expected");
        }
    }
}
