package org.lastmile.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.mail.internet.MimeMultipart;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.lastmile.Lastmile;
import org.lastmile.LinkAnswer;
import org.lastmile.crash.Patience;
import org.lastmile.link.ActionLinks;
import org.lastmile.link.Reading;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;

/** The application from its start to its end, as Gus and its operator see it. */
class PartyApplicationTest {
    private static final Pattern DONE = Pattern.compile("Done: https://example\\.org/answer\\?t=(\\S+)");

    @Test
    void invitesIsAnsweredAndShowsHowItFares() throws Exception {
        var smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        smtp.start();
        var application = new SpringApplication(PartyApplication.class);
        Lastmile lastmile;
        application.setWebApplicationType(WebApplicationType.NONE);
        try (var context = application.run(
                "--smtp.port=" + smtp.getSmtp().getPort(),
                "--lastmile.ladders.rsvp=after-start PT0S by email; before P1D by email")) {
            lastmile = context.getBean(Lastmile.class);
            var registry = context.getBean(MeterRegistry.class);

            assertThat(smtp.waitForIncomingEmail(60_000, 1)).isTrue();
            var sent = registry.counter("lastmile.reminders", "channel", "email", "result", "sent", "reason", "none");
            Patience.until("it is known to be sent", () -> sent.count() == 1);
            var content = (MimeMultipart) smtp.getReceivedMessages()[0].getContent();
            var link = DONE.matcher(content.getBodyPart(0).getContent().toString());
            assertThat(link.find()).isTrue();
            var reading = context.getBean(ActionLinks.class).read(link.group(1), Instant.now());
            assertThat(lastmile.act(((Reading.Genuine) reading).ticket()).kind())
                    .isEqualTo(LinkAnswer.Kind.TAKEN);

            Patience.until(
                    "the meters have heard",
                    () -> registry.counter("lastmile.answers", "outcome", "done")
                                    .count()
                            == 1);
            assertThat(registry.timer("lastmile.store", "operation", "claim").count())
                    .isPositive();
            Patience.until(
                    "all is dealt with",
                    () -> registry.get("lastmile.backlog").gauge().value() == 0);
            assertThat(Healths.of(context)).contains("UP", "backlog=0", "resting=[]");
            assertThat(lastmile.report("summer-party")
                            .orElseThrow()
                            .steps()
                            .get(0)
                            .people()
                            .inTime())
                    .isEqualTo(1);
        } finally {
            smtp.stop();
        }
        // It ended with its context.
        assertThatIllegalStateException().isThrownBy(lastmile::start).withMessageContaining("closed");
    }
}
