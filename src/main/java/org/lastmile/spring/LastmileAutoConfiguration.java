package org.lastmile.spring;

import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.lastmile.Lastmile;
import org.lastmile.LastmileBuilder;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.notify.Notifier;
import org.lastmile.notify.RecipientDirectory;
import org.lastmile.notify.Wording;
import org.lastmile.store.Store;
import org.lastmile.store.jdbc.JdbcStore;
import org.lastmile.watch.Listener;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * A running {@link Lastmile} from the application's beans: its {@link DataSource} (without one everything is in memory), every
 * {@link Notifier} by its channel (see {@link SendsBy}), every {@link Listener}, every {@link BusinessCalendar} by its bean's name, a
 * {@link Wording}, a {@link RecipientDirectory}, and {@link LastmileCustomizer}s. Each bean of it gives way to one of the application's.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
        })
@ConditionalOnProperty(name = "lastmile.enabled", matchIfMissing = true)
@EnableConfigurationProperties(LastmileProperties.class)
class LastmileAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(Store.class)
    @ConditionalOnSingleCandidate(DataSource.class)
    JdbcStore lastmileStore(DataSource dataSource, LastmileProperties properties) {
        var builder = JdbcStores.builder(dataSource);
        if (properties.tablePrefix() != null) {
            builder.prefix(properties.tablePrefix());
        }
        if (properties.schemaName() != null) {
            builder.schemaName(properties.schemaName());
        }
        if (properties.schema() != null) {
            builder.schema(properties.schema());
        }
        if (properties.waitUpTo() != null) {
            builder.waitUpTo(properties.waitUpTo());
        }
        return builder.build();
    }

    @Bean
    @ConditionalOnMissingBean
    Ladders lastmileLadders(LastmileProperties properties) {
        return new Ladders(properties.ladders());
    }

    @Bean
    @ConditionalOnMissingBean
    Lastmile lastmile(
            LastmileProperties properties,
            ListableBeanFactory beans,
            ObjectProvider<Store> store,
            ObjectProvider<StoreDecorator> decorators,
            ObjectProvider<Listener> listeners,
            ObjectProvider<Wording> wording,
            ObjectProvider<RecipientDirectory> directory,
            Map<String, BusinessCalendar> calendars,
            ObjectProvider<LastmileCustomizer> customizers) {
        var builder = Lastmile.builder();
        var kept = store.getIfAvailable();
        if (kept != null) {
            for (var decorator : decorators.orderedStream().toList()) {
                kept = decorator.decorate(kept);
            }
            builder.store(kept);
        }
        addNotifiers(builder, beans, properties);
        listeners.orderedStream().forEach(builder::listener);
        wording.ifAvailable(builder::wording);
        directory.ifAvailable(builder::directory);
        calendars.forEach(builder::calendar);
        properties.apply(builder);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    private static void addNotifiers(
            LastmileBuilder builder, ListableBeanFactory beans, LastmileProperties properties) {
        for (var name : beans.getBeanNamesForType(Notifier.class)) {
            var said = beans.findAnnotationOnBean(name, SendsBy.class);
            var channel = said != null ? said.value() : channel(name);
            builder.notifier(channel, beans.getBean(name, Notifier.class), properties.options(channel));
        }
    }

    /** {@code inAppNotifier} sends by {@code in-app}. */
    static String channel(String beanName) {
        var name = beanName.length() > "Notifier".length() ? beanName.replaceFirst("Notifier$", "") : beanName;
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = "lastmile.background", matchIfMissing = true)
    Background lastmileBackground(Lastmile lastmile) {
        return new Background(lastmile);
    }
}
