package org.lastmile.spring;

import java.time.Duration;
import org.lastmile.Lastmile;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** {@link HealthDetails} for Spring Boot 3. */
final class LastmileHealthIndicator extends AbstractHealthIndicator implements HealthIndicator {
    private final Lastmile lastmile;
    private final Duration unhealthyAfter;

    LastmileHealthIndicator(Lastmile lastmile, Duration unhealthyAfter) {
        super(HealthDetails.CANNOT_BE_ASKED);
        this.lastmile = lastmile;
        this.unhealthyAfter = unhealthyAfter;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        var health = HealthDetails.of(lastmile, unhealthyAfter);
        (health.isUp() ? builder.up() : builder.down()).withDetails(health.details());
    }
}
