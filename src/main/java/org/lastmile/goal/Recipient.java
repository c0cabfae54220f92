package org.lastmile.goal;

import java.time.ZoneId;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A person or team who can be told.
 *
 * <p>Immutable and thread-safe; each {@code withX} gives a new value. The text form shows the id only, so that a person's
 * name and addresses do not slip into a log.
 *
 * @param id chosen by the host, 1 to 200 characters
 * @param name as people call them
 * @param zone where they are; the goal's zone if unknown (rule R4)
 * @param locale the language to write in; the host's if unknown
 * @param addresses by channel
 * @param quietHours when to leave them alone (R8)
 * @param optedOut the channels they do not want (R19)
 */
public record Recipient(
        String id,
        String name,
        @Nullable ZoneId zone,
        @Nullable Locale locale,
        Map<Channel, String> addresses,
        @Nullable QuietHours quietHours,
        Set<Channel> optedOut) {

    /** @throws IllegalArgumentException if the id, the name or an address is blank, too long or has control characters */
    public Recipient {
        Text.id("recipient id", id);
        Text.title("recipient name", name);
        for (var address : addresses.values()) {
            if (address.isBlank() || address.length() > 2_000 || address.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("address of recipient \"" + id
                        + "\" is blank, over 2000 characters, or has control characters; correct it");
            }
        }
        addresses = Collections.unmodifiableMap(new TreeMap<>(addresses));
        optedOut = Collections.unmodifiableSet(new TreeSet<>(optedOut));
    }

    /** Somebody known by id and name. */
    public static Recipient of(String id, String name) {
        return new Recipient(id, name, null, null, Map.of(), null, Set.of());
    }

    public Recipient withName(String newName) {
        return new Recipient(id, newName, zone, locale, addresses, quietHours, optedOut);
    }

    public Recipient withZone(@Nullable ZoneId newZone) {
        return new Recipient(id, name, newZone, locale, addresses, quietHours, optedOut);
    }

    public Recipient withLocale(@Nullable Locale newLocale) {
        return new Recipient(id, name, zone, newLocale, addresses, quietHours, optedOut);
    }

    public Recipient withQuietHours(@Nullable QuietHours newQuietHours) {
        return new Recipient(id, name, zone, locale, addresses, newQuietHours, optedOut);
    }

    /** With that address on that channel. */
    public Recipient withAddress(Channel channel, String address) {
        var changed = new TreeMap<>(addresses);
        changed.put(channel, Objects.requireNonNull(address, "address"));
        return new Recipient(id, name, zone, locale, changed, quietHours, optedOut);
    }

    /** With that address on the channel of that name. */
    public Recipient withAddress(String channel, String address) {
        return withAddress(Channel.of(channel), address);
    }

    /** No longer to be told by that channel. */
    public Recipient withOptOut(Channel channel) {
        var changed = new TreeSet<>(optedOut);
        changed.add(channel);
        return new Recipient(id, name, zone, locale, addresses, quietHours, changed);
    }

    /** The address on that channel, if there is one. */
    public @Nullable String address(Channel channel) {
        return addresses.get(channel);
    }

    /** The id alone. */
    @Override
    public String toString() {
        return "Recipient[" + id + "]";
    }
}
