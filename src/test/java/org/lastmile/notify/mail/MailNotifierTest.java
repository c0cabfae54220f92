package org.lastmile.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import net.fortuna.ical4j.data.CalendarBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.SendResult.Kind;
import org.lastmile.goal.StillOpen;
import org.lastmile.ical.CalendarEntry;
import org.lastmile.link.Action;
import org.lastmile.link.ActionLinks;
import org.lastmile.notify.Phrasebooks;
import org.lastmile.notify.Sample;

/** Against a real SMTP server: what arrives, and that nothing in it can be slipped in. */
class MailNotifierTest {
    private static final Sample GUS = Sample.gus();
    private static final ActionLinks LINKS = ActionLinks.at(
            URI.create("https://example.org/answer"),
            "an example key of just 32 bytes!".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private MailNotifier mail;

    @BeforeEach
    void start() {
        server.start();
        mail = MailNotifier.of(session(), "Summer party <party@example.org>");
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Session session() {
        var properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty(
                "mail.smtp.port", Integer.toString(server.getSmtp().getPort()));
        return Session.getInstance(properties);
    }

    private MimeMessage received(MailNotifier by, Reminder reminder) throws Exception {
        assertThat(by.send(reminder)).isEqualTo(SendResult.sent());
        var all = server.getReceivedMessages();
        return all[all.length - 1];
    }

    private static String text(MimeMessage message, int part) throws Exception {
        return ((MimeMultipart) message.getContent())
                .getBodyPart(part)
                .getContent()
                .toString();
    }

    @Test
    void hasTheWordsAsTextAndAsAPage() throws Exception {
        var message = received(mail, GUS.reminder());
        assertThat(message.getSubject()).isEqualTo("Summer party: Reply to the invitation");
        assertThat(message.getContentType()).startsWith("multipart/alternative");
        assertThat(text(message, 0).lines())
                .containsExactlyElementsOf(GUS.reminder().text().lines().toList());
        assertThat(text(message, 1))
                .contains(
                        "<html lang=\"en\">",
                        "<p dir=\"auto\">Summer party: Reply to the invitation is due on Saturday, 4 July 2026, 19:00 (Europe/Berlin), in 3 days.</p>",
                        "<p dir=\"auto\">This is reminder 2.</p>");
        assertThat(((MimeMultipart) message.getContent()).getCount()).isEqualTo(2);
    }

    @Test
    void hasTheHeadersOfAGoodGuest() throws Exception {
        var message = received(mail, GUS.reminder());
        assertThat(message.getFrom()).containsExactly(new InternetAddress("Summer party <party@example.org>"));
        assertThat(message.getAllRecipients()).extracting(Address::toString).containsExactly("Gus <gus@example.org>");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getHeader("List-Unsubscribe"))
                .containsExactly("<mailto:party@example.org?subject=unsubscribe>");
        assertThat(message.getHeader("List-Unsubscribe-Post")).isNull();
        assertThat(message.getHeader("Content-Language")).containsExactly("en");
        assertThat(message.getSentDate()).isEqualTo(Date.from(Sample.NOW));
    }

    @Test
    void aSecondAttemptIsKnownAsTheSameMail() throws Exception {
        var first = received(mail, GUS.reminder()).getMessageID();
        assertThat(first).matches("<lastmile\\.[0-9a-f]{40}@example\\.org>");
        assertThat(received(mail, GUS.at(Sample.NOW.plusSeconds(90)).reminder()).getMessageID())
                .isEqualTo(first);
        assertThat(received(mail, GUS.inEpoch(1)).getMessageID()).isNotEqualTo(first);
    }

    @Test
    void hasAButtonForEachActionInTheReadersLanguage() throws Exception {
        var german = GUS.to(GUS.recipient().withLocale(Locale.GERMAN)).reminder();
        var message = received(mail.withLinks(LINKS), german);
        var done = LINKS.link(german, Action.DONE).toString();
        assertThat(text(message, 0)).contains("\r\n\r\nErledigt: " + done + "\r\nAbsagen: https://");
        assertThat(text(message, 1))
                .contains("href=\"" + done + "\">Erledigt</a>", ">Später erinnern</a>", "<html lang=\"de\">");
        assertThat(message.getHeader("Content-Language")).containsExactly("de");
    }

    @Test
    void theLanguageForTheOthersIsThatOfItsPhrasebooks() throws Exception {
        var german = mail.withLinks(LINKS).withLanguages(Phrasebooks.standard().withLocale(Locale.GERMAN));
        var message = received(german, GUS.reminder());
        assertThat(text(message, 0)).contains("\r\n\r\nErledigt: https://");
        assertThat(text(message, 1)).contains(">Absagen</a>", "<html lang=\"de\">");
        assertThat(message.getHeader("Content-Language")).containsExactly("de");
    }

    @Test
    void anOverseerHasNoButtonsAndNoEntry() throws Exception {
        var open = List.of(new StillOpen(Recipient.of("ben", "Ben <b>"), 2, Sample.NOW));
        var message = received(mail.withLinks(LINKS).withEnclosure(CalendarEntry.create()), GUS.about(open, 1));
        assertThat(text(message, 0)).contains("Ben <b> (reminded twice)").doesNotContain("https://");
        assertThat(text(message, 1)).contains("Ben &lt;b&gt; (reminded twice)").doesNotContain("https://");
    }

    @Test
    void anEntryForTheCalendarGoesAlong() throws Exception {
        var message = received(mail.withEnclosure(CalendarEntry.create()), GUS.reminder());
        assertThat(message.getContentType()).startsWith("multipart/mixed");
        var part = ((MimeMultipart) message.getContent()).getBodyPart(1);
        assertThat(part.getContentType()).startsWith("text/calendar").contains("UTF-8");
        assertThat(part.getFileName()).isEqualTo("reminder.ics");
        var text = new String(part.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(new CalendarBuilder()
                        .build(new StringReader(text))
                        .validate()
                        .hasErrors())
                .isFalse();
    }

    @Test
    void saysWhereToGetNoMore() throws Exception {
        var where = URI.create("https://example.org/stop?who=1&what=2");
        var message = received(mail.withOneClickUnsubscribe(reminder -> where), GUS.reminder());
        assertThat(message.getHeader("List-Unsubscribe")).containsExactly("<" + where + ">");
        assertThat(message.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        assertThat(text(message, 1)).contains("href=\"https://example.org/stop?who=1&amp;what=2\"");
        assertThat(received(mail.withUnsubscribe(reminder -> where), GUS.reminder())
                        .getHeader("List-Unsubscribe-Post"))
                .isNull();
    }

    @Test
    void answersGoWhereTheHostSays() throws Exception {
        var message = received(mail.replyingTo("Ana <ana@example.org>"), GUS.reminder());
        assertThat(message.getReplyTo()).extracting(Address::toString).containsExactly("Ana <ana@example.org>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Party\r\nBcc: eve@example.org",
                "Party\nBcc: eve@example.org\n\nA body of its own",
                "Party\rBcc: eve@example.org",
                "Party\u2028Bcc: eve@example.org",
                "Party\u2029Bcc: eve@example.org",
                "Party\u0085Bcc: eve@example.org",
                "\"Party\" <eve@example.org>, '; <script>alert(1)</script>",
                "=?UTF-8?Q?Party=0D=0ABcc:_eve@example.org?=",
                "\u202EPARTY\u202C \u05de\u05e1\u05d9\u05d1\u05d4",
                "Party\0\u0007\u001b[31m",
                "Party 🎉 ünïcödé",
            })
    void aSubjectIsOneHeaderWhateverAWordingSays(String subject) throws Exception {
        // A wording of the host's own is not as careful as ours.
        var careless = GUS.saying(subject, subject + "\nSee you");
        var message = received(mail.withLinks(LINKS), careless.reminder());
        assertThat(message.getHeader("Subject")).hasSize(1);
        assertThat(message.getHeader("Bcc")).isNull();
        assertThat(message.getAllRecipients()).hasSize(1);
        assertThat(message.getSubject()).doesNotContain("\r", "\n", "\u2028", "\u2029", "\u0085", "\0");
        assertThat(headers(message))
                .containsExactlyInAnyOrderElementsOf(headers(received(mail.withLinks(LINKS), GUS.reminder())));
        assertThat(text(message, 0)).contains("See you");
        assertThat(text(message, 1)).doesNotContain("<script", "\0", "\u001b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Gus\u2028Bcc: eve@example.org",
                "Gus\" <eve@example.org>, \"x",
                "Gus <eve@example.org>",
                "Gus, eve@example.org",
                "=?UTF-8?Q?Gus=0D=0ABcc:_eve@example.org?=",
                "(Gus) \\ 'x' ; :",
                "\u202Egro.elpmaxe@sug\u202C",
                "Гус 🎉",
            })
    void aNameIsNoAddress(String name) throws Exception {
        var message = received(mail, GUS.to(GUS.recipient().withName(name)).reminder());
        assertThat(message.getAllRecipients()).hasSize(1);
        assertThat(((InternetAddress) message.getRecipients(Message.RecipientType.TO)[0]).getAddress())
                .isEqualTo("gus@example.org");
        assertThat(message.getHeader("Bcc")).isNull();
        assertThat(headers(message)).containsExactlyInAnyOrderElementsOf(headers(received(mail, GUS.reminder())));
    }

    private static List<String> headers(MimeMessage message) throws Exception {
        return Collections.list(message.getAllHeaders()).stream()
                .map(header -> header.getName())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gus",
                "gus@",
                "@example.org",
                "gus@example.org, eve@example.org",
                "gus@example.org>RCPT TO:<eve@example.org",
                "gus example.org",
                "\u2028@x"
            })
    void anAddressThatIsNoneIsPermanentAndNotRepeated(String address) throws Exception {
        var result = mail.send(
                GUS.to(GUS.recipient().withAddress(Channel.EMAIL, address)).reminder());
        assertThat(result).isEqualTo(SendResult.permanent("not an address"));
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void logsInAsTheUserAndARefusedLoginIsTheHostsToCorrect() throws Exception {
        server.setUser("party@example.org", "party", "right");
        server.getManagers().getUserManager().setAuthRequired(true);
        int port = server.getSmtp().getPort();
        assertThat(MailNotifier.smtp("127.0.0.1", port, "party", "right", "party@example.org")
                        .send(GUS.reminder()))
                .isEqualTo(SendResult.sent());
        assertThat(MailNotifier.smtp("127.0.0.1", port, "party", "wrong", "party@example.org")
                        .send(GUS.reminder())
                        .kind())
                .isEqualTo(Kind.TEMPORARY);
    }

    @Test
    void theHostsSessionIsOnlyRead() throws Exception {
        var session = session();
        var before = new Properties();
        before.putAll(session.getProperties());
        received(MailNotifier.of(session, "party@example.org").withTimeout(Duration.ofSeconds(30)), GUS.reminder());
        assertThat(session.getProperties()).isEqualTo(before);
    }

    @Test
    void refusesASenderThatIsNoAddress() {
        for (var from : List.of("", "party", "a@example.org, b@example.org", "x\r\nBcc: y@example.org")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MailNotifier.of(session(), from))
                    .withMessageStartingWith("from has ")
                    .withMessageNotContaining("\r");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mail.withTimeout(Duration.ZERO))
                .withMessageContaining("timeout is PT0S");
        assertThat(mail).hasToString("MailNotifier[example.org]");
    }
}
