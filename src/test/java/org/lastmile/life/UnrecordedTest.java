package org.lastmile.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.lastmile.ChannelOptions;
import org.lastmile.Lastmile;
import org.lastmile.LastmileBuilder;
import org.lastmile.crash.Interposed;
import org.lastmile.crash.Patience;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;
import org.lastmile.store.Settlement;
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;
import org.lastmile.store.memory.MemoryStore;
import org.lastmile.testing.RecordingNotifier;

/** A store that answers and claims, and takes no results: what has been sent is kept in mind until it does, and not sent again. */
@Execution(ExecutionMode.CONCURRENT)
class UnrecordedTest {
    private static final int GUESTS = 300;

    private final RecordingNotifier mail = new RecordingNotifier();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger claimed = new AtomicInteger();

    private LastmileBuilder host(Store store) {
        return Lastmile.builder()
                .store(store)
                .lease(Duration.ofSeconds(2))
                .poll(Duration.ofMillis(500))
                .notifier("email", mail, ChannelOptions.defaults().withTimeout(Duration.ofSeconds(1)));
    }

    private static Store memory() {
        return MemoryStore.of(() -> Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    /** Refuses so many settles of something that was sent. */
    private Store refusing(int times, boolean retryable) {
        var counting = Interposed.around("claim", memory(), call -> {
            var claims = call.get();
            claimed.addAndGet(((List<?>) claims).size());
            return claims;
        });
        return Interposed.around("settle", counting, call -> {
            if (!mail.reminders().isEmpty() && refusals.get() < times) {
                refusals.incrementAndGet();
                throw new StoreException("settling failed with SQL state 53100", null, retryable);
            }
            return call.get();
        });
    }

    private static Goal deal() {
        var guests = new ArrayList<Recipient>();
        for (int i = 0; i < GUESTS; i++) {
            guests.add(Recipient.of("guest-" + i, "Guest " + i).withAddress("email", i + "@example.org"));
        }
        return Goal.of("deal", "Deal")
                .due(Instant.now().plus(9, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS))
                .finalStep(Step.of("sign", "Sign")
                        .ladder(Ladder.of(Rung.afterStart(Duration.ZERO).by("email")))
                        .participants(guests));
    }

    private long onRecord(Lastmile lastmile) {
        return lastmile.history("deal").stream()
                .filter(entry -> entry.state() == ReminderState.SENT)
                .count();
    }

    @Test
    void isRecordedByTheNextRunAndNotSentAgain() {
        try (var lastmile = host(refusing(2, true)).build()) {
            lastmile.schedule(deal());

            assertThatThrownBy(lastmile::runDue).isInstanceOf(StoreException.class);
            assertThatThrownBy(lastmile::runDue).isInstanceOf(StoreException.class);
            lastmile.runDue();

            assertThat(onRecord(lastmile)).isEqualTo(GUESTS);
            assertThat(mail.reminders()).hasSize(GUESTS);
        }
    }

    @Test
    void aRunThatFailedForGoodHangsNoLaterOne() {
        try (var lastmile = host(refusing(1, false)).build()) {
            lastmile.schedule(deal());

            assertThatThrownBy(lastmile::runDue).isInstanceOf(StoreException.class);
            Patience.until("the rest is sent and on record", () -> {
                lastmile.runDue();
                return onRecord(lastmile) == GUESTS;
            });
        }
    }

    /** Tries that take longer than the lease: 0.1, 0.2, 0.4 and then half a second apart. */
    @Test
    void isRecordedInTheBackgroundWhenTheStoreTakesItAgainAndNotSentAgain() {
        try (var lastmile = host(refusing(10, true)).start()) {
            lastmile.schedule(deal());
            Patience.until("all is on record", () -> onRecord(lastmile) == GUESTS);

            assertThat(refusals).hasValue(10);
            assertThat(mail.reminders()).hasSize(GUESTS);
        }
    }

    @Test
    void nothingMoreIsClaimedMeanwhile() {
        try (var lastmile = host(refusing(Integer.MAX_VALUE, true)).start()) {
            lastmile.schedule(deal());
            Patience.until("it was refused a few times", () -> refusals.get() >= 4);

            // What was claimed before the first refusal was known, and no more: a lane's first window, twice at most.
            assertThat(claimed.get()).isLessThan(GUESTS);
            int before = claimed.get();
            Patience.until("and a few times more", () -> refusals.get() >= 8);
            assertThat(claimed).hasValue(before);
        }
    }

    @Test
    void aResultThatCannotBeWrittenHarmsNoOther() {
        var poisoned = (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, new Poisoned(memory()));
        try (var lastmile = host(poisoned).start()) {
            lastmile.schedule(deal());
            Patience.until("all others are on record", () -> onRecord(lastmile) == GUESTS - 1);

            var others = mail.reminders().stream()
                    .filter(reminder -> !reminder.recipient().id().equals("guest-" + Poisoned.MEMBER))
                    .toList();
            assertThat(others).hasSize(GUESTS - 1);
        }
    }

    /** A store in which one result makes every transaction fail that it is in. */
    private record Poisoned(Store store) implements InvocationHandler {
        static final int MEMBER = 7;

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("settle")) {
                for (var settlement : (List<?>) arguments[0]) {
                    var one = (Settlement) settlement;
                    if (one.claimed().key().member() == MEMBER && !one.entries().isEmpty()) {
                        throw new StoreException("settling failed with SQL state 22021", null);
                    }
                }
            }
            try {
                return method.invoke(store, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
