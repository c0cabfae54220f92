package org.lastmile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.store.Scene.EMAIL;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.minute;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lastmile.Lastmile;
import org.lastmile.goal.Lane;
import org.lastmile.testing.ManualTime;
import org.lastmile.testing.RecordingNotifier;
import org.lastmile.watch.Event;

/** Rows in lanes that nobody here knows, as a later version or a hand may write them: set aside with an event, and kept. */
abstract class StrayLanesContract extends StoreContract {
    private static final String PICK = "UPDATE lm_follow_up SET lane = %d WHERE member = %d";

    abstract void execute(String sql) throws SQLException;

    private List<String> strays(long dueUntil) {
        return store().claimStray(minute(dueUntil), minute(60), minute(61), 9).stream()
                .map(claim -> claim.recipient().id())
                .sorted()
                .toList();
    }

    @Test
    void whatWaitsInALaneThatNobodyKnowsIsClaimedApart() throws SQLException {
        var goal = new Scene(store()).goal("party", 6);
        execute(PICK.formatted(-32768, 0));
        execute(PICK.formatted(-1, 1));
        execute(PICK.formatted(444, 3));
        execute(PICK.formatted(32767, 4));
        // Known: another node has just made it.
        execute("INSERT INTO lm_lane (number, channel, urgent) VALUES (443, 'owl', TRUE)");
        execute(PICK.formatted(443, 2));

        try {
            assertThat(store().claim(EMAIL, minute(60), minute(61), 9)).hasSize(1);
            assertThat(store().waiting(EMAIL, minute(60), null, 9)).hasSize(1);
            assertThat(strays(0)).containsExactly("guest-0");
            assertThat(store().claimStray(minute(9), minute(60), minute(61), 2)).hasSize(2);
            assertThat(strays(9)).as("what is left of them").containsExactly("guest-4");
            assertThat(strays(9)).as("all are claimed").isEmpty();
            assertThat(store().claimStray(minute(9), minute(61), minute(62), 9))
                    .hasSize(4)
                    .allMatch(
                            claim -> claim.suspect() && claim.followUp().fence().generation() == 2)
                    .allMatch(claim -> claim.followUp().cursor().lane().equals(Lane.ENGINE));
            assertThat(new Scene(store()).all(goal))
                    .as("those that can be read")
                    .hasSize(2);
        } finally {
            execute("DELETE FROM lm_lane WHERE number = 443");
        }
    }

    @Test
    void aLaneWhoseChannelCannotBeReadHarmsNoOther() throws SQLException {
        new Scene(store()).goal("party", 2);
        execute("INSERT INTO lm_lane (number, channel, urgent) VALUES (442, 'Pigeon Post', FALSE)");
        execute(PICK.formatted(442, 0));

        try {
            assertThat(store().lanes())
                    .contains(Lane.ENGINE, EMAIL)
                    .noneMatch(lane -> lane.toString().contains("Pigeon"));
            assertThat(store().heads(NOON)).extracting(Claims.Head::lane).contains(Lane.ENGINE, EMAIL);
            assertThat(store().claim(EMAIL, minute(60), minute(61), 9)).hasSize(1);
            assertThat(strays(9)).containsExactly("guest-0");
        } finally {
            execute("DELETE FROM lm_lane WHERE number = 442");
        }
    }

    @Test
    void aLaneThatNobodyKnowsIsSetAsideWithAnEvent() throws SQLException {
        new Scene(store()).goal("party", due(0, NOON), due(1, NOON), due(2, minute(30)));
        execute("UPDATE lm_follow_up SET lane = 441 WHERE member IN (0, 2)");
        var time = ManualTime.at(NOON.plusSeconds(59));
        var mail = new RecordingNotifier();
        var events = new ArrayList<Event>();
        try (var lastmile = Lastmile.builder()
                .store(store())
                .time(time)
                .lease(Duration.ofSeconds(60))
                .executor(Runnable::run)
                .notifier("email", mail)
                .listener(events::add)
                .build()) {
            lastmile.runDue();
            assertThat(lastmile.setAside(9)).as("a later version may serve it").isEmpty();

            time.advance(Duration.ofMinutes(2));
            lastmile.runDue();
            lastmile.runDue();

            assertThat(lastmile.setAside(9))
                    .extracting(row -> row.recipient().id())
                    .containsExactly("guest-0");
            assertThat(events)
                    .filteredOn(event -> event.kind() == Event.Kind.SET_ASIDE)
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.goalId()).isEqualTo("party");
                        assertThat(event.stepId()).isEqualTo("rsvp");
                        assertThat(event.recipientId()).isEqualTo("guest-0");
                        assertThat(event.detail()).isEqualTo("its lane is unknown");
                    });
            time.advance(Duration.ofHours(1));
            lastmile.runDue();
            assertThat(lastmile.setAside(9)).hasSize(2);

            // Taken up again, they are told as if nothing had been: a day before Saturday at seven.
            assertThat(lastmile.requeue("party", "rsvp", "guest-0")).isTrue();
            assertThat(lastmile.requeue("party", "rsvp", "guest-2")).isTrue();
            time.advance(Duration.ofDays(32));
            time.advance(Duration.ofHours(12));
            lastmile.runDue();
            assertThat(mail.reminders())
                    .extracting(reminder -> reminder.recipient().id())
                    .containsExactlyInAnyOrder("guest-0", "guest-1", "guest-2");
        }
    }
}
