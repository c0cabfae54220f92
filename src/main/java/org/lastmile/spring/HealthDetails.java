package org.lastmile.spring;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lastmile.Lastmile;
import org.lastmile.goal.Channel;

/**
 * An instance's health in the words of both actuators. It is down if a reminder has been due for too long, or the store cannot be
 * asked; a channel that rests or is paused is told of, and does not make it down by itself.
 *
 * @param isUp whether nothing has been due for too long
 * @param details by name
 */
record HealthDetails(boolean isUp, Map<String, Object> details) {
    static final String CANNOT_BE_ASKED = "the store of Lastmile cannot be asked";

    /** @throws RuntimeException if the store cannot be asked */
    static HealthDetails of(Lastmile lastmile, Duration unhealthyAfter) {
        var health = lastmile.health();
        var details = new TreeMap<String, Object>();
        details.put("oldestDueSeconds", health.waiting().toSeconds());
        details.put(
                "backlog",
                health.backlog().values().stream().mapToLong(Long::longValue).sum());
        details.put("resting", names(health.resting()));
        details.put("paused", names(health.paused()));
        return new HealthDetails(health.waiting().compareTo(unhealthyAfter) <= 0, details);
    }

    private static Set<String> names(Set<Channel> channels) {
        var names = new TreeSet<String>();
        channels.forEach(channel -> names.add(channel.name()));
        return names;
    }
}
