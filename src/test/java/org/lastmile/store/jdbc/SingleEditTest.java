package org.lastmile.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.closed;
import static org.lastmile.store.Scene.waitingUntil;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lastmile.crash.Patience;
import org.lastmile.goal.FollowUp;
import org.lastmile.store.Edited;
import org.lastmile.store.FollowUpEdit;
import org.lastmile.store.Scene;
import org.lastmile.store.Servers;
import org.lastmile.store.Target;

/** An answer's two round trips on PostgreSQL, and what may come between them. */
class SingleEditTest {
    private static final FollowUpEdit CLOSE = (goal, row, recipient) -> closed(row);

    private final HikariDataSource pool = Servers.postgres();
    private final Faulty connections = new Faulty(pool);
    private final JdbcStore store = JdbcStore.of(connections);
    private final Scene scene = new Scene(store);
    private final List<String> asked = new ArrayList<>();
    private FollowUp.Key key = new FollowUp.Key(0, 0, 0, 0);

    @BeforeEach
    void prepare() {
        key = scene.all(scene.goal("party", 3)).get(0).followUp().key();
        // From now on the goal is known.
        assertThat(edit("guest-2", CLOSE).rows()).hasSize(1);
        connections.whenPreparing(asked::add);
    }

    @AfterEach
    void close() {
        store.close();
        pool.close();
    }

    private Edited edit(String recipient, FollowUpEdit edit) {
        return store.edit(Target.participants("party", "rsvp", recipient), null, edit)
                .orElseThrow();
    }

    private void execute(String sql) {
        try (var connection = pool.getConnection()) {
            Sql.execute(connection, sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Done once, after the row was read and before it is written. */
    private void inBetween(String sql) {
        connections.whenPreparing(statement -> {
            if (statement.contains("UPDATE") && asked.isEmpty()) {
                asked.add(statement);
                execute(sql);
            }
        });
    }

    @Test
    void takesTwoStatements() {
        assertThat(edit("guest-0", CLOSE).rows()).hasSize(1);
        assertThat(asked).hasSize(2);
        assertThat(asked.get(0)).doesNotContain("FOR UPDATE");
        assertThat(asked.get(1)).contains("UPDATE lm_follow_up");
        assertThat(store.read(List.of(key)).get(0).standing().isLive()).isFalse();
    }

    @Test
    void whatWasChangedInBetweenIsReadAgain() {
        inBetween("UPDATE lm_follow_up SET generation = 41 WHERE member = " + key.member());
        var row = edit("guest-0", CLOSE).rows().get(0);
        assertThat(row.before().fence().generation()).isEqualTo(41);
        assertThat(store.read(List.of(key)).get(0).fence().generation()).isEqualTo(42);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aGoalThatWasMovedInBetweenIsReadAgain() {
        inBetween("UPDATE lm_goal SET label = 'moved', version = 2");
        var edited = edit("guest-0", (goal, row, recipient) -> waitingUntil(row, NOON));
        assertThat(edited.goal().facts().label()).isEqualTo("moved");
        assertThat(edited.rows()).singleElement().matches(row -> row.after() != null);
    }

    @Test
    void whatIsGoneInBetweenIsUnknown() {
        inBetween("DELETE FROM lm_follow_up");
        assertThat(edit("guest-0", CLOSE).rows()).isEmpty();
    }

    /** What is read and what is locked would be of different moments. */
    @Test
    void whereConnectionsComeAtAStricterLevelItIsOneTransaction() {
        execute("ALTER DATABASE " + pool.getJdbcUrl().replaceAll(".*/([a-z_0-9]+)\\?.*", "$1")
                + " SET default_transaction_isolation = 'repeatable read'");
        pool.getHikariPoolMXBean().softEvictConnections();
        assertThat(edit("guest-0", CLOSE).rows()).singleElement().matches(row -> row.after() != null);
        assertThat(asked).anyMatch(sql -> sql.contains("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"));
    }

    /** With tables of one page each, PostgreSQL would read them whole, and keep that plan when they have grown. */
    @Test
    void goesByTheIndexesWhereTheTablesAreSmall() {
        execute("VACUUM ANALYZE");
        long before = scans("seq_scan");
        long byIndex = scans("idx_scan");
        for (int i = 0; i < 20; i++) {
            edit("guest-0", (goal, row, recipient) -> waitingUntil(row, NOON));
        }
        assertThat(scans("idx_scan")).isGreaterThanOrEqualTo(byIndex + 20 * 5);
        assertThat(scans("seq_scan")).isEqualTo(before);
    }

    /** What a connection has counted is known when it has ended. */
    private long scans(String what) {
        pool.getHikariPoolMXBean().softEvictConnections();
        Patience.until(
                "they have ended",
                () -> ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()") == 1);
        return ask("SELECT sum(" + what + ")::bigint FROM pg_stat_user_tables"
                + " WHERE relname IN ('lm_goal', 'lm_step', 'lm_member', 'lm_follow_up')");
    }

    private long ask(String sql) {
        try (var connection = pool.getConnection()) {
            return Sql.first(connection, sql, row -> row.getLong(1)).orElseThrow();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
