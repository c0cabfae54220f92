package org.lastmile.spring;

import io.micrometer.core.instrument.MeterRegistry;
import org.lastmile.Lastmile;
import org.lastmile.micrometer.Meters;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** The {@link Meters} of the instance, where there is a registry for them. */
@AutoConfiguration(
        before = LastmileAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnProperty(name = "lastmile.enabled", matchIfMissing = true)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
class MetersAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Meters lastmileMeters(MeterRegistry registry) {
        return Meters.in(registry);
    }

    @Bean
    StoreDecorator lastmileTimedStore(Meters meters) {
        return meters::timed;
    }

    @Bean
    SmartInitializingSingleton lastmileBacklog(Meters meters, Lastmile lastmile) {
        return () -> meters.watch(() -> lastmile.health().backlog());
    }
}
