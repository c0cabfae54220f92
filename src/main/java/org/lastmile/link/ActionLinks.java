package org.lastmile.link;

import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Reminder;
import org.lastmile.link.Reading.Refusal;

/**
 * Makes links by which a recipient answers a reminder with one click, and reads them again.
 *
 * <pre>{@code
 * var links = ActionLinks.at(URI.create("https://example.org/answer"), key).validFor(Duration.ofDays(7));
 * var link = links.link(reminder, Action.DONE);                  // into the message
 * var reading = links.read(token, Instant.now());               // GET: lastmile.look(…), a page with a button
 * if (reading instanceof Reading.Genuine genuine) {
 *     lastmile.act(genuine.ticket());                            // POST: only now
 * }
 * }</pre>
 *
 * <p>Scanners of mail and previews of chats follow links, so a GET must never act; {@code org.lastmile.Lastmile#act} is a call of its own.
 * Whoever has a link can give the answer: it is a bearer token, like an invitation on paper. Serve the page by https with
 * {@code Referrer-Policy: no-referrer}.
 *
 * <p>A token is 96 characters out of {@code A-Z a-z 0-9 - _}. It holds the numbers of the follow-up in the store, its epoch, the action, the
 * expiry, a keyed pseudonym of goal, step and recipient, and an HMAC-SHA-256 (RFC 2104) over all of it: no id, name or address. To
 * change the key, make a new one the first and keep the old one {@linkplain #accepting accepted} until its tokens have expired.
 *
 * <p>Reads no clock. Immutable and thread-safe; each method that changes something gives a new value. The text form has no key.
 */
public final class ActionLinks {
    static final Duration DEFAULT_SNOOZE = Duration.ofDays(1);
    private static final Duration DEFAULT_VALIDITY = Duration.ofDays(14);
    private static final byte VERSION = 1;
    private static final int CONTENT_LENGTH = 1 + Key.NAME_LENGTH + 1 + 8 + 2 + 4 + 4 + 4 + 4 + Key.HOLDER_LENGTH;
    private static final int LENGTH = CONTENT_LENGTH + Key.SIGNATURE_LENGTH;
    private static final int CHARACTERS = LENGTH / 3 * 4;
    private static final long MOST_MINUTES = 0xFFFF_FFFFL;

    private final URI page;
    private final List<Key> keys;
    private final Duration validity;
    private final Duration snooze;

    private ActionLinks(URI page, List<Key> keys, Duration validity, Duration snooze) {
        this.page = page;
        this.keys = List.copyOf(keys);
        this.validity = validity;
        this.snooze = snooze;
    }

    /**
     * Links to that page of the host, signed with that key. They are valid for 14 days after the deadline, and a snooze is for a day.
     *
     * @param page absolute, {@code https} (or {@code http}, for tests); the token is added to its query as {@code t}
     * @param key 32 bytes or more, out of a random generator; the same on every node
     * @throws IllegalArgumentException if the page is none, or the key is short
     */
    public static ActionLinks at(URI page, byte[] key) {
        boolean web = "https".equalsIgnoreCase(page.getScheme()) || "http".equalsIgnoreCase(page.getScheme());
        if (!web || page.getHost() == null || page.getRawFragment() != null) {
            // Not the whole of it: user, path and query may hold a secret.
            throw new IllegalArgumentException("page is at host " + page.getHost() + " with scheme " + page.getScheme()
                    + (page.getRawFragment() == null ? "" : " and has a fragment")
                    + "; give one like https://example.org/answer, without a fragment");
        }
        return new ActionLinks(page, List.of(Key.of(key)), DEFAULT_VALIDITY, DEFAULT_SNOOZE);
    }

    /** Reads tokens signed with that older key, too. */
    public ActionLinks accepting(byte[] olderKey) {
        var changed = new ArrayList<>(keys);
        changed.add(Key.of(olderKey));
        return new ActionLinks(page, changed, validity, snooze);
    }

    /** Valid for so long after the deadline, or after the send where that is later; to the minute. */
    public ActionLinks validFor(Duration newValidity) {
        return new ActionLinks(page, keys, minutes("validFor", newValidity), snooze);
    }

    /** A snooze is for so long from the click, at most to the deadline; to the minute. */
    public ActionLinks snoozingFor(Duration newSnooze) {
        return new ActionLinks(page, keys, validity, minutes("snoozingFor", newSnooze));
    }

    private static Duration minutes(String argument, Duration duration) {
        if (duration.toMinutes() < 1 || duration.toDays() > 36_500) {
            throw new IllegalArgumentException(argument + " is " + duration + "; use a minute to 36500 days");
        }
        return Duration.ofMinutes(duration.toMinutes());
    }

    /** The link to put into a message. See {@link #token}. */
    public URI link(Reminder reminder, Action action) {
        var query = page.getRawQuery();
        return URI.create(page + (query == null ? "?" : query.isEmpty() ? "" : "&") + "t=" + token(reminder, action));
    }

    /**
     * A token by which the reader of a reminder takes that action.
     *
     * @throws IllegalArgumentException if the reminder is an overseer's, who cannot answer for others
     */
    public String token(Reminder reminder, Action action) {
        if (reminder.isForOverseer()) {
            throw new IllegalArgumentException("reminder is " + reminder.id()
                    + ", an overseer's, who has nothing to answer; make links where isForOverseer() is false");
        }
        var key = keys.get(0);
        var place = reminder.course().followUp();
        var content = ByteBuffer.allocate(CONTENT_LENGTH)
                .put(VERSION)
                .put(key.name())
                .put(action.code())
                .putLong(place.goal())
                .putShort((short) place.step())
                .putInt(place.member())
                .putInt(reminder.course().epoch())
                .putInt((int) expiry(reminder))
                .putInt(action == Action.SNOOZE ? (int) snooze.toMinutes() : 0)
                .put(key.holder(
                        reminder.goalId(),
                        reminder.stepId(),
                        reminder.recipient().id()))
                .array();
        var token = ByteBuffer.allocate(LENGTH).put(content).put(key.signature(content));
        return Base64.getUrlEncoder().encodeToString(token.array());
    }

    /** In minutes since 1970, without a sign: enough up to the year 10136. */
    private long expiry(Reminder reminder) {
        var deadline = reminder.deadline().instant();
        var sent = reminder.course().attemptedAt();
        var from = deadline.isAfter(sent) ? deadline : sent;
        return Math.min(MOST_MINUTES, from.plus(validity).plusSeconds(59).getEpochSecond() / 60);
    }

    /** Reads a token, and changes nothing. Whatever is wrong with it, it is never an exception. */
    public Reading read(String token, Instant now) {
        Objects.requireNonNull(now, "now");
        var bytes = decoded(token);
        if (bytes == null || bytes[0] != VERSION) {
            return new Reading.Refused(Refusal.WRONG);
        }
        var name = Arrays.copyOfRange(bytes, 1, 1 + Key.NAME_LENGTH);
        var content = Arrays.copyOf(bytes, CONTENT_LENGTH);
        var signature = Arrays.copyOfRange(bytes, CONTENT_LENGTH, LENGTH);
        boolean named = false;
        for (var key : keys) {
            if (MessageDigest.isEqual(name, key.name())) {
                named = true;
                if (MessageDigest.isEqual(signature, key.signature(content))) {
                    return judged(ticket(content, key), now);
                }
            }
        }
        return new Reading.Refused(named ? Refusal.WRONG : Refusal.FOREIGN);
    }

    private static byte @Nullable [] decoded(String token) {
        if (token.length() != CHARACTERS) {
            return null;
        }
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Reading judged(Ticket ticket, Instant now) {
        return now.isBefore(ticket.expiresAt()) ? new Reading.Genuine(ticket) : new Reading.Refused(Refusal.EXPIRED);
    }

    /** Out of content that one of our keys has signed. */
    private static Ticket ticket(byte[] content, Key key) {
        var in = ByteBuffer.wrap(content).position(1 + Key.NAME_LENGTH);
        var action = Action.values()[in.get() - 1];
        var place =
                new FollowUp.Key(in.getLong(), Short.toUnsignedInt(in.getShort()), in.getInt(), FollowUp.PARTICIPANT);
        int epoch = in.getInt();
        var expiresAt = Instant.ofEpochSecond(60 * Integer.toUnsignedLong(in.getInt()));
        var snooze = Duration.ofMinutes(Integer.toUnsignedLong(in.getInt()));
        var holder = new byte[Key.HOLDER_LENGTH];
        in.get(holder);
        return new Ticket(action, place, epoch, expiresAt, snooze, holder, key);
    }

    @Override
    public String toString() {
        return "ActionLinks[" + page.getHost() + "]";
    }
}
