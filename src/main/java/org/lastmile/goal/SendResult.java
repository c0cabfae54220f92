package org.lastmile.goal;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a notifier says of a send.
 *
 * <p>Immutable and thread-safe.
 *
 * @param kind what happened
 * @param detail a word for the ledger; no address, no secret
 * @param retryAfter for {@link Kind#TEMPORARY}: not before this much time has passed, if the other side said so
 */
public record SendResult(
        Kind kind, @Nullable String detail, @Nullable Duration retryAfter) {
    /** What happened to a send. */
    public enum Kind {
        /** The other side took it. */
        SENT,
        /** Not now; try again. */
        TEMPORARY,
        /** Not by this channel, whenever it is tried. */
        PERMANENT,
        /** Nobody can say whether it was sent. */
        UNKNOWN
    }

    /** @throws IllegalArgumentException if {@code retryAfter} is negative or without a temporary failure */
    public SendResult {
        Objects.requireNonNull(kind, "kind");
        if (retryAfter != null && (kind != Kind.TEMPORARY || retryAfter.isNegative())) {
            throw new IllegalArgumentException("retryAfter is " + retryAfter + " with " + kind
                    + "; give a positive duration with a temporary failure only");
        }
        if (detail != null) {
            var clean = detail.replaceAll("\\p{Cc}", " ");
            // Whole characters only: half of one could not be written, and the send would never be recorded.
            clean = Text.storable(clean);
            int end = Math.min(clean.length(), 200);
            boolean splits = end > 0 && end < clean.length() && Character.isHighSurrogate(clean.charAt(end - 1));
            detail = clean.substring(0, splits ? end - 1 : end);
        }
    }

    /** The other side took it. */
    public static SendResult sent() {
        return new SendResult(Kind.SENT, null, null);
    }

    /** The other side took it, and said this of it (for example its own id of the message). */
    public static SendResult sent(String detail) {
        return new SendResult(Kind.SENT, detail, null);
    }

    /** Not now; the engine tries again with its own backoff. */
    public static SendResult temporary(String detail) {
        return new SendResult(Kind.TEMPORARY, detail, null);
    }

    /** Not now; not before this much time has passed. */
    public static SendResult temporary(String detail, Duration retryAfter) {
        return new SendResult(Kind.TEMPORARY, detail, retryAfter);
    }

    /** Not by this channel; the next one is tried. */
    public static SendResult permanent(String detail) {
        return new SendResult(Kind.PERMANENT, detail, null);
    }

    /** Nobody can say whether it was sent. */
    public static SendResult unknown(String detail) {
        return new SendResult(Kind.UNKNOWN, detail, null);
    }
}
