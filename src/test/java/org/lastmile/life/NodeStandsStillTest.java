package org.lastmile.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.goal.ReminderState.HELD;
import static org.lastmile.goal.ReminderState.SENT;
import static org.lastmile.goal.ReminderState.SUPERSEDED;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.lastmile.Answer;
import org.lastmile.ChannelOptions;
import org.lastmile.EngineRoom;
import org.lastmile.Lastmile;
import org.lastmile.crash.Interposed;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Move;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.notify.Notifier;
import org.lastmile.notify.RecipientDirectory;
import org.lastmile.report.HistoryEntry;
import org.lastmile.store.Store;
import org.lastmile.store.memory.MemoryStore;

/** A node stands still where it hurts most, and goes on when the world is another one. */
class NodeStandsStillTest {
    private static final Recipient ANA = Recipient.of("ana", "Ana").withAddress("email", "ana@example.org");

    private static final Recipient BEN = Recipient.of("ben", "Ben").withAddress("email", "ben@example.org");

    private long now = Instant.parse("2026-07-01T08:00:00Z").toEpochMilli();
    private final Store memory = MemoryStore.of(() -> Instant.ofEpochMilli(now));
    private final List<String> sent = new ArrayList<>();

    private EngineRoom room(Store store, ChannelOptions options, Notifier notifier) {
        return room(store, options, recipient -> Optional.empty(), notifier);
    }

    private EngineRoom room(Store store, ChannelOptions options, RecipientDirectory directory, Notifier notifier) {
        return new EngineRoom(
                Lastmile.builder()
                        .store(store)
                        .time(() -> Instant.ofEpochMilli(now))
                        .directory(directory)
                        .notifier("email", notifier, options),
                () -> now * 1_000_000,
                () -> now);
    }

    private static Step step(String id, String ladder) {
        return Step.of(id, "Come").ladder(Ladder.parse(ladder)).participants(ANA);
    }

    private static Goal party(Step last, Step... others) {
        var goal = Goal.of("party", "Party").due(Deadline.parse("2026-07-01T20:00[UTC]"));
        for (var step : others) {
            goal = goal.step(step);
        }
        return goal.finalStep(last);
    }

    private SendResult heard(Reminder reminder) {
        sent.add(reminder.id());
        return SendResult.sent();
    }

    private void pass(Duration time) {
        now += time.toMillis();
    }

    /** Nobody was there to notice the time-out, and what failed after it may have been sent all the same. */
    @Test
    void aCallThatFailsBeyondItsTimeOutIsInDoubt() {
        var room = room(memory, ChannelOptions.defaults().withDoubt(ChannelOptions.Doubt.HOLD), reminder -> {
            pass(Duration.ofSeconds(31));
            throw new IllegalStateException("connection lost");
        });
        room.lastmile().schedule(party(step("come", "after-start PT0S by email")));

        assertThat(room.claim()).isTrue();
        room.work();
        room.settle();

        assertThat(room.lastmile().history("party"))
                .extracting(HistoryEntry::state)
                .containsExactly(HELD);
    }

    /** Another node has claimed it meanwhile, and given it back since it may be one on which nodes die. */
    @Test
    void anAnswerNamesWhatANodeThatStandsStillIsAboutToSend() {
        var answers = new ArrayList<Answer>();
        var rooms = new ArrayList<EngineRoom>();
        // It stands still between its last look at the time and the first thing that the notifier does.
        var slow = room(memory, ChannelOptions.defaults(), reminder -> {
            if (answers.isEmpty()) {
                pass(Duration.ofMinutes(2));
                rooms.get(0).claim();
                answers.add(rooms.get(0).lastmile().complete("party", "come", "ana"));
                answers.add(rooms.get(0).lastmile().complete("party", "come", "ben"));
                sent.add(reminder.id());
            }
            return SendResult.sent();
        });
        rooms.add(room(memory, ChannelOptions.defaults(), reminder -> SendResult.sent()));
        slow.lastmile().schedule(party(step("come", "after-start PT0S by email").participants(ANA, BEN)));

        assertThat(slow.claim()).isTrue();
        slow.work();

        assertThat(answers).hasSize(2).allMatch(answer -> answer.inFlight().size() == 1);
        assertThat(answers).flatExtracting(Answer::inFlight).containsAll(sent);
        assertThat(sent).as("what was about to be sent").isNotEmpty();
    }

    /** Another node has taken over and sent what was due by then, so that the answer knows of no other claim. */
    @Test
    void whoStoodStillBeforeTheCallDoesNotCall() {
        var answers = new ArrayList<Answer>();
        var others = new ArrayList<String>();
        var other = lastmile(memory, reminder -> {
            others.add(reminder.id());
            return SendResult.sent();
        });
        var slow = room(
                memory,
                ChannelOptions.defaults(),
                recipient -> {
                    pass(Duration.ofMinutes(2));
                    other.runDue();
                    answers.add(other.complete("party", "come", "ana"));
                    return Optional.empty();
                },
                this::heard);
        other.schedule(party(step("come", "after-start PT0S by email; after-start PT1M by email")));

        assertThat(slow.claim()).isTrue();
        slow.work();
        slow.settle();

        assertThat(others).containsExactly("party/come/ana/2.0.0");
        assertThat(answers).hasSize(1).allMatch(answer -> answer.inFlight().isEmpty());
        assertThat(sent).as("sent after done").isEmpty();
        assertThat(other.history("party")).extracting(HistoryEntry::state).containsExactlyInAnyOrder(SUPERSEDED, SENT);
    }

    /** Nobody else was there: it is due as before, and the next try sends it. */
    @Test
    void whatWasNotCalledForThatComesAgain() {
        var slownesses = new ArrayDeque<>(List.of(Duration.ofSeconds(59), Duration.ZERO));
        var slow = room(
                memory,
                ChannelOptions.defaults().withDoubt(ChannelOptions.Doubt.HOLD),
                recipient -> {
                    pass(slownesses.remove());
                    return Optional.empty();
                },
                this::heard);
        slow.lastmile().schedule(party(step("come", "after-start PT0S by email")));

        for (int i = 0; i < 2; i++) {
            assertThat(slow.claim()).isTrue();
            slow.work();
            slow.settle();
        }

        assertThat(sent).containsExactly("party/come/ana/1.0.0");
        assertThat(slow.lastmile().history("party"))
                .extracting(HistoryEntry::state)
                .containsExactly(SENT);
    }

    /** The host edits the row each time before the result is written, and by the clock the claim is long past. */
    @Test
    void aResultIsWrittenThoughItsRowIsEditedAgainAndAgain() {
        var rooms = new ArrayList<EngineRoom>();
        var settles = new ArrayList<Instant>();
        var edited = Interposed.around("settle", memory, settle -> {
            settles.add(Instant.ofEpochMilli(now));
            if (settles.size() <= 3) {
                rooms.get(0).lastmile().touch("party", "come", "ana");
            }
            return settle.get();
        });
        var room = room(edited, ChannelOptions.defaults(), reminder -> {
            sent.add(reminder.id());
            return SendResult.sent();
        });
        rooms.add(room);
        room.lastmile().schedule(party(step("come", "after-start PT0S by email")));

        assertThat(room.claim()).isTrue();
        room.work();
        pass(Duration.ofHours(2));
        assertThat(room.settle()).as("nothing is left to be tried again").isTrue();

        assertThat(settles).hasSize(4);
        assertThat(room.lastmile().history("party"))
                .extracting(HistoryEntry::state)
                .containsExactly(SENT);
        assertThat(room.claim()).as("it comes again").isFalse();
        assertThat(sent).hasSize(1);
    }

    /** Another has decided it meanwhile and saw nobody to dismiss; then it wakes her, and dies before it sees that there is no need. */
    @Test
    void anOverseerWhomADyingNodeWokeForNobodyIsDismissedAtTheDeadline() {
        var other = lastmile(memory);
        var dying = new AtomicBoolean();
        var slow = lastmile(Interposed.around(
                "settled",
                Interposed.around("join", memory, join -> {
                    pass(Duration.ofMinutes(2));
                    other.runDue();
                    other.complete("party", "come", "ana");
                    other.runDue();
                    dying.set(true);
                    return join.get();
                }),
                settled -> {
                    if (dying.get()) {
                        throw new IllegalStateException("it dies");
                    }
                    return settled.get();
                }));
        other.schedule(party(
                        step("come", "before PT1H by email to owner").after("first"),
                        step("first", "before PT1H by email"))
                .ownedBy(BEN));
        other.complete("party", "first", "ana");
        slow.runDue();
        assertThat(dying).as("it has stood still, and died").isTrue();
        assertThat(overseers()).containsExactly(Standing.State.OPEN);

        now = Instant.parse("2026-07-01T20:00:00Z").toEpochMilli();
        other.runDue();

        assertThat(overseers()).containsExactly(Standing.State.CLOSED);
        assertThat(sent).as("nobody is open").isEmpty();
    }

    private Lastmile lastmile(Store store) {
        return lastmile(store, reminder -> {
            sent.add(reminder.step().id());
            return SendResult.sent();
        });
    }

    private Lastmile lastmile(Store store, Notifier notifier) {
        return Lastmile.builder()
                .store(store)
                .time(() -> Instant.ofEpochMilli(now))
                .executor(Runnable::run)
                .notifier("email", notifier)
                .build();
    }

    private List<Standing.State> overseers() {
        return memory.followUps(memory.goal("party").orElseThrow().number(), null, 10).stream()
                .filter(row -> row.followUp().key().seat() != FollowUp.PARTICIPANT)
                .map(row -> row.followUp().standing().state())
                .toList();
    }

    /** It has seen that the step was missed, and does not know yet that the party is another day. */
    @Test
    void aRecoveryDoesNotBeginAtAMissThatIsNone() {
        var movers = new ArrayList<Lastmile>();
        var moved = Interposed.around("followUps", memory, read -> {
            var rows = read.get();
            if (now == Instant.parse("2026-07-01T20:00:00Z").toEpochMilli() && !movers.isEmpty()) {
                movers.remove(0).reschedule("party", Move.to(Deadline.parse("2026-07-09T20:00[UTC]")));
            }
            return rows;
        });
        var lastmile = lastmile(moved);
        movers.add(lastmile);
        lastmile.schedule(party(
                step("come", "before PT1H by email"),
                step("rescue", "after-start PT0S by email").recovers("come").due(Duration.ofDays(1))));

        pass(Duration.ofHours(11));
        lastmile.runDue();
        pass(Duration.ofHours(1));
        lastmile.runDue();
        assertThat(movers).as("it was moved in between").isEmpty();
        pass(Duration.ofDays(7));
        lastmile.runDue();
        assertThat(sent).containsExactly("come");

        now = Instant.parse("2026-07-09T19:00:00Z").toEpochMilli();
        lastmile.runDue();
        now = Instant.parse("2026-07-09T20:00:00Z").toEpochMilli();
        lastmile.runDue();
        assertThat(sent).containsExactly("come", "come", "rescue");
    }
}
