package org.lastmile.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.SendResult.Kind;
import org.lastmile.goal.StillOpen;
import org.lastmile.link.Action;
import org.lastmile.link.ActionLinks;
import org.lastmile.notify.Sample;

/** Against a real HTTP server: what is sent, and what its answers mean. */
class WebhookNotifierTest {
    private static final byte[] KEY = "an example key of just 32 bytes!".getBytes(StandardCharsets.US_ASCII);
    private static final Reminder REMINDER = Sample.gus().reminder();

    private static Receiver.Request received(WebhookNotifierChange change, Reminder reminder) throws Exception {
        try (var receiver = Receiver.answering(204)) {
            assertThat(change.of(WebhookNotifier.to(receiver.address())).send(reminder))
                    .isEqualTo(SendResult.sent("HTTP 204"));
            assertThat(receiver.requests()).hasSize(1);
            return receiver.requests().get(0);
        }
    }

    private interface WebhookNotifierChange {
        WebhookNotifier of(WebhookNotifier plain);
    }

    private static JsonNode json(Receiver.Request request) throws IOException {
        return new ObjectMapper().readTree(request.body());
    }

    private static String signature(byte[] key, String content) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void isSignedOverIdTimestampAndBody() throws Exception {
        var request = received(plain -> plain.signedWith(KEY), REMINDER);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.header("webhook-id")).isEqualTo("summer-party/rsvp/guest-17/2.0.0");
        assertThat(request.header("Idempotency-Key")).isEqualTo("summer-party/rsvp/guest-17/2.0.0");
        // 2026-07-01T07:00:00Z, when this attempt began.
        assertThat(request.header("webhook-timestamp")).isEqualTo("1782889200");
        assertThat(request.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(request.header("webhook-signature"))
                .isEqualTo(signature(KEY, "summer-party/rsvp/guest-17/2.0.0.1782889200." + request.body()));
    }

    @Test
    void isSignedWithBothKeysWhileOneIsReplaced() throws Exception {
        var next = Arrays.copyOf(KEY, 40);
        var request = received(plain -> plain.signedWith(KEY).signedWith(next), REMINDER);
        var content = "summer-party/rsvp/guest-17/2.0.0.1782889200." + request.body();
        assertThat(request.header("webhook-signature"))
                .isEqualTo(signature(KEY, content) + " " + signature(next, content));
    }

    @Test
    void hasNoSignatureWithoutAKey() throws Exception {
        assertThat(received(plain -> plain, REMINDER).header("webhook-signature"))
                .isNull();
    }

    @Test
    void tellsAllOfTheReminder() throws Exception {
        var body = json(received(plain -> plain, REMINDER));
        assertThat(body.at("/id").asText()).isEqualTo(REMINDER.id());
        assertThat(body.at("/goal/title").asText()).isEqualTo("Summer party");
        assertThat(body.at("/step/id").asText()).isEqualTo("rsvp");
        assertThat(body.at("/recipient/name").asText()).isEqualTo("Gus");
        assertThat(body.at("/recipient/overseer").asBoolean()).isFalse();
        assertThat(body.at("/recipient/locale").isNull()).isTrue();
        assertThat(body.at("/address").asText()).isEqualTo("gus@example.org");
        assertThat(body.at("/deadline/instant").asText()).isEqualTo("2026-07-04T17:00:00Z");
        assertThat(body.at("/deadline/said").asText()).isEqualTo("2026-07-04T19:00[Europe/Berlin]");
        assertThat(body.at("/text").asText()).isEqualTo(REMINDER.text());
        assertThat(body.at("/number").asInt()).isEqualTo(2);
        assertThat(body.has("links")).isFalse();
    }

    @Test
    void namesToAnOverseerWhoIsOpenAndOffersNoLinks() throws Exception {
        var open = List.of(new StillOpen(Recipient.of("ben", "Ben \"<script>"), 2, Sample.NOW));
        var links = ActionLinks.at(URI.create("https://example.org/a"), KEY);
        var body = json(received(plain -> plain.withLinks(links), Sample.gus().about(open, 7)));
        assertThat(body.at("/stillOpen/0/name").asText()).isEqualTo("Ben \"<script>");
        assertThat(body.at("/stillOpen/0/reminded").asInt()).isEqualTo(2);
        assertThat(body.at("/stillOpenCount").asInt()).isEqualTo(7);
        assertThat(body.has("links")).isFalse();
    }

    @Test
    void hasLinksByWhichTheRecipientAnswers() throws Exception {
        var links = ActionLinks.at(URI.create("https://example.org/a"), KEY);
        var body = json(received(plain -> plain.withLinks(links), REMINDER));
        assertThat(body.at("/links/done").asText())
                .isEqualTo(links.link(REMINDER, Action.DONE).toString());
        assertThat(body.get("links")).hasSize(3);
    }

    @Test
    void saysWhatTheOtherSideWantsToRead() throws Exception {
        var request = received(
                plain -> plain.withHeader("Authorization", "Bearer x")
                        .withHeader("authorization", "Bearer secret")
                        .withBody(reminder -> Map.of("text", reminder.text())),
                REMINDER);
        assertThat(request.header("Authorization")).isEqualTo("Bearer secret");
        assertThat(json(request))
                .hasSize(1)
                .hasToString("{\"text\":\"" + REMINDER.text().replace("\n", "\\n") + "\"}");
    }

    @Test
    void anIdBeyondAsciiIsPercentEncodedAndALongOneHashed() throws Exception {
        var jose = Sample.gus().to(Recipient.of("José\u2028x y", "José")).reminder();
        assertThat(received(plain -> plain, jose).header("webhook-id"))
                .isEqualTo("summer-party/rsvp/Jos%C3%A9%E2%80%A8x%20y/2.0.0");
        var one = Sample.gus().to(Recipient.of("道".repeat(199) + "a", "One")).reminder();
        var other =
                Sample.gus().to(Recipient.of("道".repeat(199) + "b", "Other")).reminder();
        var hashed = received(plain -> plain, one).header("webhook-id");
        assertThat(hashed)
                .matches("sha-256:[0-9a-f]{64}")
                .isEqualTo(received(plain -> plain, one).header("Idempotency-Key"));
        assertThat(received(plain -> plain, other).header("webhook-id")).isNotEqualTo(hashed);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "200, SENT",
        "202, SENT",
        "204, SENT",
        "301, PERMANENT",
        "304, PERMANENT",
        "307, PERMANENT",
        "400, PERMANENT",
        "401, PERMANENT",
        "404, PERMANENT",
        "410, PERMANENT",
        "422, PERMANENT",
        "408, TEMPORARY",
        "425, TEMPORARY",
        "429, TEMPORARY",
        "500, TEMPORARY",
        "502, TEMPORARY",
        "503, TEMPORARY",
        "504, TEMPORARY",
    })
    void aStatusMeans(int status, Kind kind) throws Exception {
        try (var receiver = Receiver.answering(status)) {
            assertThat(WebhookNotifier.to(receiver.address()).send(REMINDER))
                    .isEqualTo(new SendResult(kind, "HTTP " + status, null));
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (var elsewhere = Receiver.answering(200);
                var receiver =
                        Receiver.answering(307, "Location", elsewhere.address().toString())) {
            assertThat(WebhookNotifier.to(receiver.address()).send(REMINDER).kind())
                    .isEqualTo(Kind.PERMANENT);
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    // A date counts from the answer's own Date, here 2026-07-01T12:00:00Z, whatever our clock says.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        0                             | PT0S
        120                           | PT2M
        Wed, 01 Jul 2026 12:05:00 GMT | PT5M
        Wed, 01 Jul 2026 11:00:00 GMT | PT0S
        Wed, 01 Jul 2099 12:05:00 GMT | P7D
        99999999999999999999999       | P7D
        604801                        | P7D
        -1                            |
        soon                          |
        1.5                           |
        """)
    void retryAfterIsHonoured(String value, String wait) throws Exception {
        try (var receiver = Receiver.answering(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", value);
            exchange.sendResponseHeaders(503, -1);
        })) {
            var result = Verdict.of(
                    503,
                    java.net.http.HttpHeaders.of(
                            Map.of("Retry-After", List.of(value), "Date", List.of("Wed, 01 Jul 2026 12:00:00 GMT")),
                            (n, v) -> true),
                    Sample.NOW);
            assertThat(result.retryAfter())
                    .isEqualTo(wait == null ? null : "P7D".equals(wait) ? Duration.ofDays(7) : Duration.parse(wait));
            // The same over the line, where the date is the server's own.
            assertThat(WebhookNotifier.to(receiver.address()).send(REMINDER).kind())
                    .isEqualTo(Kind.TEMPORARY);
        }
    }

    @Test
    void anAnswerOfTenMegabytesIsNotReadToItsEnd() throws Exception {
        try (var receiver = Receiver.answering(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var part = new byte[1 << 16];
            for (int i = 0; i < 160; i++) {
                exchange.getResponseBody().write(part);
            }
        })) {
            assertThat(WebhookNotifier.to(receiver.address()).send(REMINDER)).isEqualTo(SendResult.sent("HTTP 200"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/x",
                "mailto:x@example.org",
                "/hook",
                "https:///hook",
                "https://user:secret@example.org/hook"
            })
    void refusesATargetThatIsNone(String target) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookNotifier.to(URI.create(target)))
                .withMessageStartingWith("target has ")
                .withMessageNotContaining("secret");
    }

    @Test
    void refusesWhatIsNotSafe() {
        var plain = WebhookNotifier.to(URI.create("https://example.org/hooks/secret"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.signedWith(new byte[31]))
                .withMessageStartingWith("key has 31 bytes; use 32");
        assertThatIllegalArgumentException().isThrownBy(() -> plain.withHeader("Webhook-Id", "x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withHeader("Authorization", "Bearer geheim\r\nHost: evil"))
                .withMessageStartingWith("header is \"Authorization\"")
                .withMessageNotContaining("geheim");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withHeader("X\r\nY", "x"))
                .withMessageNotContaining("\n");
        assertThatIllegalArgumentException().isThrownBy(() -> plain.withHeader("Host", "evil.example"));
        assertThatIllegalArgumentException().isThrownBy(() -> plain.withTimeout(Duration.ZERO));
        assertThatThrownBy(() -> plain.by(HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()))
                .hasMessageStartingWith("client follows redirects");
        assertThat(plain).hasToString("WebhookNotifier[example.org]");
    }
}
