package org.lastmile.notify.webhook;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;
import org.lastmile.link.ActionLinks;
import org.lastmile.notify.Notifier;

/**
 * Sends each reminder as an HTTP POST with a JSON body.
 *
 * <pre>{@code
 * Lastmile.builder().notifier("webhook", WebhookNotifier.to(URI.create("https://example.org/hooks/reminders")).signedWith(key))
 * }</pre>
 *
 * <p>Headers: {@value #ID} and {@value #IDEMPOTENCY_KEY} have the reminder's id, which is the same at every attempt (percent-encoded in UTF-8
 * where it is not visible ASCII, and {@code sha-256:} and its hash where that is over 1,000 characters); {@value #TIMESTAMP} has the second of this attempt since 1970; {@value #SIGNATURE} has {@code v1,} and
 * the Base64 of an HMAC-SHA-256 over {@code id.timestamp.body}, for each key one, with a space between. That is the form of the Standard
 * Webhooks specification, so that receivers find a library that checks it. A receiver should compare in constant time, refuse a
 * timestamp that is minutes old, and answer a repeated id with 2xx.
 *
 * <p>Results: 2xx sent; 408, 425, 429 and 5xx temporary, not before {@code Retry-After} where the answer has one; any other status
 * permanent, redirects too, which are never followed. No connection: temporary. An answer that does not come: unknown. The status
 * counts as soon as it is there, and of the rest of an answer at most 64 KiB are read; the time-out is over all of it.
 *
 * <p>Immutable and thread-safe; each {@code withX} gives a new value. The text form shows the host alone, since paths of webhooks are
 * often secret.
 */
public final class WebhookNotifier implements Notifier {
    /** The header with the reminder's id. */
    public static final String ID = "webhook-id";
    /** The header with the second of the attempt since 1970. */
    public static final String TIMESTAMP = "webhook-timestamp";
    /** The header with the signatures. */
    public static final String SIGNATURE = "webhook-signature";
    /** The header with the reminder's id for gateways that know it by this name. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final int LONGEST_ID = 1_000;

    private final URI target;
    private final HttpClient client;
    private final Options options;

    /** What may be chosen, besides where to. */
    private record Options(
            Signature signature,
            Map<String, String> headers,
            Duration timeout,
            @Nullable Function<Reminder, Map<String, ?>> body,
            @Nullable ActionLinks links) {}

    private WebhookNotifier(URI target, HttpClient client, Options options) {
        this.target = target;
        this.client = client;
        this.options = options;
    }

    /**
     * Posts to that address, unsigned, with a time-out of 10 s.
     *
     * @throws IllegalArgumentException if it is no absolute http or https address, or has a user in it
     */
    public static WebhookNotifier to(URI target) {
        var scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || target.getHost() == null) {
            throw new IllegalArgumentException("target has the scheme " + scheme + " and the host " + target.getHost()
                    + "; give an address that begins with https://");
        }
        if (target.getRawUserInfo() != null) {
            throw new IllegalArgumentException("target has a user before its host, " + target.getHost()
                    + "; give credentials with withHeader(\"Authorization\", …)");
        }
        // Without TLS there is nothing to agree on a version with, and the attempt to would be a header in every
        // request.
        var version = scheme.equals("http") ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2;
        var client = HttpClient.newBuilder()
                .version(version)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(DEFAULT_TIMEOUT)
                .build();
        return new WebhookNotifier(
                target, client, new Options(Signature.none(), Map.of(), DEFAULT_TIMEOUT, null, null));
    }

    /**
     * Signed with that key. Called again, with that key too: so a receiver can change its key without missing a request.
     *
     * @throws IllegalArgumentException if it is shorter than 32 bytes
     */
    public WebhookNotifier signedWith(byte[] key) {
        return with(
                new Options(options.signature.and(key), options.headers, options.timeout, options.body, options.links));
    }

    /**
     * With that header in each request, in place of one of that name.
     *
     * @throws IllegalArgumentException if HTTP forbids the name or the value, or this class sets it; the message has no value, which may
     *     be a secret
     */
    public WebhookNotifier withHeader(String name, String value) {
        for (var own : new String[] {ID, TIMESTAMP, SIGNATURE, IDEMPOTENCY_KEY}) {
            if (own.equalsIgnoreCase(name)) {
                throw new IllegalArgumentException(
                        "header is \"" + name + "\", which is set for each request; use another");
            }
        }
        boolean visible = value.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        try {
            HttpRequest.newBuilder(target).header(name, visible ? value : "\n");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("header is \"" + name.replaceAll("[^!-~]", "?")
                    + "\", whose name or value HTTP forbids; use visible ASCII, and none that the client sets itself");
        }
        var changed = new LinkedHashMap<>(options.headers);
        changed.keySet().removeIf(name::equalsIgnoreCase);
        changed.put(name, value);
        return with(new Options(options.signature, changed, options.timeout, options.body, options.links));
    }

    /**
     * Each request is over after that time, connection and answer included; 10 s unless told. Keep it under the channel's own
     * time-out.
     *
     * @throws IllegalArgumentException if it is shorter than a millisecond
     */
    public WebhookNotifier withTimeout(Duration timeout) {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeout is " + timeout + "; use a millisecond or more");
        }
        return with(new Options(options.signature, options.headers, timeout, options.body, options.links));
    }

    /**
     * With that body, as maps, collections, texts, numbers and booleans that are written as JSON: whatever the other side wants to
     * read. One that throws makes the send a temporary failure.
     */
    public WebhookNotifier withBody(Function<Reminder, Map<String, ?>> body) {
        Objects.requireNonNull(body, "body");
        return with(new Options(options.signature, options.headers, options.timeout, body, options.links));
    }

    /** With {@code links} by which the recipient answers, in the body that is written unless the host writes its own. */
    public WebhookNotifier withLinks(ActionLinks links) {
        Objects.requireNonNull(links, "links");
        return with(new Options(options.signature, options.headers, options.timeout, options.body, links));
    }

    /**
     * By that client of the host, for a proxy, certificates or threads of its own. It is never closed.
     *
     * @throws IllegalArgumentException if it follows redirects
     */
    public WebhookNotifier by(HttpClient newClient) {
        if (newClient.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("client follows redirects (" + newClient.followRedirects()
                    + "), which would send people's data to where nobody chose; build it with Redirect.NEVER");
        }
        return new WebhookNotifier(target, newClient, options);
    }

    private WebhookNotifier with(Options changed) {
        return new WebhookNotifier(target, client, changed);
    }

    @Override
    public SendResult send(Reminder reminder) throws InterruptedException {
        var answer = new Answer();
        var running = client.sendAsync(request(reminder), answer);
        var now = reminder.course().attemptedAt();
        try {
            var head = running.get(options.timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .body();
            return Verdict.of(head.status(), head.headers(), now);
        } catch (TimeoutException e) {
            running.cancel(true);
            var head = answer.head();
            return head != null
                    ? Verdict.of(head.status(), head.headers(), now)
                    : SendResult.unknown("no answer in time");
        } catch (ExecutionException e) {
            var head = answer.head();
            return head != null ? Verdict.of(head.status(), head.headers(), now) : failed(e.getCause());
        } catch (InterruptedException e) {
            running.cancel(true);
            throw e;
        }
    }

    private HttpRequest request(Reminder reminder) {
        var write = options.body;
        var body = Json.write(write == null ? Body.of(reminder, options.links) : write.apply(reminder));
        var id = visible(reminder.id());
        var at = reminder.course().attemptedAt();
        var request = HttpRequest.newBuilder(target)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString(body));
        options.headers.forEach(request::setHeader);
        request.setHeader(ID, id)
                .setHeader(IDEMPOTENCY_KEY, id)
                .setHeader(TIMESTAMP, Long.toString(at.getEpochSecond()));
        if (!options.signature.isNone()) {
            request.setHeader(SIGNATURE, options.signature.of(id, at, body));
        }
        return request.build();
    }

    /**
     * Percent-encoded where it is not visible ASCII (a percent sign of the id itself is encoded in it already, so no two meet). One
     * that would not fit into many servers' headers is known by its hash.
     */
    private static String visible(String id) {
        var bytes = id.getBytes(StandardCharsets.UTF_8);
        var text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            text.append(b > ' ' && b < 0x7F ? String.valueOf((char) b) : String.format("%%%02X", b & 0xFF));
        }
        return text.length() <= LONGEST_ID ? text.toString() : Signature.hash(bytes);
    }

    /** Without a connection nothing has been sent; after that, nobody knows. */
    private static SendResult failed(@Nullable Throwable cause) {
        for (var e = cause; e != null; e = e.getCause()) {
            if (e instanceof ConnectException
                    || e instanceof HttpConnectTimeoutException
                    || e instanceof UnresolvedAddressException
                    || e instanceof UnknownHostException
                    || e instanceof SSLHandshakeException) {
                return SendResult.temporary("no connection: " + e.getClass().getSimpleName());
            }
        }
        return SendResult.unknown(cause == null ? "no answer" : cause.getClass().getSimpleName());
    }

    @Override
    public String toString() {
        return "WebhookNotifier[" + target.getHost() + "]";
    }
}
