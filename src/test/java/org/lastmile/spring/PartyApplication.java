package org.lastmile.spring;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.mail.Session;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Properties;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.lastmile.Lastmile;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Step;
import org.lastmile.link.ActionLinks;
import org.lastmile.notify.mail.MailNotifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** A whole application: it invites Gus by mail, with buttons, and keeps what comes of it in its database. */
@SpringBootConfiguration
@EnableAutoConfiguration
class PartyApplication {
    @Bean
    DataSource dataSource() {
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:party;DB_CLOSE_DELAY=-1");
        return database;
    }

    @Bean
    MeterRegistry meterRegistry() {
        return new SimpleMeterRegistry();
    }

    @Bean
    ActionLinks links() {
        return ActionLinks.at(URI.create("https://example.org/answer"), new byte[32]);
    }

    @Bean
    MailNotifier emailNotifier(ActionLinks links, @Value("${smtp.port}") String port) {
        var properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", port);
        return MailNotifier.of(Session.getInstance(properties), "Summer party <party@example.org>")
                .withLinks(links);
    }

    @Bean
    ApplicationRunner invite(Lastmile lastmile, Ladders ladders) {
        return arguments -> lastmile.schedule(Goal.of("summer-party", "Summer party")
                .due(Deadline.of(Instant.now().plus(9, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS)))
                .finalStep(Step.of("rsvp", "Reply to the invitation")
                        .ladder(ladders.get("rsvp"))
                        .participants(Recipient.of("gus", "Gus").withAddress("email", "gus@example.org"))));
    }
}
