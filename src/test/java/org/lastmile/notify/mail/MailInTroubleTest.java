package org.lastmile.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.SendResult.Kind;
import org.lastmile.notify.Sample;
import org.lastmile.notify.Troublemaker;

/** Against servers that refuse, hang, drip and drop the line: a send ends, and says what is known. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class MailInTroubleTest {
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Sample GUS = Sample.gus();

    private static SendResult send(Map<String, String> replies, Duration timeout) throws Exception {
        return send(replies, timeout, GUS);
    }

    private static SendResult send(Map<String, String> replies, Duration timeout, Sample sample) throws Exception {
        try (var server = new Troublemaker(new SmtpScript(replies))) {
            return notifier(server.port()).withTimeout(timeout).send(sample.reminder());
        }
    }

    private static MailNotifier notifier(int port) {
        var properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", Integer.toString(port));
        return MailNotifier.of(Session.getInstance(properties), "Party <party@example.org>");
    }

    @Test
    void theScriptItselfTakesMail() throws Exception {
        assertThat(send(Map.of(), LONG)).isEqualTo(SendResult.sent());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "MAIL, 451 4.7.1 greylisted, TEMPORARY, 451 4.7.1",
        "MAIL, 550 5.7.1 sender refused, PERMANENT, 550 5.7.1",
        "MAIL, 530 5.7.0 log in first, TEMPORARY, 530 5.7.0",
        "RCPT, 450 4.2.1 <gus@example.org> is busy, TEMPORARY, 450 4.2.1",
        "RCPT, 550 5.1.1 <gus@example.org> is nobody, PERMANENT, 550 5.1.1",
        "RCPT, 554 no, PERMANENT, 554",
        "DATA, 452 4.3.1 no room, TEMPORARY, 452 4.3.1",
        "DATA, 554 5.6.0 not from you, PERMANENT, 554 5.6.0",
        "DOT, 421 4.3.2 going down, TEMPORARY, 421 4.3.2",
        "DOT, 552 5.3.4 too large for gus@example.org, PERMANENT, 552 5.3.4",
        "GREETING, 554 not today, TEMPORARY, 554",
        "GREETING, 421 too many, TEMPORARY, 421",
    })
    void aReplyMeans(String moment, String reply, Kind kind, String detail) throws Exception {
        var result = send(Map.of(moment, reply), LONG);
        assertThat(result.kind()).isEqualTo(kind);
        if (!moment.equals("GREETING")) {
            assertThat(result.detail()).isEqualTo(detail);
        }
        assertThat(result.detail()).doesNotContain("gus", "example");
    }

    @ParameterizedTest(name = "{1} at {0}")
    @CsvSource({
        "GREETING, DROP, TEMPORARY",
        "EHLO, HANG, TEMPORARY",
        "GREETING, HANG, TEMPORARY",
        "GREETING, DRIP, TEMPORARY",
        "MAIL, HANG, TEMPORARY",
        "MAIL, DROP, TEMPORARY",
        "RCPT, HANG, TEMPORARY",
        "RCPT, DRIP, TEMPORARY",
        "RCPT, DROP, TEMPORARY",
        "DATA, HANG, TEMPORARY",
        "DATA, DROP, TEMPORARY",
        "DOT, HANG, UNKNOWN",
        "DOT, DRIP, UNKNOWN",
        "DOT, DROP, UNKNOWN",
    })
    void aServerThatDoesNotReply(String moment, String deed, Kind kind) throws Exception {
        assertThat(send(Map.of(moment, deed), deed.equals("DROP") ? LONG : SHORT)
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void aLineThatIsLostInTheMiddleOfTheDataIsTemporary() throws Exception {
        // More than all buffers on the way hold, so that the loss is noticed before the final dot.
        var tome = GUS.saying("Long", "x".repeat(79).concat("\n").repeat(400_000));
        assertThat(send(Map.of("HALFWAY", "DROP"), LONG, tome).kind()).isEqualTo(Kind.TEMPORARY);
    }

    @Test
    void whatTheServerSaysToQuitChangesNothing() throws Exception {
        assertThat(send(Map.of("QUIT", "HANG"), LONG)).isEqualTo(SendResult.sent());
        assertThat(send(Map.of("QUIT", "DROP"), LONG)).isEqualTo(SendResult.sent());
    }

    @Test
    void nobodyThereIsTemporary() throws Exception {
        int port;
        try (var server = new Troublemaker(Troublemaker::hang)) {
            port = server.port();
        }
        var result = notifier(port).send(GUS.reminder());
        assertThat(result.kind()).isEqualTo(Kind.TEMPORARY);
    }

    @Test
    void aServerWithoutTlsGetsNothingUnlessItIsThisMachine() throws Exception {
        var script = new SmtpScript(Map.of());
        try (var server = new Troublemaker(script)) {
            // The same server, by a name that is not known for this machine's.
            var elsewhere = MailNotifier.smtp("127.1", server.port(), "party@example.org");
            assertThat(elsewhere.withTimeout(LONG).send(GUS.reminder()).kind()).isEqualTo(Kind.TEMPORARY);
            assertThat(script.heard).contains("EHLO").doesNotContain("MAIL", "RCPT", "DATA");
            var here = MailNotifier.smtp("127.0.0.1", server.port(), "party@example.org");
            assertThat(here.withTimeout(LONG).send(GUS.reminder())).isEqualTo(SendResult.sent());
        }
    }
}
