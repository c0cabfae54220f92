package org.lastmile.notify.webhook;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.SendResult;

/** What an answer means (RFC 9110 section 15). */
final class Verdict {
    /** Longer than any rung waits; keeps a hostile number from overflowing a time. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

    private Verdict() {}

    static SendResult of(int status, HttpHeaders headers, Instant now) {
        var detail = "HTTP " + status;
        if (status >= 200 && status < 300) {
            return SendResult.sent(detail);
        }
        boolean later = status >= 500 || status == 408 || status == 425 || status == 429;
        if (!later) {
            return SendResult.permanent(detail);
        }
        var wait = headers.firstValue("Retry-After")
                .map(value -> wait(value.strip(), headers, now))
                .orElse(null);
        return wait == null ? SendResult.temporary(detail) : SendResult.temporary(detail, wait);
    }

    /** Retry-After in seconds or as a date (RFC 9110 section 10.2.3); nothing if it is neither. */
    private static @Nullable Duration wait(String value, HttpHeaders headers, Instant now) {
        if (value.matches("[0-9]+")) {
            boolean sane = value.length() <= 9;
            return sane ? atMost(Duration.ofSeconds(Long.parseLong(value))) : LONGEST_WAIT;
        }
        var until = date(value);
        if (until == null) {
            return null;
        }
        // The other side's clock is the one it counted by.
        var theirs = headers.firstValue("Date").map(Verdict::date).orElse(null);
        var wait = Duration.between(theirs == null ? now : theirs, until);
        return wait.isNegative() ? Duration.ZERO : atMost(wait);
    }

    private static Duration atMost(Duration wait) {
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private static @Nullable Instant date(String value) {
        try {
            return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
