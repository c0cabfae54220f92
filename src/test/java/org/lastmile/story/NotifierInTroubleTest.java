package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.goal.ReminderState.FAILED;
import static org.lastmile.goal.ReminderState.HELD;
import static org.lastmile.goal.ReminderState.RETRYING;
import static org.lastmile.goal.ReminderState.SENT;
import static org.lastmile.goal.ReminderState.SUPERSEDED;
import static org.lastmile.goal.ReminderState.UNKNOWN;

import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.lastmile.ChannelOptions;
import org.lastmile.LastmileBuilder;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.report.HistoryEntry;

/** A notifier throws, hangs, refuses, or cannot say: the reminder keeps its id, and is over when a later rung speaks. */
class NotifierInTroubleTest extends Story {
    private static final Recipient ANN = person("Ann");
    private static final String DAY_BEFORE = "2026-07-03T17:00Z";

    /** Tries once an hour, and does not give up. */
    private static final ChannelOptions STUBBORN =
            ChannelOptions.defaults().withAttempts(100).withBackoff(Duration.ofHours(1));

    @Override
    void prepare(LastmileBuilder host) {
        host.notifier("stubborn", this::call, STUBBORN)
                .notifier("once", this::call, STUBBORN.withDoubt(ChannelOptions.Doubt.HOLD));
    }

    private static Goal party(Rung... rungs) {
        return Goal.of("party", "Party")
                .due(Deadline.parse("2026-07-04T19:00[Europe/Berlin]"))
                .finalStep(Step.of("come", "Come").ladder(Ladder.of(rungs)).participants(ANN));
    }

    private static Rung dayBefore(String... channels) {
        return Rung.before(Period.ofDays(1)).by(channels);
    }

    private List<ReminderState> states() {
        return history().stream().map(HistoryEntry::state).toList();
    }

    /** The first sends, one each, go so; then all is well. */
    private void first(SendResult... results) {
        var next = new AtomicInteger();
        world = reminder -> {
            int i = next.getAndIncrement();
            if (i >= results.length) {
                return SendResult.sent();
            }
            if (results[i] == null) {
                throw new IllegalStateException("connection to ann@example.org lost");
            }
            return results[i];
        };
    }

    private void runWith(Goal goal) {
        at("2026-07-01T00:00Z");
        schedule(goal);
        outOfOrder();
        at("2026-07-05T00:00Z");
    }

    private void sameIdEachTime(List<Call> calls, int times) {
        assertThat(calls).hasSize(times);
        assertThat(calls).extracting(call -> call.reminder().id()).containsOnly("party/come/ann/1.0.0");
        assertThat(calls).extracting(call -> call.reminder().plannedAt()).containsOnly(instant(DAY_BEFORE));
        for (int i = 0; i < times; i++) {
            assertThat(calls.get(i).reminder().attempt()).isEqualTo(i + 1);
        }
    }

    @Test
    void oneThatThrowsIsTriedAgainWithTheSameId() {
        first(null, null);
        runWith(party(dayBefore("email")));
        var calls = heardCalls();
        sameIdEachTime(calls, 3);
        assertThat(states()).containsExactly(RETRYING, RETRYING, SENT);
        // 30 seconds and then a minute, each up to a quarter less.
        assertThat(Duration.between(calls.get(0).at(), calls.get(1).at()))
                .isBetween(Duration.ofMillis(22_500), Duration.ofSeconds(30));
        assertThat(Duration.between(calls.get(1).at(), calls.get(2).at()))
                .isBetween(Duration.ofSeconds(45), Duration.ofSeconds(60));
        assertThat(history().get(0).detail()).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void oneThatCannotSayIsTriedAgainWithTheSameId() {
        first(SendResult.unknown("no answer"));
        runWith(party(dayBefore("email")));
        sameIdEachTime(heardCalls(), 2);
        assertThat(states()).containsExactly(UNKNOWN, SENT);
    }

    @Test
    void oneThatCannotSayIsLeftAtThatWhereTwiceWouldBeWorse() {
        first(SendResult.unknown("no answer"));
        runWith(party(dayBefore("once")));
        sameIdEachTime(heardCalls(), 1);
        assertThat(states()).containsExactly(HELD);
    }

    @Test
    void oneThatAsksForPatienceGetsIt() {
        first(SendResult.temporary("too many", Duration.ofMinutes(7)));
        runWith(party(dayBefore("email")));
        heard("""
                2026-07-03T17:00Z ann come#1 email TEMPORARY
                2026-07-03T17:07Z ann come#1 email planned 2026-07-03T17:00Z
                """);
    }

    @Test
    void oneThatRefusesLeavesItToTheNextChannelAtOnce() {
        first(SendResult.permanent("no such mailbox"));
        runWith(party(dayBefore("email", "sms")));
        heard("""
                2026-07-03T17:00Z ann come#1 email PERMANENT
                2026-07-03T17:00Z ann come#1 sms
                """);
        assertThat(states()).containsExactly(RETRYING, SENT);
    }

    @Test
    void whenAllChannelsRefuseItHasFailed() {
        first(SendResult.permanent("no such mailbox"), SendResult.permanent("no such number"));
        runWith(party(dayBefore("email", "sms")));
        heard("""
                2026-07-03T17:00Z ann come#1 email PERMANENT
                2026-07-03T17:00Z ann come#1 sms PERMANENT
                """);
        assertThat(states()).containsExactly(RETRYING, FAILED);
    }

    @Test
    void aLaterRungEndsTheTroubleOfAnEarlierOne() {
        world = reminder -> reminder.channel().name().equals("stubborn")
                ? SendResult.temporary("the server is away")
                : SendResult.sent();
        at("2026-07-01T00:00Z");
        schedule(party(dayBefore("stubborn"), Rung.before(Duration.ofHours(20)).by("sms")));
        outOfOrder();
        at("2026-07-05T00:00Z");
        var calls = heardCalls();
        assertThat(calls.subList(0, calls.size() - 1)).hasSizeBetween(4, 6).allSatisfy(call -> {
            assertThat(call.reminder().id()).isEqualTo("party/come/ann/1.0.0");
            assertThat(call.at()).isBefore(instant("2026-07-03T21:00Z"));
        });
        assertThat(calls.get(calls.size() - 1).line()).isEqualTo("2026-07-03T21:00Z ann come#2 sms");
        became(ANN, "come#1", SUPERSEDED);
        became(ANN, "come#2", SENT);
    }

    @Test
    void theTroubleEndsAtTheDeadline() {
        world = reminder -> SendResult.temporary("the server is away");
        at("2026-07-01T00:00Z");
        schedule(party(Rung.before(Duration.ofHours(3)).by("stubborn")));
        outOfOrder();
        at("2026-07-10T00:00Z");
        assertThat(heardCalls())
                .hasSizeBetween(3, 5)
                .allSatisfy(call -> assertThat(call.at()).isBefore(instant("2026-07-04T17:00Z")));
        became(ANN, "come#1", ReminderState.STALE);
    }

    @Test
    void oneThatHangsIsInterruptedAndTriedAgainWithTheSameId() {
        var forever = new CountDownLatch(1);
        var begun = new CopyOnWriteArrayList<String>();
        world = reminder -> {
            begun.add(reminder.id());
            if (begun.size() == 1) {
                forever.await();
            }
            return SendResult.sent();
        };
        at("2026-07-01T00:00Z");
        var impatient = ChannelOptions.defaults().withTimeout(Duration.ofMillis(300));
        lastmile.close();
        lastmile = host().notifier("email", this::call, impatient)
                .lease(Duration.ofSeconds(60))
                .build();
        schedule(party(dayBefore("email")));
        outOfOrder();
        at("2026-07-05T00:00Z");
        assertThat(heardCalls(2)).hasSize(2);
        assertThat(begun).containsExactly("party/come/ann/1.0.0", "party/come/ann/1.0.0");
        assertThat(states()).containsExactly(UNKNOWN, SENT);
    }
}
