package org.lastmile.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.lastmile.Lastmile;
import org.lastmile.Nudge;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.store.jdbc.JdbcStore;
import org.lastmile.store.jdbc.Schema;
import org.lastmile.testing.ManualTime;

/** SQL that comes in as a name or a value is refused or stays a text: a table beside the store's survives with its row. */
class InjectionTest {
    private static final List<String> NAMES = List.of(
            "lm_; DROP TABLE canary; --",
            "lm_goal (x int); DROP TABLE canary; CREATE TABLE y",
            "lm_\nDROP TABLE canary",
            "lm_\n",
            "canary WHERE 1=1 --",
            "lm\"",
            "lm'",
            "lm`",
            "a.b",
            "a/*",
            "${prefix}",
            "LM_",
            "l\u00E4_",
            "\uFF4Cm_",
            "lm_\0",
            "_lm",
            "1lm",
            "",
            " ",
            "x".repeat(10_000_000));
    private static final List<String> VALUES = List.of(
            "x'; DROP TABLE canary; --",
            "x\\'; DROP TABLE canary; --",
            "x'); DELETE FROM canary; --",
            "x\"; DROP TABLE canary; --",
            "x`; DROP TABLE canary; #",
            "' OR '1'='1",
            "' UNION SELECT name FROM lm_member --",
            "$$; DROP TABLE canary; $$",
            "{d '2026-01-01'}; DROP TABLE canary",
            "?; DROP TABLE canary; /*",
            "{\"x\",DROP TABLE canary}",
            "x'; UPDATE canary SET x = 2; COMMIT; --");

    @Test
    void changesNothingOnH2() throws SQLException {
        try (var pool = Servers.h2()) {
            mustBeHarmless("h2", pool);
        }
    }

    @Test
    void changesNothingOnPostgreSql() throws SQLException {
        try (var pool = Servers.postgres()) {
            mustBeHarmless("postgresql", pool);
        }
    }

    @Test
    @Tag("mariadb")
    void changesNothingOnMariaDb() throws SQLException {
        try (var pool = Servers.mariaDb()) {
            mustBeHarmless("mariadb", pool);
        }
    }

    private static void mustBeHarmless(String kind, DataSource database) throws SQLException {
        execute(database, "CREATE TABLE canary (x integer)");
        execute(database, "INSERT INTO canary VALUES (1)");
        for (var name : NAMES) {
            refused("prefix", name, () -> JdbcStore.builder(database).prefix(name));
            refused("schema", name, () -> JdbcStore.builder(database).schemaName(name));
            assertThat(printed(name, () -> refused("prefix", name, () -> Schema.main(kind, name))))
                    .isEmpty();
            assertThat(printed(name, () -> refused("schema", name, () -> Schema.main(kind, "lm_", name))))
                    .isEmpty();
            assertThat(printed(name, () -> Schema.main(name))).isEmpty();
        }
        try (var store = JdbcStore.builder(database).prefix("lm_").build()) {
            VALUES.forEach(value -> live(store, value));
        }
        assertThat(canary(database)).isOne();
        int refused = NAMES.size() * 5;
        System.out.printf(
                "injections on %s: inputs tried: %d, refused: %d, harmless: %d%n",
                kind, refused + VALUES.size(), refused, VALUES.size());
    }

    private static void refused(String argument, String name, Runnable call) {
        try {
            call.run();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage())
                    .startsWith(argument + " is ")
                    .contains("; use ")
                    .hasSizeLessThan(250);
            assertThat(e.getMessage()).doesNotContainPattern("\\p{Cc}");
            return;
        }
        throw new AssertionError(argument + " \"" + name.substring(0, Math.min(60, name.length())) + "\" was taken");
    }

    /** What is printed as a script; what is only said goes elsewhere, and does not repeat the input. */
    private static String printed(String name, Runnable call) {
        var out = System.out;
        var err = System.err;
        var script = new ByteArrayOutputStream();
        var said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(script, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            call.run();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(said.size()).isLessThan(1_000);
        assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("DROP TABLE");
        return script.toString(StandardCharsets.UTF_8);
    }

    private static void live(Store store, String value) {
        var guest = Recipient.of(value, value).withAddress("log", value);
        var goal = Goal.of(value, value)
                .label(value)
                .data(Map.of(value, value))
                .ownedBy(guest)
                .due(Scene.NOON.plus(Period.ofDays(9)))
                .finalStep(Step.of(value, value)
                        .ladder(Ladder.of(Rung.afterStart(Duration.ZERO).by("log")))
                        .participants(guest, Recipient.of("other", "Other")));
        try (var lastmile = Lastmile.builder()
                .store(store)
                .time(ManualTime.at(Scene.NOON))
                .executor(Runnable::run)
                .notifier("log", reminder -> SendResult.sent(value))
                .build()) {
            List<Consumer<Lastmile>> calls = List.of(
                    host -> assertThat(host.schedule(goal).isNew()).isTrue(),
                    host -> assertThat(host.goals(value)).containsExactly(value),
                    host -> assertThat(host.runDue().sent()).isEqualTo(2),
                    host -> assertThat(host.history(value)).hasSize(2).allMatch(line -> value.equals(line.detail())),
                    host -> assertThat(host.historyOf(value, null, 9).items()).hasSize(1),
                    host -> assertThat(host.report(value)).isPresent(),
                    host -> assertThat(host.replaceLadderInOpenGoals(
                                    value,
                                    value,
                                    Ladder.of(Rung.afterStart(Period.ofDays(1)).by("log"))))
                            .isOne(),
                    host -> host.remindNow(value, value, value, Nudge.of(value)),
                    host -> assertThat(host.update(value, guest.withName(value + value)))
                            .isTrue(),
                    host -> assertThat(host.decline(value, value, value, value).stopped())
                            .isOne(),
                    host -> assertThat(host.status(value, value, "other")).isPresent(),
                    host -> assertThat(host.forget(value)).isOne(),
                    host -> assertThat(host.cancel(value).stopped()).isOne());
            calls.forEach(call -> call.accept(lastmile));
        }
        store.note(value.substring(0, 10), value);
        assertThat(store.note(value.substring(0, 10))).hasValue(value);
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int canary(DataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT SUM(x) FROM canary")) {
            row.next();
            return row.getInt(1);
        }
    }
}
