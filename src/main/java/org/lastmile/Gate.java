package org.lastmile;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how many sends of a lane may begin: none while it is paused or its breaker is open, one to try whether it works again, and
 * no more than its rate allows. What may not begin is not claimed, so it uses up no attempt.
 *
 * <p>Thread-safe.
 */
final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final Duration FIRST_REST = Duration.ofSeconds(30);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);

    private final Lane lane;
    private final ChannelOptions options;
    private boolean paused;
    private int troubles;
    private int rests;
    private @Nullable Instant opensAt;
    private boolean trying;
    private double tokens;
    private @Nullable Instant filledAt;

    Gate(Lane lane, ChannelOptions options) {
        this.lane = lane;
        this.options = options;
        this.tokens = options.rate() == null ? 0 : options.rate().sends();
    }

    /** How many sends may begin now, at most {@code wanted}. */
    synchronized int permits(int wanted, Instant now) {
        if (paused || opensAt != null && (now.isBefore(opensAt) || trying)) {
            return 0;
        }
        int allowed = opensAt != null ? Math.min(1, wanted) : wanted;
        return options.rate() == null ? allowed : Math.min(allowed, (int) filled(now));
    }

    private double filled(Instant now) {
        var rate = options.rate();
        if (rate != null && (filledAt == null || now.isAfter(filledAt))) {
            if (filledAt != null) {
                double share = (double) Duration.between(filledAt, now).toMillis()
                        / rate.per().toMillis();
                tokens = Math.min(rate.sends(), tokens + share * rate.sends());
            }
            filledAt = now;
        }
        return tokens;
    }

    /** So many sends are going to begin. */
    synchronized void begin(int sends) {
        tokens -= sends;
        trying = opensAt != null && sends > 0;
    }

    /** So many that were to begin did not. */
    synchronized void returned(int sends) {
        tokens += sends;
        trying = false;
    }

    /** How a send ended: in trouble if the channel, and not the reminder, seems to be at fault. */
    synchronized void ended(boolean inTrouble, Instant now) {
        trying = false;
        if (!inTrouble) {
            if (opensAt != null) {
                LOG.info("lane {} works again", lane);
            }
            troubles = 0;
            rests = 0;
            opensAt = null;
            return;
        }
        troubles++;
        boolean failedAgain = opensAt != null && !now.isBefore(opensAt);
        if (failedAgain || opensAt == null && troubles >= options.breaker()) {
            long millis = Math.min(LONGEST_REST.toMillis(), FIRST_REST.toMillis() << Math.min(rests, 10));
            if (rests++ == 0) {
                LOG.warn("lane {} rests after {} sends in a row that failed", lane, troubles);
            }
            opensAt = now.plusMillis(millis);
        }
    }

    synchronized void pause() {
        paused = true;
    }

    synchronized void resume() {
        paused = false;
    }

    /** Whether nothing may begin now. */
    synchronized boolean isShut(Instant now) {
        return paused || opensAt != null && now.isBefore(opensAt);
    }

    /** Whether the breaker is open, for health. */
    synchronized boolean isResting() {
        return opensAt != null;
    }

    /** When something may begin again; {@code null} if it may now, or nobody knows. */
    synchronized @Nullable Instant opensAt(Instant now) {
        if (paused) {
            return null;
        }
        if (opensAt != null && now.isBefore(opensAt)) {
            return opensAt;
        }
        var rate = options.rate();
        if (rate == null || filled(now) >= 1) {
            return null;
        }
        double missing = (1 - tokens) / rate.sends() * rate.per().toMillis();
        return now.plusMillis(Math.max(1, (long) Math.ceil(missing)));
    }
}
