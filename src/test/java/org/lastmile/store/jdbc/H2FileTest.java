package org.lastmile.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.closed;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.facts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lastmile.store.Register.Versioned;
import org.lastmile.store.Scene;
import org.lastmile.store.StoreException;
import org.lastmile.store.Target;
import org.lastmile.store.Together;

/** The one file that the store opens itself. */
class H2FileTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("reminders");
    }

    @Test
    void whatWasWrittenIsThereWhenItIsOpenedAgain() {
        try (var store = JdbcStore.h2(file())) {
            new Scene(store).goal("party", 3);
        }
        assertThat(Files.exists(folder.resolve("reminders.mv.db"))).isTrue();
        try (var store = JdbcStore.h2(file())) {
            assertThat(new Scene(store).claimAll()).hasSize(3);
        }
    }

    @Test
    void commitsAreWrittenAtOnceWhateverTheFileSaid() throws Exception {
        var source = new JdbcDataSource();
        source.setURL("jdbc:h2:async:" + file());
        source.setUser("lastmile");
        source.setPassword("");
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SET WRITE_DELAY 500");
            assertThat(H2.writeDelay(connection)).isEqualTo(500);
        }

        try (var store = JdbcStore.h2(file());
                var connection = source.getConnection()) {
            assertThat(store.lanes()).isNotEmpty();
            assertThat(H2.writeDelay(connection)).isZero();
        }
    }

    /** A process is killed while it adds goals; what it was told is added must be there. */
    @Test
    @Timeout(60)
    void nothingAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
        var acknowledged = new ArrayList<String>();
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AddingForEver.class.getName(),
                        file().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            while (acknowledged.size() < 200) {
                acknowledged.add(out.readLine());
            }
            process.destroyForcibly();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(acknowledged).doesNotContainNull();

        try (var store = JdbcStore.h2(file())) {
            assertThat(acknowledged).allSatisfy(id -> assertThat(store.goal(id)).isPresent());
        }
    }

    /** Adds one goal after the other, and says so. */
    static final class AddingForEver {
        private AddingForEver() {}

        public static void main(String[] args) {
            try (var store = JdbcStore.h2(Path.of(args[0]))) {
                for (int i = 0; ; i++) {
                    store.add(facts("goal-" + i), "print", List.of(due(1, NOON)), NOON);
                    System.out.println("goal-" + i);
                }
            }
        }
    }

    /** A send that overruns is interrupted; what its thread writes next must not close the file for all. */
    @Test
    void aThreadThatIsInterruptedDoesNoHarm() {
        try (var store = JdbcStore.h2(file())) {
            var scene = new Scene(store);
            for (int i = 0; i < 20; i++) {
                Thread.currentThread().interrupt();
                try {
                    scene.goal("party-" + i, 3);
                    store.edit(Target.everybody("party-" + i), null, (g, row, r) -> closed(row));
                } finally {
                    assertThat(Thread.interrupted()).isTrue();
                }
            }
            assertThat(store.goal("party-19")).isPresent();
            assertThat(scene.claimAll()).isEmpty();
        }
        try (var store = JdbcStore.h2(file())) {
            assertThat(store.goal("party-19")).isPresent();
        }
    }

    /** What was seen last may be gone with the failure that closed the file, or another process may have changed it meanwhile. */
    @Test
    void whatWasReadIsForgottenWhenTheFileIsOpenedAnew() throws SQLException {
        var source = new JdbcDataSource();
        source.setURL("jdbc:h2:async:" + file());
        source.setUser("lastmile");
        source.setPassword("");
        try (var store = JdbcStore.h2(file())) {
            var seen = new Scene(store).goal("party", 3);
            execute(source, "SHUTDOWN IMMEDIATELY");
            execute(source, "UPDATE lm_goal SET title = 'Another party'");
            execute(source, "UPDATE lm_lane SET number = 77 WHERE channel = 'email'");
            execute(source, "UPDATE lm_follow_up SET lane = 77");
            for (int i = 0; i < 9; i++) {
                // Those who have a connection to the closed file fail; then it is opened.
                catchThrowable(store::now);
            }

            assertThat(store.goals(List.of(new Versioned(seen.number(), seen.version()))))
                    .extractingByKey(seen.number())
                    .satisfies(goal -> assertThat(goal.facts().title()).isEqualTo("Another party"));
            assertThat(new Scene(store).claimAll()).hasSize(3);
        }
    }

    private static void execute(JdbcDataSource source, String sql) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void manyThreadsShareOneFile() throws Exception {
        try (var store = JdbcStore.h2(file())) {
            var adding = new ArrayList<Callable<Void>>();
            for (int i = 0; i < 12; i++) {
                var id = "party-" + i;
                adding.add(() -> {
                    new Scene(store).goal(id, 20);
                    return null;
                });
            }
            Together.run(adding);
            assertThat(new Scene(store).claimAll()).hasSize(240);
        }
    }

    @Test
    void aClosedStoreSaysSo() {
        var store = JdbcStore.h2(file());
        store.close();
        store.close();

        assertThatThrownBy(store::now).isInstanceOf(StoreException.class).hasRootCauseMessage("the store is closed");
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws IOException {
        Files.writeString(folder.resolve("reminders.mv.db"), "not a database, for certain. ".repeat(1_000));

        assertThatThrownBy(() -> JdbcStore.h2(file()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("H2 cannot open " + file().toAbsolutePath());
    }

    @Test
    void aPathThatWouldBeSettingsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcStore.h2(folder.resolve("a;AUTO_SERVER=TRUE")))
                .withMessageContaining("';'");
    }
}
