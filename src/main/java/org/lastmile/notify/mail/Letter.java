package org.lastmile.notify.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;

/** A message that knows how far it has got on its way, and keeps its id. Used by one thread. */
final class Letter extends MimeMessage {
    /** How far it has got. */
    enum Stage {
        /** No server listens yet. */
        CONNECTING,
        /** Sender and recipient are agreed on. */
        ENVELOPE,
        /** On the line, without the dot that ends it: a server must not take it yet (RFC 5321 section 4.1.1.4). */
        HALF_WAY,
        /** All of it is out of our hands. */
        WHOLE
    }

    private final String messageId;
    private Stage stage = Stage.CONNECTING;

    Letter(Session session, String messageId) {
        super(session);
        this.messageId = messageId;
    }

    Stage stage() {
        return stage;
    }

    /** The server is ready for it. */
    void isNext() {
        stage = Stage.ENVELOPE;
    }

    @Override
    public void writeTo(OutputStream out, String[] ignoreList) throws IOException, MessagingException {
        stage = Stage.HALF_WAY;
        super.writeTo(out, ignoreList);
        stage = Stage.WHOLE;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }
}
