package org.lastmile.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.store.Scene.EMAIL;
import static org.lastmile.store.Scene.minute;

import com.zaxxer.hikari.HikariDataSource;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lastmile.crash.Patience;
import org.lastmile.goal.FollowUp;
import org.lastmile.store.Servers;

class ClaimLocksOnH2Test extends ClaimLocksContract {
    @Override
    HikariDataSource database() {
        return Servers.h2();
    }

    /** Two that chose at the same moment would choose the same rows, and one of them get nothing. */
    @Test
    void oneClaimIsChosenAtATime() throws Exception {
        var choosing = new AtomicInteger();
        var mayGoOn = new CountDownLatch(1);
        var slow = new Faulty(pool);
        slow.whenPreparing(sql -> {
            if (sql.contains("ORDER BY lane, due LIMIT")) {
                choosing.incrementAndGet();
                await(mayGoOn);
            }
        });
        try (var shared = JdbcStore.of(slow)) {
            var claims = Stream.generate(
                            () -> new FutureTask<>(() -> shared.claim(EMAIL, minute(999), minute(1_000), LIMIT)))
                    .limit(2)
                    .toList();
            var threads = claims.stream().map(Thread::new).toList();
            threads.forEach(Thread::start);
            Patience.until(
                    "one chooses, and the other waits for a lock of Java's",
                    () -> choosing.get() == 1
                            && threads.stream()
                                    .allMatch(thread -> thread.getState() == Thread.State.WAITING
                                            || thread.getState() == Thread.State.TIMED_WAITING));
            mayGoOn.countDown();
            var keys = new HashSet<FollowUp.Key>();
            for (var claim : claims) {
                claim.get(20, TimeUnit.SECONDS)
                        .forEach(one -> keys.add(one.followUp().key()));
            }
            assertThat(keys).hasSize(2 * LIMIT);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
