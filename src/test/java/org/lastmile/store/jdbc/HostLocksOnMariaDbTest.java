package org.lastmile.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.closed;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.sent;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lastmile.store.Claims.Settled;
import org.lastmile.store.Scene;
import org.lastmile.store.Servers;
import org.lastmile.store.Target;

@Tag("mariadb")
class HostLocksOnMariaDbTest extends HostLocksContract {
    @Override
    HikariDataSource database() {
        return Servers.mariaDb();
    }

    @Override
    @Nullable
    String inOrderOfWriting(String table) {
        return null;
    }

    /** Counted as it is now; the table of transactions shows what was a moment ago, and not even that to who asks often. */
    @Override
    String waitersSql() {
        return "SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS"
                + " WHERE VARIABLE_NAME = 'INNODB_ROW_LOCK_CURRENT_WAITS'";
    }

    /** The server ends whoever of the two has written less. */
    @Test
    void aDeadlockIsMetByRunningTheTransactionAgain() throws Exception {
        execute("CREATE TABLE work (id integer AUTO_INCREMENT PRIMARY KEY)");
        deadlock(host -> {
            for (int i = 0; i < 50; i++) {
                Sql.execute(host, "INSERT INTO work () VALUES ()");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1205, 1213, 1020})
    void itsConflictsAreMetByRunningTheTransactionAgain(int code) {
        var faulty = new Faulty(pool);
        var again = JdbcStore.of(faulty);
        var scene = new Scene(again);
        var goal = scene.goal("party", due(1, NOON));
        var claimed = scene.claimOne();
        faulty.failCommits(3, "HY000", code);
        assertThat(again.settle(List.of(sent(claimed)))).containsExactly(Settled.SETTLED);
        faulty.failStatements(3, "HY000", code);
        again.edit(Target.everybody("party"), null, (g, row, r) -> closed(row));

        assertThat(faulty.failures()).isEqualTo(6);
        assertThat(scene.ledger(goal)).hasSize(1);
        assertThat(scene.only(goal).fence().generation()).isEqualTo(2);
    }
}
