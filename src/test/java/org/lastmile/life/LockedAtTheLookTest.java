package org.lastmile.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.lastmile.EngineRoom;
import org.lastmile.Lastmile;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.store.jdbc.JdbcStore;

/** A claim has grown old, and somebody has its row locked at the moment in which it is looked at again. */
class LockedAtTheLookTest {
    private long now = Instant.parse("2026-07-01T08:00:00Z").toEpochMilli();

    @Test
    void itIsDroppedAndComesAgainAsSoonAsTheRowIsFree() throws SQLException {
        var source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:locked-at-the-look;DB_CLOSE_DELAY=-1");
        var sent = new ArrayList<String>();
        try (var store = JdbcStore.of(source);
                var somebody = source.getConnection();
                var statement = somebody.createStatement()) {
            var room = new EngineRoom(
                    Lastmile.builder()
                            .store(store)
                            .time(() -> Instant.ofEpochMilli(now))
                            .notifier("email", reminder -> {
                                sent.add(reminder.id());
                                return SendResult.sent();
                            }),
                    () -> now * 1_000_000,
                    () -> now);
            room.lastmile()
                    .schedule(Goal.of("party", "Party")
                            .due(LocalDateTime.parse("2026-07-01T20:00"), ZoneId.of("UTC"))
                            .finalStep(Step.of("come", "Come")
                                    .ladder(Ladder.of(
                                            Rung.before(Duration.ofHours(11)).by("email")))
                                    .participants(Recipient.of("ana", "Ana").withAddress("email", "ana@example.org"))));
            now += Duration.ofHours(1).toMillis();
            assertThat(room.claim()).isTrue();
            now += 1_000;
            somebody.setAutoCommit(false);
            statement.executeQuery("SELECT * FROM lm_follow_up FOR UPDATE").close();

            room.work();
            assertThat(sent).as("who has the row may be about to close it").isEmpty();
            assertThat(room.claim()).as("while it is locked").isFalse();
            somebody.rollback();

            assertThat(room.claim())
                    .as("when it is free, long before the lease runs out")
                    .isTrue();
            while (room.hasTask()) {
                room.work();
            }
            assertThat(sent).containsExactly("party/come/ana/1.0.0");
        }
    }
}
