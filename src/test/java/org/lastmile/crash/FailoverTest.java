package org.lastmile.crash;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                pair.killPrimary();
            }

            @Override
            public void bringUpTheOther() throws Exception {
                pair.promoteStandby();
            }
        };
    }
}
