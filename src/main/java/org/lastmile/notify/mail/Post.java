package org.lastmile.notify.mail;

import jakarta.mail.Address;
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;

/** A host's session with time-outs where it had none, and one conversation with the server over it. Thread-safe. */
final class Post {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");
    private static final int IMPLICIT_TLS = 465;

    private final Session session;
    private final Duration limit;
    private final Line line;

    private Post(Session session, Duration limit, Line line) {
        this.session = session;
        this.limit = limit;
        this.line = line;
    }

    /** The host's session is only read: what is added is added to a copy. */
    static Post over(Session session, Duration limit) {
        var line = new Line();
        var properties = new Properties();
        // Values that are no texts too, such as a host's own socket factory.
        properties.putAll(session.getProperties());
        for (var name : session.getProperties().stringPropertyNames()) {
            properties.putIfAbsent(name, session.getProperty(name));
        }
        for (var protocol : new String[] {"mail.smtp.", "mail.smtps."}) {
            properties.putIfAbsent(protocol + "connectiontimeout", Long.toString(limit.toMillis()));
            properties.putIfAbsent(protocol + "timeout", Long.toString(limit.toMillis()));
            properties.putIfAbsent(protocol + "writetimeout", Long.toString(limit.toMillis()));
            properties.putIfAbsent(protocol + "ssl.checkserveridentity", "true");
            // What the server says to QUIT changes nothing any more.
            properties.putIfAbsent(protocol + "quitwait", "false");
            if (!properties.containsKey(protocol + "socketFactory.class")) {
                properties.putIfAbsent(protocol + "socketFactory", line);
            }
        }
        var copy = Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return session.requestPasswordAuthentication(
                        getRequestingSite(),
                        getRequestingPort(),
                        getRequestingProtocol(),
                        getRequestingPrompt(),
                        getDefaultUserName());
            }
        });
        try {
            for (var provider : session.getProviders()) {
                if (provider.equals(session.getProvider(provider.getProtocol()))) {
                    copy.setProvider(provider);
                }
            }
        } catch (NoSuchProviderException e) {
            throw new IllegalArgumentException("session has a provider it does not know itself; correct it", e);
        }
        return new Post(copy, limit, line);
    }

    /** A session of our own; by TLS, save to this machine. Without a user nobody logs in. */
    static Session session(String host, int port, @Nullable String user, @Nullable String password) {
        var properties = new Properties();
        properties.setProperty("mail.smtp.host", host);
        properties.setProperty("mail.smtp.port", Integer.toString(port));
        if (port == IMPLICIT_TLS) {
            properties.setProperty("mail.smtp.ssl.enable", "true");
        } else {
            properties.setProperty("mail.smtp.starttls.enable", "true");
            properties.setProperty("mail.smtp.starttls.required", Boolean.toString(!LOOPBACK.contains(host)));
        }
        if (user == null) {
            return Session.getInstance(properties);
        }
        properties.setProperty("mail.smtp.auth", "true");
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(user, password);
            }
        });
    }

    SendResult send(Reminder reminder, Writer writer) {
        InternetAddress to;
        try {
            to = Writer.address("address", Objects.requireNonNullElse(reminder.address(), ""));
        } catch (IllegalArgumentException e) {
            return SendResult.permanent("not an address");
        }
        Letter letter;
        try {
            letter = writer.write(reminder, to, session);
        } catch (MessagingException e) {
            return SendResult.temporary("not written: " + e.getClass().getSimpleName());
        }
        line.begin(limit);
        try {
            return converse(letter, to);
        } catch (MessagingException e) {
            return Reply.to(e, letter.stage());
        } finally {
            line.ended();
        }
    }

    private SendResult converse(Letter letter, Address to) throws MessagingException {
        letter.saveChanges();
        var transport = session.getTransport(to);
        try {
            transport.connect();
            letter.isNext();
            transport.sendMessage(letter, new Address[] {to});
            return SendResult.sent();
        } finally {
            hangUp(transport);
        }
    }

    private static void hangUp(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            // What has been said has been said.
        }
    }
}
