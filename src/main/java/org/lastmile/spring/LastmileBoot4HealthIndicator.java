package org.lastmile.spring;

import java.time.Duration;
import org.lastmile.Lastmile;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** {@link HealthDetails} for Spring Boot 4, where the same types have other names. */
final class LastmileBoot4HealthIndicator extends AbstractHealthIndicator implements HealthIndicator {
    private final Lastmile lastmile;
    private final Duration unhealthyAfter;

    LastmileBoot4HealthIndicator(Lastmile lastmile, Duration unhealthyAfter) {
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
