package org.lastmile.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.SendResult.Kind;
import org.lastmile.notify.Sample;
import org.lastmile.notify.Troublemaker;

/** Nothing is sent to a server that cannot show who it is, and nothing in the open where TLS is asked for. */
class MailOverTlsTest {
    private static final Sample GUS = Sample.gus();

    @TempDir
    private Path folder;

    /** How a session of {@link MailNotifier#smtp} is set up for that port, but for the port itself and whom it trusts. */
    private static SendResult send(int likePort, SmtpScript script, @Nullable Certificate trusted) throws Exception {
        try (var server = new Troublemaker(script)) {
            var properties = new Properties();
            // Not this machine's own name, for which STARTTLS is not required.
            properties.putAll(
                    Post.session("smtp.example.org", likePort, null, null).getProperties());
            properties.setProperty("mail.smtp.host", "127.0.0.1");
            properties.setProperty("mail.smtp.port", Integer.toString(server.port()));
            if (trusted != null) {
                properties.put("mail.smtp.ssl.socketFactory", trusted.trusting());
            }
            return MailNotifier.of(Session.getInstance(properties), "Party <party@example.org>")
                    .withTimeout(Duration.ofSeconds(20))
                    .send(GUS.reminder());
        }
    }

    @Test
    void byStartTls() throws Exception {
        var certificate = Certificate.of(folder, "ip:127.0.0.1");
        var script = SmtpScript.offeringTls(certificate);

        assertThat(send(587, script, certificate)).isEqualTo(SendResult.sent());
        assertThat(script.heard).containsSubsequence("EHLO", "STARTTLS", "ENCRYPTED", "EHLO", "MAIL", "RCPT", "DATA");
    }

    @Test
    void byTlsFromTheStart() throws Exception {
        var certificate = Certificate.of(folder, "ip:127.0.0.1");
        var script = SmtpScript.encrypted(certificate);

        assertThat(send(465, script, certificate)).isEqualTo(SendResult.sent());
        assertThat(script.heard).startsWith("EHLO", "MAIL", "RCPT", "DATA").doesNotContain("STARTTLS");
    }

    @Test
    void notToAServerThatHasNoTls() throws Exception {
        var script = new SmtpScript(Map.of());

        assertThat(send(587, script, null).kind()).isEqualTo(Kind.TEMPORARY);
        assertThat(script.heard).contains("EHLO").doesNotContain("MAIL", "RCPT", "DATA");
    }

    @Test
    void notToAServerThatNobodyVouchesFor() throws Exception {
        var certificate = Certificate.of(folder, "ip:127.0.0.1");

        refused(587, SmtpScript.offeringTls(certificate), null);
        refused(465, SmtpScript.encrypted(certificate), null);
    }

    @Test
    void notToAServerOfAnotherName() throws Exception {
        var certificate = Certificate.of(folder, "dns:elsewhere.example.org");

        refused(587, SmtpScript.offeringTls(certificate), certificate);
        refused(465, SmtpScript.encrypted(certificate), certificate);
    }

    private static void refused(int likePort, SmtpScript script, @Nullable Certificate trusted) throws Exception {
        assertThat(send(likePort, script, trusted).kind()).isEqualTo(Kind.TEMPORARY);
        assertThat(script.heard).doesNotContain("MAIL", "RCPT", "DATA");
    }
}
