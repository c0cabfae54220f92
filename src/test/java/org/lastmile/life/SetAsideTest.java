package org.lastmile.life;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lastmile.Lastmile;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;
import org.lastmile.store.Servers;
import org.lastmile.store.jdbc.JdbcStore;
import org.lastmile.testing.RecordingNotifier;
import org.lastmile.watch.Event;

/** What a node cannot read, as what a later version wrote, is set aside and told of; it is kept, and goes on where it can be read. */
class SetAsideTest {
    private final HikariDataSource pool = Servers.h2();
    private final RecordingNotifier mail = new RecordingNotifier();
    private final List<Event> events = new ArrayList<>();
    private Lastmile lastmile;

    @BeforeEach
    void open() {
        lastmile = node();
    }

    @AfterEach
    void close() {
        lastmile.close();
        pool.close();
    }

    private Lastmile node() {
        return Lastmile.builder()
                .store(JdbcStore.of(pool))
                .executor(Runnable::run)
                .notifier("email", mail)
                .listener(events::add)
                .build();
    }

    private static Goal deal(String id) {
        return Goal.of(id, "Deal")
                .due(Instant.now().plus(9, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS))
                .finalStep(Step.of("sign", "Sign")
                        .ladder(Ladder.of(Rung.afterStart(Duration.ZERO).by("email")))
                        .participants(Recipient.of("ana", "Ana").withAddress("email", "ana@example.org")));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lm_step SET ladder_format = 2 WHERE goal =",
                "lm_step SET ladder = 'whenever by pigeon' WHERE goal =",
                "lm_goal SET format = 2 WHERE number ="
            })
    void whatALaterVersionWrote(String change) throws SQLException {
        lastmile.schedule(deal("strange"));
        lastmile.schedule(deal("plain"));
        execute("CREATE TABLE kept_step AS SELECT * FROM lm_step");
        execute("UPDATE " + change + " (SELECT number FROM lm_goal WHERE id = 'strange')");
        // Another process, which has nothing of it in mind.
        lastmile = node();
        events.clear();

        lastmile.runDue();

        assertThat(mail.reminders()).extracting(reminder -> reminder.id()).containsExactly("plain/sign/ana/1.0.0");
        assertThat(events)
                .filteredOn(event -> event.kind() == Event.Kind.SET_ASIDE)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.goalId()).isEqualTo("strange");
                    assertThat(event.stepId()).isNull();
                    assertThat(event.recipientId()).isEqualTo("ana");
                    assertThat(event.detail()).isEqualTo("its goal cannot be read");
                });
        lastmile.runDue();
        assertThat(events)
                .filteredOn(event -> event.kind() == Event.Kind.SET_ASIDE)
                .hasSize(1);

        execute("UPDATE lm_goal SET format = 1");
        execute("DELETE FROM lm_step");
        execute("INSERT INTO lm_step SELECT * FROM kept_step");
        assertThat(lastmile.setAside(10)).extracting(row -> row.goalId()).containsExactly("strange");
        assertThat(lastmile.requeue("strange", "sign", "ana")).isTrue();
        lastmile.runDue();
        assertThat(mail.reminders())
                .extracting(reminder -> reminder.id())
                .containsExactly("plain/sign/ana/1.0.0", "strange/sign/ana/1.0.0");
    }
}
