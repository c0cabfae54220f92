package org.lastmile.goal;

/**
 * A way to reach a recipient, by name: an open set, for which the host registers notifiers.
 *
 * <p>Immutable and thread-safe.
 *
 * @param name 1 to 60 characters out of {@code a-z 0-9 - _ .}
 */
public record Channel(String name) implements Comparable<Channel> {
    public static final Channel EMAIL = new Channel("email");
    public static final Channel SMS = new Channel("sms");
    public static final Channel WEBHOOK = new Channel("webhook");
    public static final Channel LOG = new Channel("log");

    /** @throws IllegalArgumentException if the name has other characters or another length */
    public Channel {
        Text.word("channel", name);
    }

    /** The channel of that name. */
    public static Channel of(String name) {
        return new Channel(name);
    }

    @Override
    public int compareTo(Channel other) {
        return name.compareTo(other.name);
    }

    /** The bare name. */
    @Override
    public String toString() {
        return name;
    }
}
