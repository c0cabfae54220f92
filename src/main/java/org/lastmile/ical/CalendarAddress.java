package org.lastmile.ical;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Recipient;

/** Turns the address of an attendee or organizer (RFC 5545 section 3.3.3) and its parameters into a recipient. */
final class CalendarAddress {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_ADDRESS = 500;

    private CalendarAddress() {}

    /**
     * Whom the line means. An address without a scheme counts as {@code mailto:}.
     *
     * @param what how a sentence calls the line, without an address: {@code ATTENDEE 3}
     * @throws InvitationException if it has neither an address nor a name, or the address is dangerous
     */
    static Recipient recipient(ContentLine line, String what, Place place) {
        var address = plain(line.value(), what, place);
        var email = line.parameter("EMAIL");
        if (!isMail(address) && email != null) {
            // Calendar servers write paths of their own as address, and the mail address beside it (RFC 7986 section
            // 6.2).
            address = plain(email, what, place);
        }
        var name = said(line, local(address));
        if (name.isEmpty()) {
            throw place.refuse(
                    what + " has neither an address nor a name; write mailto: and an address behind the colon");
        }
        // A writer that knows no address says invalid:nomail for everybody, so the name must tell people apart.
        boolean nobody = address.isEmpty() || address.toLowerCase(Locale.ROOT).startsWith("invalid:");
        var recipient =
                Recipient.of(Attendee.idOf(nobody ? name : address), name).withZone(zone(line, what, place));
        var lower = address.toLowerCase(Locale.ROOT);
        if (isMail(address)) {
            return recipient.withAddress(Channel.EMAIL, address);
        }
        return lower.startsWith("tel:") || lower.startsWith("sms:")
                ? recipient.withAddress(Channel.SMS, address.substring("tel:".length()))
                : recipient;
    }

    /** The name of whom a line means that is not read further: said, or taken from the address, or else what it is called. */
    static String name(ContentLine line, String otherwise) {
        var address = line.value().strip().replaceFirst("(?i)^mailto:", "");
        var name = said(line, local(address));
        return name.isEmpty() ? otherwise : name;
    }

    private static String said(ContentLine line, String otherwise) {
        var said = line.parameter("CN");
        var name = said == null ? "" : ContentLine.oneLine(said, LONGEST_NAME);
        return name.isEmpty() || isMail(name) ? ContentLine.oneLine(otherwise, LONGEST_NAME) : name;
    }

    /** What stands before the at sign of a mail address; all of another address. */
    private static String local(String address) {
        return isMail(address) ? address.substring(0, address.lastIndexOf('@')) : address;
    }

    /** The id of whom a parameter such as DELEGATED-TO means. */
    static @Nullable String id(@Nullable String value, String what, Place place) {
        var address = value == null ? "" : plain(value, what, place);
        return address.isEmpty() ? null : Attendee.idOf(address);
    }

    private static String plain(String value, String what, Place place) {
        var address = value.strip();
        if (address.toLowerCase(Locale.ROOT).startsWith("mailto:")) {
            address = decoded(address.substring("mailto:".length()).replaceFirst("\\?.*", ""))
                    .strip();
        }
        if (address.chars().anyMatch(Character::isISOControl)) {
            throw place.refuse(what + " has a control character in its address; correct it");
        }
        if (address.length() > LONGEST_ADDRESS) {
            throw place.refuse(
                    what + " has an address of " + address.length() + " characters; use at most " + LONGEST_ADDRESS);
        }
        if (address.indexOf('@') != address.lastIndexOf('@') && address.matches(".*[,;].*")) {
            throw place.refuse(what + " has several addresses; write a line for each");
        }
        return address;
    }

    /** Undoes percent-encoding (RFC 6068 section 2), in which a plus sign is a plus sign. */
    private static String decoded(String address) {
        try {
            return URLDecoder.decode(address.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return address; // A percent sign that encodes nothing is part of the address.
        }
    }

    private static boolean isMail(String address) {
        int at = address.lastIndexOf('@');
        return at > 0 && at < address.length() - 1 && address.chars().noneMatch(c -> c == ':' || c == '/' || c <= ' ');
    }

    private static @Nullable ZoneId zone(ContentLine line, String what, Place place) {
        var said = line.parameter("X-LASTMILE-TZ");
        if (said == null || said.isBlank()) {
            return null;
        }
        try {
            return ZoneId.of(said.strip());
        } catch (DateTimeException e) {
            throw place.refuse(
                    what + " has X-LASTMILE-TZ " + Place.shown(said)
                            + ", which is no zone of the IANA database; write one like Europe/Berlin",
                    e);
        }
    }
}
