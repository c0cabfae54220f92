package org.lastmile.spring;

import org.lastmile.Lastmile;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The instance's health, where Spring Boot 4's health is. */
@AutoConfiguration(after = LastmileAutoConfiguration.class)
@ConditionalOnProperty(name = "lastmile.enabled", matchIfMissing = true)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnMissingClass("org.springframework.boot.actuate.health.HealthIndicator")
@ConditionalOnBean(Lastmile.class)
@EnableConfigurationProperties(LastmileProperties.class)
class Boot4HealthAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(name = "lastmileHealthIndicator")
    HealthIndicator lastmileHealthIndicator(Lastmile lastmile, LastmileProperties properties) {
        return new LastmileBoot4HealthIndicator(lastmile, properties.unhealthyAfter());
    }
}
