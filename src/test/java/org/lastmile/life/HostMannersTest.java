package org.lastmile.life;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lastmile.ChannelOptions;
import org.lastmile.Lastmile;
import org.lastmile.crash.ChildJvm;
import org.lastmile.crash.Patience;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.store.memory.MemoryStore;
import org.lastmile.testing.RecordingNotifier;

/** Promise 8: the library stays a guest in its host. */
class HostMannersTest {
    private static final int GUESTS = 20;

    private final RecordingNotifier sent = new RecordingNotifier();

    @Test
    void itsThreadsAreNamedDaemonsAndGoneWithIt() {
        var before = threads();
        Queue<Thread> callers = new ConcurrentLinkedQueue<>();
        Queue<Thread> listeners = new ConcurrentLinkedQueue<>();
        Set<Thread> own;
        try (var lastmile = Lastmile.builder()
                .notifier("log", reminder -> {
                    callers.add(Thread.currentThread());
                    return SendResult.sent();
                })
                .listener(event -> listeners.add(Thread.currentThread()))
                .start()) {
            lastmile.schedule(party(GUESTS));
            Patience.until("all are sent", () -> callers.size() == GUESTS);
            Patience.until("an event is heard", () -> !listeners.isEmpty());
            own = threads();
            own.removeAll(before);
        }
        assertThat(own).isNotEmpty().containsAll(callers).containsAll(listeners);
        assertThat(own).allMatch(Thread::isDaemon);
        assertThat(own).allMatch(thread -> thread.getName().startsWith("lastmile-"));
        Patience.until("its threads are gone", () -> own.stream().noneMatch(Thread::isAlive));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null
                        && !thread.getThreadGroup().getName().equals("system"))
                .collect(toSet());
    }

    @Test
    void aBorrowedExecutorIsGivenBackAsItWas() throws Exception {
        var executor = Executors.newFixedThreadPool(2);
        try {
            try (var lastmile =
                    Lastmile.builder().executor(executor).notifier("log", sent).start()) {
                lastmile.schedule(party(GUESTS));
                Patience.until("all are sent", () -> sent.reminders().size() == GUESTS);
            }
            assertThat(executor.isShutdown()).isFalse();
            assertThat(executor.submit(() -> "still working").get()).isEqualTo("still working");
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aListenerThatThrowsHarmsNoSend() {
        try (var lastmile = Lastmile.builder()
                .notifier("log", sent)
                .listener(event -> {
                    throw new IllegalStateException("screen is down");
                })
                .start()) {
            lastmile.schedule(party(GUESTS));
            Patience.until("all are sent", () -> sent.reminders().size() == GUESTS);
            assertThat(lastmile.complete("party", "rsvp", "guest-0").stopped()).isOne();
        }
    }

    @Test
    void aListenerThatBlocksHarmsNoSend() {
        var released = new CountDownLatch(1);
        try (var lastmile = Lastmile.builder()
                .notifier("log", sent)
                .listener(event -> awaitQuietly(released))
                .start()) {
            lastmile.schedule(party(GUESTS));
            Patience.until("all are sent", () -> sent.reminders().size() == GUESTS);
            assertThat(lastmile.complete("party", "rsvp", "guest-0").stopped()).isOne();
            released.countDown();
        }
    }

    @Test
    void aListenerThatBlocksHarmsNoSendOnABorrowedExecutorEither() {
        var heard = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        var executor = Executors.newFixedThreadPool(2);
        try (var lastmile = Lastmile.builder()
                .executor(executor)
                .notifier("log", sent)
                .listener(event -> {
                    heard.countDown();
                    awaitQuietly(released);
                })
                .start()) {
            lastmile.schedule(party(1).as("first"));
            lastmile.schedule(party(1).as("second"));
            lastmile.schedule(party(1).as("third"));
            awaitQuietly(heard);
            lastmile.schedule(party(GUESTS));
            Patience.until("all are sent", () -> sent.reminders().size() == GUESTS + 3);
            released.countDown();
        } finally {
            released.countDown();
            executor.shutdownNow();
        }
    }

    /** As a listener that writes to a screen does: what comes second must not be told first. */
    @Test
    void aListenerIsToldOneAfterTheOtherInOrderOnABorrowedExecutorToo() {
        var executor = Executors.newFixedThreadPool(4);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        try (var lastmile = Lastmile.builder()
                .executor(executor)
                .notifier("log", sent)
                .listener(event -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    heard.add(event.kind() + " " + event.goalId());
                    inside.decrementAndGet();
                })
                .build()) {
            for (int i = 0; i < 200; i++) {
                lastmile.schedule(party(1).as("party-" + i));
                lastmile.cancel("party-" + i);
            }
            Patience.until("all is told", () -> heard.size() == 400);
        } finally {
            executor.shutdownNow();
        }
        assertThat(most).hasValue(1);
        assertThat(heard)
                .containsExactlyElementsOf(IntStream.range(0, 200)
                        .mapToObj(i -> List.of("SCHEDULED party-" + i, "ANSWERED party-" + i))
                        .flatMap(List::stream)
                        .toList());
    }

    @Test
    void anAnswerIsTakenEvenIfABorrowedExecutorTakesNothingMore() {
        var executor = Executors.newFixedThreadPool(1);
        try (var lastmile = Lastmile.builder()
                .executor(executor)
                .notifier("log", sent)
                .listener(event -> {})
                .build()) {
            lastmile.schedule(party(1));
            executor.shutdownNow();
            assertThat(lastmile.complete("party", "rsvp", "guest-0").stopped()).isOne();
        }
    }

    /** A pool with a short queue refuses now and then; what it refused is sent when it takes work again. */
    @Test
    void aBorrowedExecutorThatIsFullForAWhileDelaysAndLosesNothing() {
        var full = new AtomicBoolean(true);
        var refused = new AtomicInteger();
        var executor = Executors.newFixedThreadPool(1);
        try (var lastmile = Lastmile.builder()
                .executor(task -> {
                    if (full.get()) {
                        refused.incrementAndGet();
                        throw new RejectedExecutionException("full");
                    }
                    executor.execute(task);
                })
                .poll(Duration.ofMillis(100))
                .notifier("log", sent)
                .start()) {
            lastmile.schedule(party(500));
            Patience.until("it has refused", () -> refused.get() > 3);
            full.set(false);
            Patience.until("all are sent", () -> sent.reminders().size() == 500);
        } finally {
            executor.shutdownNow();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatHasNotBegunIsGivenBackAtTheEnd() {
        var begun = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        try (var store = MemoryStore.of(Instant::now)) {
            var ending = Lastmile.builder()
                    .store(store)
                    .notifier(
                            "log",
                            reminder -> {
                                begun.countDown();
                                mayEnd.await();
                                return sent.send(reminder);
                            },
                            ChannelOptions.defaults().withConcurrency(1))
                    .shutdown(Duration.ofSeconds(20))
                    .start();
            ending.schedule(party(GUESTS));
            awaitQuietly(begun);
            var closing = new Thread(ending::close);
            closing.start();
            // Another node gets all but the one that runs, long before a lease of 60 s could have run out.
            var other = new RecordingNotifier();
            try (var next = Lastmile.builder()
                    .store(store)
                    .poll(Duration.ofMillis(50))
                    .notifier("log", other)
                    .start()) {
                Patience.until("the others are sent", () -> other.reminders().size() == GUESTS - 1);
                mayEnd.countDown();
                Patience.until("the first node has ended", () -> !closing.isAlive());
                assertThat(sent.reminders()).hasSize(1);
                assertThat(other.reminders()).hasSize(GUESTS - 1);
                assertThat(next.history("party"))
                        .hasSize(GUESTS)
                        .allMatch(entry -> entry.state().name().equals("SENT"));
            }
        }
    }

    @Test
    void noAddressAndNoMessageOfANotifierIsEverLogged() throws Exception {
        var options = List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=trace");
        try (var child = ChildJvm.start(System.getProperty("java.class.path"), options, TroubledHost.class.getName())) {
            assertThat(child.awaitEnd()).as("exit code, after %s", child.said()).isZero();
            var log = String.join("\n", child.said());
            // What went wrong is there, by its class, and whom it was about by their id.
            assertThat(log).contains("IllegalStateException", "LogNotifier - party/log/guest-0/1.0.0");
            assertThat(log).doesNotContain(TroubledHost.SECRETS);
        }
    }

    /** Mail, webhook and a notifier of the host's own, each with every kind of failure; a store that fails; misuse. */
    @Test
    void noSecretIsInALogAnExceptionOrATextForm() throws Exception {
        var said = wholeLife();
        var verdict = verdict(said);
        System.out.println(verdict);
        assertThat(verdict).contains("found: 0 []").doesNotContain(" 0 log lines", " 0 exceptions", " 0 text forms");
        assertThat(said).anyMatch(line -> line.contains("WARN"));
    }

    /** Else that it finds none would say nothing. */
    @Test
    void secretsThatAreLetOutAreFound() throws Exception {
        assertThat(verdict(wholeLife(WholeLife.LEAKING)))
                .contains("found: 3 ")
                .contains("log has gil", "IOException has +1555", "toString of java.lang.String has ");
    }

    private static List<String> wholeLife(String... arguments) throws Exception {
        var options = List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=trace");
        try (var child =
                ChildJvm.start(System.getProperty("java.class.path"), options, WholeLife.class.getName(), arguments)) {
            assertThat(child.awaitEnd()).as("exit code, after %s", child.said()).isZero();
            return child.said();
        }
    }

    private static String verdict(List<String> said) {
        return said.stream()
                .filter(line -> line.startsWith("secrets: "))
                .findFirst()
                .orElseThrow();
    }

    static Goal party(int guests) {
        return Goal.of("party", "Party")
                .due(Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS))
                .finalStep(Step.of("rsvp", "Reply")
                        .ladder(Ladder.of(Rung.afterStart(Duration.ZERO).by("log")))
                        .participants(IntStream.range(0, guests)
                                .mapToObj(i -> Recipient.of("guest-" + i, "Guest " + i))
                                .toList()));
    }
}
