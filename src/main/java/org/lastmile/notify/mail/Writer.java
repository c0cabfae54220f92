package org.lastmile.notify.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Reminder;
import org.lastmile.link.Action;
import org.lastmile.link.ActionLinks;
import org.lastmile.notify.Enclosure;
import org.lastmile.notify.Phrasebook;
import org.lastmile.notify.Phrasebooks;

/**
 * Makes letters out of reminders.
 *
 * @param from the sender
 * @param replyTo where answers go; {@code null} for the sender
 * @param languages of the buttons
 * @param links by which the recipient answers
 * @param enclosure what goes along
 * @param unsubscribe where to go to get no more; {@code null} for a mail to the sender
 * @param oneClick whether a POST there is enough (RFC 8058)
 */
record Writer(
        InternetAddress from,
        @Nullable InternetAddress replyTo,
        Phrasebooks languages,
        @Nullable ActionLinks links,
        @Nullable Enclosure enclosure,
        @Nullable Function<Reminder, URI> unsubscribe,
        boolean oneClick) {
    private static final String UTF_8 = "UTF-8";

    /** Controls, separators of lines, and what nobody sees. */
    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    Letter write(Reminder reminder, InternetAddress to, Session session) throws MessagingException {
        var letter = new Letter(session, messageId(reminder));
        letter.setFrom(from);
        letter.setRecipient(Message.RecipientType.TO, named(to, reminder));
        if (replyTo != null) {
            letter.setReplyTo(new InternetAddress[] {replyTo});
        }
        letter.setSubject(oneLine(reminder.subject()), UTF_8);
        letter.setSentDate(Date.from(reminder.course().attemptedAt()));
        var phrases = languages.in(reminder.recipient().locale());
        letter.setHeader("Content-Language", phrases.locale().toLanguageTag());
        // RFC 3834: so that nobody's answering machine answers.
        letter.setHeader("Auto-Submitted", "auto-generated");
        var unsubscribeAt = unsubscribeAt(reminder);
        letter.setHeader("List-Unsubscribe", "<" + unsubscribeAt + ">");
        if (oneClick) {
            letter.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        if (reminder.isUrgent()) {
            letter.setHeader("Importance", "high");
        }
        letter.setContent(content(reminder, phrases, unsubscribeAt));
        return letter;
    }

    private Multipart content(Reminder reminder, Phrasebook phrases, String unsubscribeAt) throws MessagingException {
        var buttons = buttons(reminder, phrases);
        var text = new StringBuilder(reminder.text());
        buttons.forEach(button -> text.append(text.indexOf("\n\n") < 0 ? "\n\n" : "\n")
                .append(button.label())
                .append(": ")
                .append(button.address()));
        var unsubscribeButton = new Page.Button(phrases.say("unsubscribe"), unsubscribeAt);
        var page = Page.of(reminder.subject(), reminder.text(), buttons, unsubscribeButton, phrases.locale());
        var words = new MimeMultipart("alternative", part(text.toString(), "plain"), part(page, "html"));
        var document = enclosure == null ? null : enclosure.of(reminder);
        if (document == null) {
            return words;
        }
        var first = new MimeBodyPart();
        first.setContent(words);
        var second = part(document.text(), document.mediaType().substring("text/".length()));
        second.setDisposition(Part.ATTACHMENT);
        second.setFileName(document.fileName());
        return new MimeMultipart("mixed", first, second);
    }

    private List<Page.Button> buttons(Reminder reminder, Phrasebook phrases) {
        var buttons = new ArrayList<Page.Button>();
        if (links != null && !reminder.isForOverseer()) {
            for (var action : Action.values()) {
                buttons.add(new Page.Button(
                        phrases.say(action.phrase()),
                        links.link(reminder, action).toASCIIString()));
            }
        }
        return buttons;
    }

    private String unsubscribeAt(Reminder reminder) {
        return unsubscribe == null
                ? "mailto:" + from.getAddress() + "?subject=unsubscribe"
                : unsubscribe.apply(reminder).toASCIIString();
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        var part = new MimeBodyPart();
        part.setText(text.replaceAll("\r\n?|\n", "\r\n"), UTF_8, subtype);
        return part;
    }

    private static InternetAddress named(InternetAddress to, Reminder reminder) throws MessagingException {
        try {
            return new InternetAddress(
                    to.getAddress(), oneLine(reminder.recipient().name()), UTF_8);
        } catch (UnsupportedEncodingException e) {
            throw new MessagingException("every Java platform has UTF-8", e);
        }
    }

    /** A header is one line, whoever wrote the words, and is shown as it was written: no encoded word (RFC 2047) of theirs. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cs}\u2028\u2029]+", " ")
                .replace("=?", "= ?")
                .strip();
    }

    /** @throws IllegalArgumentException if it is not one address, perhaps with a name */
    static InternetAddress address(String argument, String text) {
        try {
            var address = new InternetAddress(Objects.requireNonNull(text, argument), true);
            if (address.getAddress().indexOf('@') < 1 || HIDDEN.matcher(text).find()) {
                throw new AddressException("no address");
            }
            return address;
        } catch (AddressException e) {
            throw new IllegalArgumentException(
                    // What is wrong may be an address all the same, and this goes into logs.
                    argument + " has " + text.length()
                            + " characters that are not one address; give one like Summer party <party@example.org>");
        }
    }

    /** The same at every attempt, so that a mailbox that gets it twice shows it once; without the ids themselves. */
    private String messageId(Reminder reminder) {
        var address = from.getAddress();
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(reminder.id().getBytes(StandardCharsets.UTF_8));
            return "<lastmile." + HexFormat.of().formatHex(Arrays.copyOf(hash, 20))
                    + address.substring(address.lastIndexOf('@')) + ">";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
