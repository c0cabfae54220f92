package org.lastmile;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A machine's clock that people set an hour ahead, and back, and ahead again: all that an engine ever asks of it. */
public final class RestlessClock {
    private static final long OFTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(700);
    private static final long AHEAD_MILLIS = Duration.ofHours(1).toMillis();

    private RestlessClock() {}

    /** The instance that is being built takes that clock for its machine's. */
    public static LastmileBuilder in(LastmileBuilder builder) {
        return builder.pace(new Pace() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public long wallMillis() {
                boolean ahead = System.nanoTime() / OFTEN_NANOS % 2 == 0;
                return System.currentTimeMillis() + (ahead ? AHEAD_MILLIS : 0);
            }
        });
    }
}
