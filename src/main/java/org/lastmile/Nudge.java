package org.lastmile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.lastmile.goal.Channel;

/**
 * How somebody is reminded by hand, besides the ladder.
 *
 * <p>Immutable and thread-safe; each method gives a new value.
 */
public final class Nudge {
    private static final int MOST_CHANNELS = 8;
    private static final int LONGEST_TOKEN = 200;

    private final String token;
    private final List<Channel> channels;
    private final boolean urgent;
    private final boolean ignoresQuietHours;

    private Nudge(String token, List<Channel> channels, boolean urgent, boolean ignoresQuietHours) {
        this.token = token;
        this.channels = channels;
        this.urgent = urgent;
        this.ignoresQuietHours = ignoresQuietHours;
    }

    /**
     * A nudge like the ladder's own reminders: by the channels and with the urgency of the participant's rung whose moment came last,
     * or of the first one ahead.
     *
     * @param token what tells it from other nudges of the same people, for example the id of the form that was sent: whoever has been
     *     nudged with it is not nudged with it again
     * @throws IllegalArgumentException if the token is blank or longer than 200 characters
     */
    public static Nudge of(String token) {
        if (token.isBlank() || token.length() > LONGEST_TOKEN) {
            throw new IllegalArgumentException("token has " + token.length() + " characters; give 1 to " + LONGEST_TOKEN
                    + " that are not all blank, others for each nudge");
        }
        return new Nudge(token, List.of(), false, false);
    }

    /** By these channels, tried in this order, instead of the ladder's. */
    public Nudge by(String... names) {
        if (names.length == 0 || names.length > MOST_CHANNELS) {
            throw new IllegalArgumentException("by(…) got " + names.length + " channels; name 1 to " + MOST_CHANNELS);
        }
        var inOrder = Arrays.stream(names).map(Channel::of).distinct().toList();
        return new Nudge(token, inOrder, urgent, ignoresQuietHours);
    }

    /** Ahead of what is not urgent. */
    public Nudge urgent() {
        return new Nudge(token, channels, true, ignoresQuietHours);
    }

    /** Also in the recipient's quiet hours, whose end it would otherwise wait for (rule R8). */
    public Nudge ignoringQuietHours() {
        return new Nudge(token, channels, urgent, true);
    }

    List<Channel> channels() {
        return channels;
    }

    boolean isUrgent() {
        return urgent;
    }

    boolean ignoresQuietHours() {
        return ignoresQuietHours;
    }

    /** The token as it is kept, short enough for the ledger's key: two tokens that meet in it are not to be expected. */
    long code() {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        // The token is the host's own words, and may be a secret of a form or a person's address.
        return "Nudge[" + HexFormat.of().toHexDigits(code()) + "]";
    }
}
