package org.lastmile.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.lastmile.ChannelOptions;
import org.lastmile.Lastmile;
import org.lastmile.crash.Patience;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.micrometer.Meters;
import org.lastmile.notify.Notifier;
import org.lastmile.store.Store;
import org.lastmile.store.jdbc.JdbcStore;
import org.lastmile.store.memory.MemoryStore;
import org.lastmile.testing.ManualTime;
import org.lastmile.watch.Listener;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ClassUtils;

class LastmileAutoConfigurationTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    MetersAutoConfiguration.class, LastmileAutoConfiguration.class, healthConfiguration()));

    /** That of the Spring Boot which is there; an application finds it by its name. */
    private static Class<?> healthConfiguration() {
        boolean isBoot3 = ClassUtils.isPresent("org.springframework.boot.actuate.health.HealthIndicator", null);
        return isBoot3 ? HealthAutoConfiguration.class : Boot4HealthAutoConfiguration.class;
    }

    private static Goal deal(String id, String channel, Instant due) {
        return Goal.of(id, "Deal")
                .due(Deadline.of(due))
                .finalStep(Step.of("sign", "Sign")
                        .ladder(Ladder.parse("after-start PT0S by " + channel))
                        .participants(Recipient.of("ana", "Ana").withAddress(channel, "ana@example.org")));
    }

    private static JdbcDataSource database(String name) {
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        return database;
    }

    @Test
    void withoutADatabaseItIsInMemory() {
        application.run(context -> {
            assertThat(context).hasSingleBean(Lastmile.class).doesNotHaveBean(Store.class);
            assertThat(context.getBean(Background.class).isRunning()).isTrue();
        });
    }

    @Test
    void itCanBeSwitchedOffWhollyOrInTheBackground() {
        application
                .withPropertyValues("lastmile.enabled=false")
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(Lastmile.class)
                        .doesNotHaveBean(Meters.class)
                        .doesNotHaveBean("lastmileHealthIndicator"));
        application
                .withPropertyValues("lastmile.background=false")
                .run(context ->
                        assertThat(context).hasSingleBean(Lastmile.class).doesNotHaveBean(Background.class));
    }

    /** Each by another way to say its channel. */
    static class Notifiers {
        final List<String> sent = new CopyOnWriteArrayList<>();

        private Notifier saying(String by) {
            return reminder -> {
                sent.add(by + " " + reminder.goalId());
                return SendResult.sent();
            };
        }

        @Bean
        Notifier sms() {
            return saying("sms");
        }

        @Bean
        Notifier inAppNotifier() {
            return saying("in-app");
        }

        @Bean
        @SendsBy("pager")
        Notifier loud() {
            return saying("pager");
        }
    }

    @Test
    void everyNotifierSendsByItsChannel() {
        var time = ManualTime.at(NOON);
        application
                .withUserConfiguration(Notifiers.class)
                .withBean(LastmileCustomizer.class, () -> builder -> builder.time(time))
                .withPropertyValues("lastmile.background=false", "lastmile.served-elsewhere=fax")
                .run(context -> {
                    var lastmile = context.getBean(Lastmile.class);
                    for (var channel : List.of("sms", "in-app", "pager", "fax")) {
                        lastmile.schedule(deal("by-" + channel, channel, NOON.plus(Duration.ofDays(9))));
                    }
                    lastmile.runDue();
                    assertThat(context.getBean(Notifiers.class).sent)
                            .containsExactlyInAnyOrder("sms by-sms", "in-app by-in-app", "pager by-pager");
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> lastmile.schedule(deal("other", "loud", NOON.plus(Duration.ofDays(9)))));
                });
    }

    @Test
    void beansOfTheApplicationComeFirst() {
        var own = Lastmile.builder().build();
        application
                .withBean(Lastmile.class, () -> own)
                .run(context -> assertThat(context.getBean(Lastmile.class)).isSameAs(own));
        var store = MemoryStore.of(() -> NOON);
        application
                .withBean(DataSource.class, () -> database("unused"))
                .withBean(Store.class, () -> store)
                .run(context -> {
                    assertThat(context).doesNotHaveBean(JdbcStore.class);
                    context.getBean(Lastmile.class).schedule(deal("mine", "log", NOON.plus(Duration.ofDays(9))));
                    assertThat(store.goal("mine")).isPresent();
                });
    }

    @Test
    void laddersComeFromTheConfiguration() {
        application
                .withPropertyValues("lastmile.ladders.rsvp=before P3D at 09:00 by email; before PT3H by sms urgent")
                .run(context -> {
                    var ladders = context.getBean(Ladders.class);
                    assertThat(ladders.get("rsvp"))
                            .isEqualTo(Ladder.parse("before P3D at 09:00 by email; before PT3H by sms urgent"));
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> ladders.get("rvsp"))
                            .withMessage("ladder is \"rvsp\"; set lastmile.ladders.rvsp, or use one of [rsvp]");
                });
        application
                .withPropertyValues("lastmile.ladders.rsvp=before breakfast")
                .run(context ->
                        assertThat(context.getStartupFailure()).hasStackTraceContaining("lastmile.ladders.rsvp: "));
    }

    @Test
    void channelsAreServedAsTheConfigurationSays() {
        application
                .withPropertyValues(
                        "lastmile.channels.sms.concurrency=2",
                        "lastmile.channels.sms.rate.sends=5",
                        "lastmile.channels.sms.rate.per=1s",
                        "lastmile.channels.sms.when-unknown=hold")
                .run(context -> {
                    var properties = context.getBean(LastmileProperties.class);
                    // The rest is as the library has it: a text message needs an address.
                    assertThat(properties.options("sms"))
                            .isEqualTo(ChannelOptions.defaultsOf("sms")
                                    .withConcurrency(2)
                                    .withRate(new ChannelOptions.Rate(5, Duration.ofSeconds(1)))
                                    .withDoubt(ChannelOptions.Doubt.HOLD));
                    assertThat(properties.options("email")).isNull();
                });
    }

    @Test
    void whatIsDoneInATransactionComesAboutWithItsCommit() {
        var database = database("deals");
        var heard = new CopyOnWriteArrayList<String>();
        var sent = new CopyOnWriteArrayList<String>();
        application
                .withBean(DataSource.class, () -> database)
                .withBean(Listener.class, () -> event -> heard.add(event.kind() + " " + event.goalId()))
                .withBean("sms", Notifier.class, () -> reminder -> {
                    sent.add(reminder.goalId());
                    return SendResult.sent();
                })
                // So that only a wake-up after the commit can be the reason of a send.
                .withPropertyValues("lastmile.poll=1h", "lastmile.table-prefix=x_")
                .run(context -> {
                    var transactions = new TransactionTemplate(new DataSourceTransactionManager(database));
                    var lastmile = context.getBean(Lastmile.class);
                    var due = Instant.now().plus(Duration.ofDays(9));
                    transactions.executeWithoutResult(status -> {
                        lastmile.schedule(deal("never", "sms", due));
                        status.setRollbackOnly();
                    });
                    assertThat(lastmile.status("never")).isEmpty();
                    transactions.executeWithoutResult(status -> {
                        lastmile.schedule(deal("signed", "sms", due));
                        assertThat(heard).isEmpty();
                    });
                    Patience.until("the commit woke it", () -> sent.contains("signed"));
                    Patience.until("listeners are told", () -> heard.contains("SCHEDULED signed"));
                    assertThat(sent).containsExactly("signed");
                });
    }

    @Test
    void healthIsDownIfSomethingIsDueForTooLong() {
        var time = ManualTime.at(NOON);
        application
                .withBean(LastmileCustomizer.class, () -> builder -> builder.time(time))
                .withPropertyValues("lastmile.background=false", "lastmile.unhealthy-after=5m")
                .run(context -> {
                    var lastmile = context.getBean(Lastmile.class);
                    lastmile.schedule(deal("big", "log", NOON.plus(Duration.ofDays(9))));
                    time.set(NOON.plus(Duration.ofMinutes(5)));
                    assertThat(Healths.of(context)).contains("UP", "oldestDueSeconds=300", "backlog=1");
                    time.set(NOON.plus(Duration.ofMinutes(5)).plusMillis(1));
                    assertThat(Healths.of(context)).contains("DOWN");
                    lastmile.runDue();
                    lastmile.pause("log");
                    assertThat(Healths.of(context)).contains("UP", "oldestDueSeconds=0", "backlog=0", "paused=[log]");
                });
    }

    @Test
    void metersAndHealthNeedTheirLibraries() {
        application
                .withClassLoader(new FilteredClassLoader(
                        "io.micrometer", "org.springframework.boot.actuate", "org.springframework.boot.health"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Lastmile.class)
                        .doesNotHaveBean("lastmileMeters")
                        .doesNotHaveBean("lastmileHealthIndicator"));
        // And a registry.
        application.run(context -> assertThat(context).doesNotHaveBean(Meters.class));
    }

    @Test
    void whatIsNotSetIsAsTheLibraryHasIt() {
        application.run(context -> {
            var properties = context.getBean(LastmileProperties.class);
            assertThat(new Object[] {
                        properties.lease(),
                        properties.poll(),
                        properties.shutdown(),
                        properties.acknowledgedFor(),
                        properties.schema(),
                        properties.schemaName(),
                        properties.tablePrefix(),
                        properties.waitUpTo(),
                        properties.cap()
                    })
                    .containsOnlyNulls();
        });
    }

    @Test
    void aBeansNameIsItsChannel() {
        assertThat(LastmileAutoConfiguration.channel("email")).isEqualTo("email");
        assertThat(LastmileAutoConfiguration.channel("emailNotifier")).isEqualTo("email");
        assertThat(LastmileAutoConfiguration.channel("inAppNotifier")).isEqualTo("in-app");
        assertThat(LastmileAutoConfiguration.channel("Notifier")).isEqualTo("notifier");
    }
}
