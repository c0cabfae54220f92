package org.lastmile.notify.mail;

import jakarta.mail.Session;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;
import org.lastmile.link.ActionLinks;
import org.lastmile.notify.Enclosure;
import org.lastmile.notify.Notifier;
import org.lastmile.notify.Phrasebooks;

/**
 * Sends each reminder as a mail to {@link Reminder#address()}.
 *
 * <pre>{@code
 * var mail = MailNotifier.of(session, "Summer party <party@example.org>").withLinks(links).withEnclosure(CalendarEntry.create());
 * Lastmile.builder().notifier("email", mail)
 * }</pre>
 *
 * <p>A mail has the reminder's words as text and as HTML, a button for each action where there are {@linkplain #withLinks links}, and
 * the {@linkplain #withEnclosure enclosure}. Its Message-ID is derived from the reminder's id, so that one sent twice is known as one; its Date
 * is the engine's time. {@code Auto-Submitted} (RFC 3834) keeps answering machines quiet, {@code List-Unsubscribe} (RFC 2369) says where to
 * get no more. Titles, names and words cannot add a header, a recipient or markup.
 *
 * <p>Results: sent when the server has taken it; a reply of 4yz, no connection, or one lost before the whole message was out: temporary; 5yz:
 * permanent, save that a refused login is temporary, since it is the host's to correct; no reply after the whole message: unknown. An
 * address that is none is permanent. The detail has the reply's codes, never its words, which often have the address in them.
 *
 * <p>Each mail is one connection. The host's session is only read; where it sets no time-outs (Jakarta Mail waits for ever), a copy has
 * them, and all of a conversation is over after {@link #withTimeout}. Immutable and thread-safe; each {@code withX} gives a new value.
 */
public final class MailNotifier implements Notifier {
    // No exception or subclass of Jakarta Mail is named in here: a JVM that verifies this class would look for it
    // before
    // the check of the library could say what to add.
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

    private final Session hosts;
    private final Post post;
    private final Writer writer;

    private MailNotifier(Session hosts, Post post, Writer writer) {
        this.hosts = hosts;
        this.post = post;
        this.writer = writer;
    }

    /**
     * By that session of the host.
     *
     * @param from the sender, for example {@code Summer party <party@example.org>}
     * @throws IllegalStateException if Jakarta Mail has no implementation on the class path
     * @throws IllegalArgumentException if the sender is no address
     */
    public static MailNotifier of(Session session, String from) {
        Library.check();
        Objects.requireNonNull(session, "session");
        var writer = new Writer(Writer.address("from", from), null, Phrasebooks.standard(), null, null, null, false);
        return new MailNotifier(session, Post.over(session, DEFAULT_TIMEOUT), writer);
    }

    /**
     * By that server, without logging in. By TLS: from the start on port 465, else by STARTTLS, without which nothing is sent, save to this
     * machine itself.
     *
     * @throws IllegalStateException if Jakarta Mail is not on the class path
     * @throws IllegalArgumentException if the sender is no address
     */
    public static MailNotifier smtp(String host, int port, String from) {
        Library.check();
        return of(Post.session(host, port, null, null), from);
    }

    /** By that server, as that user; by TLS, as in {@link #smtp(String, int, String)}. */
    public static MailNotifier smtp(String host, int port, String user, String password, String from) {
        Library.check();
        return of(
                Post.session(
                        host, port, Objects.requireNonNull(user, "user"), Objects.requireNonNull(password, "password")),
                from);
    }

    /** Answers go to that address. */
    public MailNotifier replyingTo(String address) {
        var replyTo = Writer.address("address", address);
        return with(new Writer(
                writer.from(),
                replyTo,
                writer.languages(),
                writer.links(),
                writer.enclosure(),
                writer.unsubscribe(),
                writer.oneClick()));
    }

    /** With a button for each action, by which the recipient answers; an overseer's mail has none. */
    public MailNotifier withLinks(ActionLinks links) {
        Objects.requireNonNull(links, "links");
        return with(new Writer(
                writer.from(),
                writer.replyTo(),
                writer.languages(),
                links,
                writer.enclosure(),
                writer.unsubscribe(),
                writer.oneClick()));
    }

    /**
     * In these languages: those of the wording, so that buttons, and the language that a mail says it is in, are as its text is. English and
     * German unless told, and English for those whose language is not known.
     */
    public MailNotifier withLanguages(Phrasebooks languages) {
        Objects.requireNonNull(languages, "languages");
        return with(new Writer(
                writer.from(),
                writer.replyTo(),
                languages,
                writer.links(),
                writer.enclosure(),
                writer.unsubscribe(),
                writer.oneClick()));
    }

    /** With that along: for example an entry for the calendar, from {@code org.lastmile.ical.CalendarEntry}. */
    public MailNotifier withEnclosure(Enclosure enclosure) {
        Objects.requireNonNull(enclosure, "enclosure");
        return with(new Writer(
                writer.from(),
                writer.replyTo(),
                writer.languages(),
                writer.links(),
                enclosure,
                writer.unsubscribe(),
                writer.oneClick()));
    }

    /** Whoever wants no more goes there; unless told, they write to the sender. */
    public MailNotifier withUnsubscribe(Function<Reminder, URI> where) {
        return withUnsubscribe(where, false);
    }

    /** Whoever wants no more is taken off the list by a POST to that https address, which their mail program makes (RFC 8058). */
    public MailNotifier withOneClickUnsubscribe(Function<Reminder, URI> where) {
        return withUnsubscribe(where, true);
    }

    private MailNotifier withUnsubscribe(Function<Reminder, URI> where, boolean oneClick) {
        Objects.requireNonNull(where, "where");
        return with(new Writer(
                writer.from(),
                writer.replyTo(),
                writer.languages(),
                writer.links(),
                writer.enclosure(),
                where,
                oneClick));
    }

    /**
     * Each conversation with the server is over after that time; 20 s unless told. Keep it under the channel's own time-out.
     *
     * @throws IllegalArgumentException if it is shorter than a millisecond, or longer than a day
     */
    public MailNotifier withTimeout(Duration timeout) {
        if (timeout.toMillis() < 1 || timeout.toDays() >= 1) {
            throw new IllegalArgumentException("timeout is " + timeout + "; use a millisecond to a day");
        }
        return new MailNotifier(hosts, Post.over(hosts, timeout), writer);
    }

    private MailNotifier with(Writer changed) {
        return new MailNotifier(hosts, post, changed);
    }

    @Override
    public SendResult send(Reminder reminder) {
        return post.send(reminder, writer);
    }

    @Override
    public String toString() {
        var from = writer.from().getAddress();
        return "MailNotifier[" + from.substring(from.lastIndexOf('@') + 1) + "]";
    }
}
