package org.lastmile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.lastmile.store.Scene.EMAIL;
import static org.lastmile.store.Scene.LEASED;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.SMS;
import static org.lastmile.store.Scene.closed;
import static org.lastmile.store.Scene.due;
import static org.lastmile.store.Scene.facts;
import static org.lastmile.store.Scene.followUp;
import static org.lastmile.store.Scene.guest;
import static org.lastmile.store.Scene.minute;
import static org.lastmile.store.Scene.sent;
import static org.lastmile.store.Scene.waitingUntil;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lastmile.Answer;
import org.lastmile.Held;
import org.lastmile.Lastmile;
import org.lastmile.Nudge;
import org.lastmile.Reminding;
import org.lastmile.goal.Claim;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.SendResult;
import org.lastmile.store.Claims.Settled;
import org.lastmile.store.Register.Versioned;
import org.lastmile.testing.ManualTime;
import org.lastmile.watch.Event;

/** What every store in a database promises besides: of locks that others hold, and of rows that nobody can read. */
abstract class JdbcContract extends UnreadableRowsContract {
    /** Connections to the database of the store. */
    abstract DataSource database();

    @BeforeEach
    void empty() throws SQLException {
        for (var table : List.of("goal", "step", "member", "follow_up", "ledger")) {
            execute("DELETE FROM lm_" + table);
        }
    }

    @Override
    final void execute(String sql) throws SQLException {
        try (var connection = database().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Somebody's transaction in which those rows are locked. */
    private Connection lock(List<FollowUp.Key> keys) throws SQLException {
        var connection = database().getConnection();
        connection.setAutoCommit(false);
        for (var key : keys) {
            try (var statement = connection.prepareStatement(
                    "SELECT due FROM lm_follow_up WHERE goal = ? AND step = ? AND member = ? AND seat = ? FOR UPDATE")) {
                statement.setLong(1, key.goal());
                statement.setInt(2, key.step());
                statement.setInt(3, key.member());
                statement.setInt(4, key.seat());
                assertThat(statement.executeQuery().next()).isTrue();
            }
        }
        return connection;
    }

    private static void end(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
        connection.close();
    }

    @Test
    void aGoalThatCannotBeWrittenWhollyLeavesNoTrace() throws SQLException {
        execute("ALTER TABLE lm_follow_up ADD CONSTRAINT lm_two_only CHECK (member < 2)");
        try {
            for (int guests : new int[] {3, 60}) {
                var followUps = IntStream.range(0, guests)
                        .mapToObj(i -> due(i, minute(i)))
                        .toList();

                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> store().add(facts("party"), "a", followUps, NOON));

                assertThat(store().goal("party")).isEmpty();
                for (var table : List.of("goal", "step", "member", "follow_up")) {
                    assertThat(count(table)).as(table).isZero();
                }
            }
        } finally {
            execute("ALTER TABLE lm_follow_up DROP CONSTRAINT lm_two_only");
        }
        // The connection is as it was.
        assertThat(store().add(facts("party"), "a", List.of(due(0, NOON)), NOON))
                .isEqualTo(Register.Added.NEW);
    }

    private int count(String table) throws SQLException {
        try (var connection = database().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*) FROM lm_" + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void theEngineLeavesOutWhatIsLocked() throws SQLException {
        var scene = new Scene(store());
        var goal = scene.goal("party", 3);
        var keys = scene.all(goal).stream().map(s -> s.followUp().key()).toList();
        var somebody = lock(keys.subList(0, 1));

        var claims = assertTimeoutPreemptively(Duration.ofSeconds(20), scene::claimAll);

        assertThat(claims).extracting(claim -> claim.followUp().key()).containsExactlyElementsOf(keys.subList(1, 3));
        assertThat(store().claim(keys, minute(60), minute(61))).isEmpty();
        end(somebody);
        assertThat(scene.claimAll()).extracting(claim -> claim.followUp().key()).containsExactly(keys.get(0));
    }

    @Test
    void theEngineNeverWaits() throws SQLException {
        var scene = new Scene(store());
        var goal = scene.goal("party", 3);
        var claimed = scene.claimAll().stream().map(Claim::followUp).toList();
        var somebody = lock(List.of(claimed.get(1).key()));

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(store().look(claimed, minute(70)))
                    .isEqualTo(Set.of(claimed.get(0).key(), claimed.get(2).key()));
            assertThat(store().settle(List.of(sent(claimed.get(0)), sent(claimed.get(1)))))
                    .containsExactly(Settled.SETTLED, Settled.BUSY);
            store().handBack(List.of(claimed.get(1), claimed.get(2)));
            assertThat(store().read(List.of(claimed.get(1).key()))).containsExactly(claimed.get(1));
            assertThat(nextDue(Set.of(EMAIL), NOON)).contains(minute(1));
        });

        end(somebody);
        assertThat(scene.ledger(goal)).hasSize(1);
        assertThat(store().read(List.of(claimed.get(2).key())).get(0).isInFlight())
                .isFalse();
        assertThat(store().settle(List.of(sent(claimed.get(1))))).containsExactly(Settled.SETTLED);
    }

    @Test
    void lockedRowsDoNotHideThoseBehindThem() throws SQLException {
        var scene = new Scene(store());
        var goal = scene.goal("party", 20);
        var keys = scene.all(goal).stream().map(s -> s.followUp().key()).toList();
        var somebody = lock(keys.subList(0, 11));

        assertThat(store().claim(EMAIL, minute(60), minute(61), 4))
                .extracting(claim -> claim.followUp().key())
                .containsExactlyElementsOf(keys.subList(11, 15));
        end(somebody);
    }

    @Test
    void anAnswerWaitsForWhoeverHasLockedTheRow() throws Exception {
        var scene = new Scene(store());
        var goal = scene.goal("party", 2);
        var key = scene.all(goal).get(0).followUp().key();
        var somebody = lock(List.of(key));

        var answer = CompletableFuture.supplyAsync(
                () -> store().edit(Target.participants("party", "rsvp", "guest-0"), null, (g, row, r) -> closed(row)));
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS));
        try (var statement = somebody.createStatement()) {
            statement.execute("UPDATE lm_follow_up SET generation = 41 WHERE goal = " + key.goal() + " AND member = "
                    + key.member());
        }
        somebody.commit();
        end(somebody);

        var row = answer.get(20, TimeUnit.SECONDS).orElseThrow().rows().get(0);
        assertThat(row.before().fence().generation()).isEqualTo(41);
        assertThat(store().read(List.of(key)).get(0).fence().generation()).isEqualTo(42);
    }

    @Test
    void anAnswerThatWaitedForAMoveSeesTheMovedGoal() throws Exception {
        var scene = new Scene(store());
        var goal = scene.goal("party", 1);
        var key = scene.only(goal).key();
        var somebody = lock(List.of(key));
        var answer = CompletableFuture.supplyAsync(() -> store().edit(
                        Target.participants("party", "rsvp", "guest-0"), null, (g, row, r) -> waitingUntil(row, NOON)));
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS));
        try (var statement = somebody.createStatement()) {
            statement.execute("UPDATE lm_goal SET label = 'moved', version = 2 WHERE number = " + key.goal());
        }
        somebody.commit();
        end(somebody);

        assertThat(answer.get(20, TimeUnit.SECONDS).orElseThrow().goal().facts().label())
                .isEqualTo("moved");
    }

    @Test
    void aRecipientThatCannotBeReadHarmsNobodyElse() throws SQLException {
        var scene = new Scene(store());
        var goal = scene.goal("party", 6);
        execute("UPDATE lm_member SET zone = 'Mars/Olympus_Mons' WHERE id IN ('guest-0', 'guest-1', 'guest-3')");

        assertThat(store().claim(EMAIL, minute(60), minute(61), 2))
                .extracting(claim -> claim.recipient().id())
                .containsExactly("guest-2", "guest-4");
        // They are put off, so that they do not stand in the way; and due again later, when they may be mended.
        assertThat(store().claim(EMAIL, minute(60), minute(61), 9))
                .extracting(claim -> claim.recipient().id())
                .containsExactly("guest-5");
        execute("UPDATE lm_member SET zone = 'Europe/Rome' WHERE id = 'guest-1'");
        assertThat(store().claim(EMAIL, minute(61), minute(62), 9))
                .filteredOn(claim -> claim.recipient().id().equals("guest-1"))
                .singleElement()
                .matches(claim -> !claim.suspect(), "nobody has died on it");

        var roll = store().rollCall(goal.number(), 0, null, NOON, 10);
        assertThat(roll.count()).isEqualTo(6);
        assertThat(roll.people()).hasSize(4);
        assertThat(edited("guest-2")).hasSize(1);
        assertThat(edited("guest-3")).isEmpty();
        assertThat(scene.all(goal))
                .extracting(seated -> seated.recipient().id())
                .containsExactly("guest-1", "guest-2", "guest-4", "guest-5");
        assertThat(store().followUps(goal.number(), null, 2))
                .as("a full page, though the first cannot be read")
                .hasSize(2);
        assertThat(store().update("party", guest(3), (g, row, r) -> null)).isPresent();
        assertThat(edited("guest-3")).hasSize(1);
    }

    private List<Edited.Row> edited(String recipient) {
        return store().edit(Target.participants("party", "rsvp", recipient), null, (g, row, r) -> closed(row))
                .orElseThrow()
                .rows();
    }

    @Test
    void aFollowUpThatCannotBeReadHarmsNobodyElse() throws SQLException {
        var scene = new Scene(store());
        var goal = scene.goal("party", 5);
        execute("UPDATE lm_follow_up SET progress = 'a.b' WHERE member = 0");
        execute("UPDATE lm_follow_up SET state = 77 WHERE member = 1");
        execute("UPDATE lm_follow_up SET extension = 'some day' WHERE member = 2");

        assertThat(store().claim(EMAIL, minute(60), minute(61), 1))
                .extracting(claim -> claim.recipient().id())
                .containsExactly("guest-3");
        var keys = List.of(
                new FollowUp.Key(goal.number(), 0, 1, 0),
                new FollowUp.Key(goal.number(), 0, 2, 0),
                new FollowUp.Key(goal.number(), 0, 4, 0));
        assertThat(store().claim(keys, minute(61), minute(62))).hasSize(1);
        assertThat(store().waiting(EMAIL, minute(60), null, 10)).hasSize(2);
        assertThat(store().waiting(EMAIL, minute(60), null, 1))
                .as("a full page, though the first cannot be read")
                .hasSize(1);
        assertThat(edited("guest-0")).isEmpty();
        assertThat(scene.all(goal)).hasSize(2);
        assertThat(store().read(keys)).hasSize(1);
        assertThat(store().followUpsOf("guest-1", null, 9)).isEmpty();
        assertThat(store().followUpsOf("guest-3", null, 9)).hasSize(1);
    }

    @Test
    void anAnswerForAllIsTakenForThoseWhoCanBeRead() throws SQLException {
        var scene = new Scene(store());
        var goal = scene.goal("party", 4);
        execute("UPDATE lm_member SET zone = 'Mars/Olympus_Mons' WHERE id = 'guest-1'");
        execute("UPDATE lm_follow_up SET nudge = 'some day' WHERE member = 2");
        var events = new ArrayList<Event>();
        try (var lastmile = Lastmile.builder()
                .store(store())
                .time(ManualTime.at(minute(5)))
                .executor(Runnable::run)
                .notifier("email", reminder -> SendResult.sent())
                .listener(events::add)
                .build()) {
            assertThat(lastmile.acknowledge("party", "rsvp", minute(9))).isEqualTo(Held.DONE);
            assertThat(lastmile.touch("party", "rsvp", "guest-2")).isEqualTo(Held.UNREADABLE);
            assertThat(lastmile.remindNow("party", "rsvp", "guest-1", Nudge.of("now"))
                            .kind())
                    .isEqualTo(Reminding.Kind.UNREADABLE);
            assertThat(lastmile.complete("party", "rsvp", "guest-1").kind()).isEqualTo(Answer.Kind.UNREADABLE);
            var all = lastmile.complete("party", "rsvp");

            assertThat(all.kind()).isEqualTo(Answer.Kind.STOPPED);
            assertThat(all.stopped()).isEqualTo(2);
            assertThat(lastmile.history("party")).isNotEmpty();
            assertThat(lastmile.preview("party")).isPresent();
            assertThat(lastmile.status("party")
                            .orElseThrow()
                            .steps()
                            .get("rsvp")
                            .succeeded())
                    .isEqualTo(2);
            assertThat(events)
                    .filteredOn(event -> event.kind() == Event.Kind.SET_ASIDE)
                    .hasSize(7)
                    .allSatisfy(event -> assertThat(event.detail()).contains("goal=" + goal.number()));
            // Mended, it can be answered.
            execute("UPDATE lm_member SET zone = 'Europe/Rome' WHERE id = 'guest-1'");
            assertThat(lastmile.complete("party", "rsvp", "guest-1").kind()).isEqualTo(Answer.Kind.STOPPED);
        }
    }

    @Test
    void aGoalThatCannotBeReadHarmsNobodyElse() throws SQLException {
        var scene = new Scene(store());
        var bad = List.of(
                scene.goal("ladder", due(1, NOON)),
                scene.goal("format", due(2, NOON)),
                scene.goal("step", due(3, NOON)),
                scene.goal(facts("owner").ownedBy(guest(9)), due(4, NOON)));
        var good = scene.goal("good", due(5, NOON));
        execute("UPDATE lm_step SET ladder = 'whenever by pigeon' WHERE goal = "
                + bad.get(0).number());
        execute("UPDATE lm_goal SET format = 2 WHERE number = " + bad.get(1).number());
        execute("UPDATE lm_step SET ladder_format = 9 WHERE position = 1 AND goal = "
                + bad.get(2).number());
        execute("DELETE FROM lm_member WHERE id = 'guest-9'");
        // What was read before is remembered by version; so it is read anew.
        execute("UPDATE lm_goal SET version = version + 1");

        assertThat(scene.claimAll()).hasSize(5);
        var all = store().goals(List.of(bad.get(0), bad.get(1), bad.get(2), bad.get(3), good).stream()
                .map(goal -> new Versioned(goal.number(), 2))
                .toList());
        assertThat(all).containsOnlyKeys(good.number());
        for (var goal : bad) {
            assertThatThrownBy(() -> store().goal(goal.facts().id()))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("goal number " + goal.number() + " cannot be read");
        }
    }

    @Test
    void aGoalThatSomebodyChangesIsNotPurged() throws SQLException {
        var scene = new Scene(store());
        scene.goal("one", due(1, NOON));
        scene.goal("two", due(1, NOON));
        store().edit(Target.everybody("one"), null, (g, row, r) -> closed(row));
        store().edit(Target.everybody("two"), null, (g, row, r) -> closed(row));
        try (var somebody = database().getConnection();
                var statement = somebody.createStatement()) {
            somebody.setAutoCommit(false);
            statement.execute("SELECT number FROM lm_goal WHERE id = 'one' FOR UPDATE");

            assertThat(store().purge(minute(99), 9)).isOne();

            somebody.rollback();
            somebody.setAutoCommit(true);
        }
        assertThat(store().goal("one")).isPresent();
        assertThat(store().purge(minute(99), 9)).isOne();
    }

    @Test
    void theDatabaseTellsTheTime() {
        var before = Instant.now();
        var now = store().now();
        var after = Instant.now();

        // One machine, one clock; in milliseconds, and never ahead.
        assertThat(now).isBetween(before.minusMillis(2), after);
        assertThat(now.getNano() % 1_000_000).isZero();
    }

    @Test
    void aLaneThatAnotherNodeMadeIsKnown() throws SQLException {
        var scene = new Scene(store());
        var goal = scene.goal("party", due(1, NOON));
        execute("INSERT INTO lm_lane (number, channel, urgent) VALUES (300, 'pigeon', TRUE)");
        execute("UPDATE lm_follow_up SET lane = 300");

        try {
            assertThat(scene.only(goal).cursor().lane()).hasToString("pigeon!");
            assertThat(store().claim(scene.only(goal).cursor().lane(), NOON, LEASED, 1))
                    .hasSize(1);
        } finally {
            execute("DELETE FROM lm_lane WHERE number = 300");
        }
    }

    @Test
    void aClosedFollowUpIsOutOfTheWay() {
        var scene = new Scene(store());
        scene.goal("party", due(1, NOON), followUp(1, 1, Cursor.at(NOON, SMS, 0, 0)));

        store().edit(Target.everybody("party"), null, (g, row, r) -> closed(row));

        assertThat(nextDue(List.of(EMAIL, SMS), minute(-99))).isEmpty();
        assertThat(scene.claimAll()).isEmpty();
    }
}
