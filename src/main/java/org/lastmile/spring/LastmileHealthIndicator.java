package org.lastmile.spring;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.lastmile.Lastmile;
import org.lastmile.goal.Channel;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Down if a reminder has been due for too long, or the store cannot be asked. A channel that rests or is paused is told of, and does
 * not make it down by itself.
 */
final class LastmileHealthIndicator extends AbstractHealthIndicator implements HealthIndicator {
    private final Lastmile lastmile;
    private final Duration unhealthyAfter;

    LastmileHealthIndicator(Lastmile lastmile, Duration unhealthyAfter) {
        super("the store of Lastmile cannot be asked");
        this.lastmile = lastmile;
        this.unhealthyAfter = unhealthyAfter;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        var health = lastmile.health();
        var late = health.waiting().compareTo(unhealthyAfter) > 0;
        (late ? builder.down() : builder.up())
                .withDetail("oldestDueSeconds", health.waiting().toSeconds())
                .withDetail(
                        "backlog",
                        health.backlog().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                .withDetail("resting", names(health.resting()))
                .withDetail("paused", names(health.paused()));
    }

    private static Set<String> names(Set<Channel> channels) {
        var names = new TreeSet<String>();
        channels.forEach(channel -> names.add(channel.name()));
        return names;
    }
}
