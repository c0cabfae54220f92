package org.lastmile.crash;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.crash.DoomedHost.GUESTS;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lastmile.Answer;
import org.lastmile.ChannelOptions;
import org.lastmile.ChannelOptions.Doubt;
import org.lastmile.Lastmile;
import org.lastmile.LastmileBuilder;
import org.lastmile.crash.DoomedHost.Moment;
import org.lastmile.crash.Logbook.Call;
import org.lastmile.goal.ReminderState;
import org.lastmile.report.HistoryEntry;
import org.lastmile.store.Servers;
import org.lastmile.store.Store;

/**
 * A process is killed while it reminds 12 guests by e-mail, where what is in doubt is sent again, and 12 by text message, where
 * it is not; this process goes on in its stead. Promises 1 (nothing is forgotten), 2 (silence after done) and 4 (one send, one key).
 */
@Execution(ExecutionMode.CONCURRENT)
class KilledProcessTest {
    private static final AtomicInteger KILLS = new AtomicInteger();
    private static final AtomicInteger RESENT = new AtomicInteger();
    private static final AtomicInteger HELD = new AtomicInteger();

    @TempDir
    private Path folder;

    @AfterAll
    static void sum() {
        System.out.printf(
                "kills: %s, lost: 0, sent after done: 0, duplicates: %s (each called and not recorded), held: %s%n",
                KILLS, RESENT, HELD);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostOnAnH2File(Moment moment) throws Exception {
        killAndGoOn(folder.resolve("store").toString(), moment);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostOnPostgreSql(Moment moment) throws Exception {
        try (var pool = Servers.postgres()) {
            killAndGoOn(pool.getJdbcUrl(), moment);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("mariadb")
    void nothingIsLostOnMariaDb(Moment moment) throws Exception {
        try (var pool = Servers.mariaDb()) {
            killAndGoOn(pool.getJdbcUrl(), moment);
        }
    }

    private void killAndGoOn(String place, Moment moment) throws IOException, InterruptedException {
        var file = folder.resolve("calls");
        try (var child = ChildJvm.start(DoomedHost.class, place, file.toString(), moment.name())) {
            child.awaitLine("there");
            child.kill();
        }
        var logbook = new Logbook(file);
        var before = logbook.calls();
        assertThat(before).hasSize(calledBefore(moment));
        try (var store = Party.store(place)) {
            Set<String> recorded;
            Answer answer;
            try (var still = host(store, logbook).build()) {
                recorded = in(still, ReminderState.SENT);
                answer = still.complete(Party.ID, "email", Survivor.DONE);
            }
            try (var lastmile = host(store, logbook).start()) {
                new Survivor(lastmile, logbook, before).goesOn(recorded, answer);
            }
        }
    }

    private static LastmileBuilder host(Store store, Logbook logbook) {
        return Lastmile.builder()
                .store(store)
                .poll(Duration.ofMillis(100))
                .notifier("email", logbook)
                .notifier("sms", logbook, ChannelOptions.defaults().withDoubt(Doubt.HOLD));
    }

    private static Set<String> in(Lastmile lastmile, ReminderState state) {
        return lastmile.history(Party.ID).stream()
                .filter(entry -> entry.state() == state)
                .map(HistoryEntry::recipientId)
                .collect(toSet());
    }

    private static int calledBefore(Moment moment) {
        return switch (moment) {
            case BETWEEN_CLAIM_AND_SEND -> 0;
            case DURING_SEND -> 2 * DoomedHost.AT_ONCE;
            case BETWEEN_SEND_AND_SETTLE, AFTER_SETTLE -> DoomedHost.CALLED;
        };
    }

    /** The process that goes on, and what is to be seen of it. */
    private record Survivor(Lastmile lastmile, Logbook logbook, List<Call> before) {
        private static final String DONE = "email-3";

        void goesOn(Set<String> recorded, Answer answer) {
            // Reminded or not, the guest had not answered yet.
            assertThat(answer.stopped()).isEqualTo(1);
            Patience.until("every guest's reminder has an end", () -> ended().size() == 2 * GUESTS);

            var calls = logbook.calls();
            nothingIsForgotten(calls);
            nothingIsSentTwiceWithoutNeed(calls, recorded);
            nothingIsSentToWhoIsDone(calls, recorded, answer);
            KILLS.incrementAndGet();
            RESENT.addAndGet(repeated(calls).size());
            HELD.addAndGet(in(ReminderState.HELD).size());
        }

        private void nothingIsForgotten(List<Call> calls) {
            var told = calls.stream().map(Call::recipient).collect(toSet());
            told.addAll(in(ReminderState.HELD));
            told.addAll(in(ReminderState.SILENCED));
            assertThat(told).hasSize(2 * GUESTS);
            assertThat(in(ReminderState.SILENCED)).isSubsetOf(DONE);
            assertThat(in(ReminderState.HELD))
                    .allMatch(guest -> guest.startsWith("sms-"))
                    .hasSizeLessThanOrEqualTo(DoomedHost.AT_ONCE);
        }

        /** Twice only what had been sent and not recorded, once by each process, with the same id, and never where that must not be. */
        private void nothingIsSentTwiceWithoutNeed(List<Call> calls, Set<String> recorded) {
            var inDoubt = new HashSet<String>();
            before.forEach(call -> inDoubt.add(call.recipient()));
            inDoubt.removeAll(recorded);
            inDoubt.removeIf(guest -> guest.startsWith("sms-"));
            inDoubt.remove(DONE);
            assertThat(repeated(calls)).isEqualTo(inDoubt);
            calls.stream().collect(groupingBy(Call::recipient)).values().forEach(same -> {
                assertThat(same.stream().map(Call::reminder))
                        .containsOnly(same.get(0).reminder());
                assertThat(same.stream().map(Call::process)).doesNotHaveDuplicates();
            });
        }

        private void nothingIsSentToWhoIsDone(List<Call> calls, Set<String> recorded, Answer answer) {
            var id = Party.ID + "/email/" + DONE + "/1.0.0";
            // Whoever was killed might as well have been asleep: the answer names what may still come.
            assertThat(answer.inFlight()).isEqualTo(recorded.contains(DONE) ? List.of() : List.of(id));
            assertThat(calls.subList(before.size(), calls.size()))
                    .extracting(Call::recipient)
                    .doesNotContain(DONE);
        }

        private static Set<String> repeated(List<Call> calls) {
            return calls.stream().collect(groupingBy(Call::recipient)).values().stream()
                    .filter(same -> same.size() > 1)
                    .map(same -> same.get(0).recipient())
                    .collect(toSet());
        }

        private Set<String> in(ReminderState state) {
            return KilledProcessTest.in(lastmile, state);
        }

        private Set<String> ended() {
            return lastmile.history(Party.ID).stream()
                    .filter(entry -> entry.state().isFinal())
                    .map(HistoryEntry::recipientId)
                    .collect(toSet());
        }
    }
}
