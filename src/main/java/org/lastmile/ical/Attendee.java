package org.lastmile.ical;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Recipient;

/**
 * Somebody who is invited (RFC 5545 section 3.8.4.1): who they are, and what they have answered so far.
 *
 * <p>Immutable and thread-safe. The text form shows the id only.
 *
 * @param recipient whom to tell; its zone is that of the parameter {@code X-LASTMILE-TZ}, if the file has it
 * @param reply the parameter {@code PARTSTAT}
 * @param role the parameter {@code ROLE}
 * @param kind the parameter {@code CUTYPE}
 * @param delegateId the id of the attendee to whom it was delegated (parameter {@code DELEGATED-TO}), if it was
 */
public record Attendee(
        Recipient recipient,
        Reply reply,
        Role role,
        Kind kind,
        @Nullable String delegateId) {
    /** What an attendee has answered. Values of {@code PARTSTAT} that are unknown count as no answer. */
    public enum Reply {
        NEEDS_ACTION,
        ACCEPTED,
        DECLINED,
        TENTATIVE,
        /** Somebody else is to answer instead. */
        DELEGATED
    }

    /** How much an attendee is wanted. Who is informed only ({@code NON-PARTICIPANT}) is no attendee here. */
    public enum Role {
        CHAIR,
        REQUIRED,
        OPTIONAL
    }

    /** What an attendee is. Rooms and resources are no attendees here. */
    public enum Kind {
        INDIVIDUAL,
        GROUP,
        UNKNOWN
    }

    public Attendee {
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(reply, "reply");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(kind, "kind");
    }

    /**
     * The id of an attendee with that address, so that an answer that comes in by mail finds its follow-up: a digest of the
     * address in lower case and without {@code mailto:}. Not the address itself, since ids are logged and handed to
     * other systems.
     *
     * @return {@code attendee-} and 16 hexadecimal digits
     * @throws IllegalArgumentException if the address is blank
     */
    public static String idOf(String address) {
        var plain = address.strip().toLowerCase(Locale.ROOT);
        if (plain.startsWith("mailto:")) {
            plain = plain.substring("mailto:".length()).strip();
        }
        if (plain.isEmpty()) {
            throw new IllegalArgumentException("address is blank; give the address of an attendee");
        }
        return "attendee-" + digest(plain);
    }

    /** 16 hexadecimal digits of a text: few enough to read, so many that 10,000 people do not collide. */
    static String digest(String text) {
        try {
            var bytes = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    public String id() {
        return recipient.id();
    }

    /** The parameter {@code CN}; without it, the part of the address before the {@code @}. */
    public String name() {
        return recipient.name();
    }

    /** The mail address, without {@code mailto:} and in the file's own spelling, if there is one. */
    public @Nullable String address() {
        return recipient.address(Channel.EMAIL);
    }

    @Override
    public String toString() {
        return "Attendee[" + id() + "]";
    }
}
