package org.lastmile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.store.Scene.EMAIL;
import static org.lastmile.store.Scene.minute;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lastmile.Lastmile;
import org.lastmile.LastmileBuilder;
import org.lastmile.goal.FollowUp;
import org.lastmile.testing.ManualTime;
import org.lastmile.watch.Event;

/** Rows that cannot be read: the engine tells of each once, leaves them as they are, and goes on with them when they are mended. */
abstract class UnreadableRowsContract extends StrayLanesContract {
    private final ManualTime time = ManualTime.at(minute(10));
    private final List<Event> events = new ArrayList<>();

    private LastmileBuilder builder() {
        return Lastmile.builder()
                .store(store())
                .time(time)
                .lease(Duration.ofSeconds(60))
                .executor(Runnable::run)
                .listener(events::add);
    }

    private List<String> setAside() {
        return events.stream()
                .filter(event -> event.kind() == Event.Kind.SET_ASIDE)
                .map(event -> event.goalId() + " " + event.stepId() + " " + event.recipientId() + ": " + event.detail())
                .sorted()
                .toList();
    }

    private static String key(StoredGoal goal, int guest) {
        return new FollowUp.Key(goal.number(), 0, guest, FollowUp.PARTICIPANT).toString();
    }

    @Test
    void theEngineTellsOfEachOnce() throws SQLException {
        var scene = new Scene(store());
        var goal = scene.goal("party", 6);
        execute("UPDATE lm_follow_up SET state = 77 WHERE member = 0");
        execute("UPDATE lm_follow_up SET progress = 'a.b' WHERE member = 1");
        execute("UPDATE lm_follow_up SET hold_from = 2, hold_until = 1 WHERE member = 2");
        execute("UPDATE lm_member SET zone = 'Mars/Olympus_Mons' WHERE id = 'guest-3'");
        execute("UPDATE lm_member SET quiet_hours = 'late' WHERE id = 'guest-4'");
        try (var lastmile = builder()
                .notifier("email", reminder -> {
                    throw new AssertionError("nothing is to be sent yet");
                })
                .build()) {
            for (int i = 0; i < 8; i++) {
                lastmile.runDue();
                time.advance(Duration.ofMinutes(2));
            }

            assertThat(setAside())
                    .containsExactly(
                            "party rsvp guest-0: it cannot be read (IllegalArgumentException): " + key(goal, 0),
                            "party rsvp guest-1: it cannot be read (IllegalArgumentException): " + key(goal, 1),
                            "party rsvp guest-2: it cannot be read (IllegalArgumentException): " + key(goal, 2),
                            "party rsvp null: its recipient cannot be read (IllegalArgumentException): " + key(goal, 4),
                            "party rsvp null: its recipient cannot be read (ZoneRulesException): " + key(goal, 3));
            assertThat(lastmile.setAside(9)).as("they wait where they were").isEmpty();
        }
        assertThat(scene.all(goal)).hasSize(1);

        execute("UPDATE lm_follow_up SET state = 1, progress = NULL, hold_from = NULL, hold_until = NULL");
        execute("UPDATE lm_member SET zone = NULL, quiet_hours = NULL");
        assertThat(scene.all(goal)).as("none is gone").hasSize(6);
        assertThat(store().claim(EMAIL, time.instant(), time.instant().plusSeconds(60), 9))
                .as("no node has died on them")
                .hasSize(5)
                .allMatch(claim -> !claim.suspect() && claim.followUp().fence().attempts() == 1);
        assertThat(store().unreadable()).noneMatch(row -> row.key().goal() == goal.number());
    }

    @Test
    void andOfThoseInALaneThatNobodyServes() throws SQLException {
        var goal = new Scene(store()).goal("party", 3);
        execute("UPDATE lm_follow_up SET state = 77 WHERE member = 0");
        try (var lastmile = builder()
                .servedElsewhere("email")
                .notifier("none", reminder -> null)
                .build()) {
            for (int i = 0; i < 3; i++) {
                lastmile.runDue();
                time.advance(Duration.ofMinutes(2));
            }
        }
        assertThat(setAside())
                .containsExactly("party rsvp guest-0: it cannot be read (IllegalArgumentException): " + key(goal, 0));
    }

    @Test
    void aRowThatANodeDiedOnIsStillInDoubtWhenItIsMended() throws SQLException {
        var scene = new Scene(store());
        scene.goal("party", 1);
        scene.claimOne();
        execute("UPDATE lm_follow_up SET state = 77");
        assertThat(store().claim(EMAIL, minute(62), minute(63), 9)).isEmpty();

        execute("UPDATE lm_follow_up SET state = 1");
        assertThat(store().claim(EMAIL, minute(64), minute(65), 9))
                .singleElement()
                .matches(claim -> claim.suspect() && claim.followUp().fence().attempts() == 2);
    }
}
