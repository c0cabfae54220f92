package org.lastmile.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lastmile.Lastmile;
import org.lastmile.store.StoreException;
import org.lastmile.store.jdbc.JdbcStore;

/** The primary is killed under load and its synchronous standby promoted. */
class FailoverTest {
    @TempDir
    private Path folder;

    @Test
    void aStandbyThatIsPromotedUnderLoadLosesNothing() throws Exception {
        var failover = new Failover("PostgreSQL");
        try (var pair = PostgresPair.start(folder)) {
            pair.createDatabase("host");
            try (var one = Failover.pool(pair.url("host"));
                    var two = Failover.pool(pair.url("host"));
                    var first = failover.node(one);
                    var second = failover.node(two)) {
                failover.goThrough(killing(pair), List.of(first, second));
            }
        }
    }

    private static Failover.Killing killing(PostgresPair pair) {
        return new Failover.Killing() {
            @Override
            public void kill() throws Exception {
                aReplicaSaysThatItCannotBeWritten(pair);
                pair.killPrimary();
            }

            @Override
            public void bringUpTheOther() throws Exception {
                pair.promoteStandby();
            }
        };
    }

    /** A node that was given the replica's address starts, since the tables are there, and fails for as long as it is one. */
    private static void aReplicaSaysThatItCannotBeWritten(PostgresPair pair) {
        try (var pool = Failover.pool(pair.replicaUrl("host"));
                var lost = Lastmile.builder()
                        .store(JdbcStore.of(pool))
                        .servedElsewhere("email")
                        .notifier("none", reminder -> null)
                        .build()) {
            assertThatThrownBy(() -> lost.schedule(Party.of(1, "email")))
                    .asInstanceOf(type(StoreException.class))
                    .satisfies(e -> assertThat(e).hasMessageContaining("SQL state 25006"))
                    .matches(StoreException::isRetryable);
        }
    }
}
