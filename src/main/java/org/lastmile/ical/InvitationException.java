package org.lastmile.ical;

/**
 * A calendar file, or an event in it, cannot be used. The message is one sentence that names the file, the event and the
 * property, and says what to do about it; it has no address of a person in it.
 */
public final class InvitationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvitationException(String message) {
        super(message);
    }

    InvitationException(String message, Throwable cause) {
        super(message, cause);
    }
}
