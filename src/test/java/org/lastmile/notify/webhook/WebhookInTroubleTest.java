package org.lastmile.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.SendResult.Kind;
import org.lastmile.notify.Sample;
import org.lastmile.notify.Troublemaker;

/** Against servers that hang, drip, cut off and are not there: a call ends, and says what is known. */
@Timeout(60)
class WebhookInTroubleTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(50);

    private static SendResult send(Troublemaker.Treatment treatment, Duration timeout) throws Exception {
        try (var server = new Troublemaker(treatment)) {
            return send(server.port(), timeout);
        }
    }

    private static SendResult send(int port, Duration timeout) throws Exception {
        return WebhookNotifier.to(URI.create("http://127.0.0.1:" + port + "/"))
                .withTimeout(timeout)
                .send(Sample.gus().reminder());
    }

    private static void say(Socket socket, String text) throws Exception {
        // All of the request first: closing with unread data would reset the connection.
        var seen = new StringBuilder();
        var in = socket.getInputStream();
        while (!seen.toString().contains("\r\n\r\n{") || !seen.toString().endsWith("}")) {
            seen.append((char) in.read());
        }
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    @Test
    void aServerThatHangsIsUnknown() throws Exception {
        assertThat(send(Troublemaker::hang, SHORT)).isEqualTo(SendResult.unknown("no answer in time"));
    }

    @Test
    void aServerThatDripsItsHeadIsUnknown() throws Exception {
        assertThat(send(socket -> Troublemaker.drip(socket, "HTTP/1.1 200 OK\r\nX: y"), SHORT))
                .isEqualTo(SendResult.unknown("no answer in time"));
    }

    @Test
    void theTimeCoversTheBodyAndTheStatusCountsAllTheSame() throws Exception {
        assertThat(send(
                        socket -> {
                            say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
                            Troublemaker.drip(socket, "x");
                        },
                        Duration.ofSeconds(3)))
                .isEqualTo(SendResult.sent("HTTP 200"));
    }

    @Test
    void aBodyThatIsCutOffChangesNothing() throws Exception {
        assertThat(send(
                        socket -> say(socket, "HTTP/1.1 503 No\r\nRetry-After: 7\r\nContent-Length: 100\r\n\r\nhalf"),
                        LONG))
                .isEqualTo(SendResult.temporary("HTTP 503", Duration.ofSeconds(7)));
    }

    @Test
    void aConnectionThatIsCutBeforeTheAnswerIsUnknown() throws Exception {
        assertThat(send(socket -> say(socket, ""), LONG).kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void anAnswerThatIsNoHttpIsUnknown() throws Exception {
        assertThat(send(socket -> say(socket, "220 mail.example.org ESMTP\r\n"), LONG)
                        .kind())
                .isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void nobodyThereIsTemporary() throws Exception {
        int port;
        try (var server = new Troublemaker(Troublemaker::hang)) {
            port = server.port();
        }
        assertThat(send(port, LONG).kind()).isEqualTo(Kind.TEMPORARY);
    }

    @Test
    void anInterruptEndsTheCall() throws Exception {
        var connected = new CountDownLatch(1);
        try (var server = new Troublemaker(socket -> {
            connected.countDown();
            Troublemaker.hang(socket);
        })) {
            var sender = Thread.currentThread();
            var other = new Thread(() -> {
                try {
                    connected.await();
                    sender.interrupt();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            other.start();
            assertThatThrownBy(() -> send(server.port(), LONG)).isInstanceOf(InterruptedException.class);
            other.join();
        }
    }
}
