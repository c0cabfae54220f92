package org.lastmile.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lastmile.Lastmile;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;
import org.lastmile.link.Action;
import org.lastmile.link.ActionLinks;
import org.lastmile.testing.ManualTime;
import org.lastmile.testing.RecordingNotifier;

/** A guest follows a link out of a message, sees a button, and presses it. */
class AnswerPageTest {
    private final ManualTime time = ManualTime.at(Instant.parse("2026-06-01T00:00:00Z"));
    private final RecordingNotifier sent = new RecordingNotifier();
    private final Lastmile lastmile = Lastmile.builder()
            .time(time)
            .executor(Runnable::run)
            .notifier("email", sent)
            .build();
    private final HttpClient browser = HttpClient.newHttpClient();
    private AnswerPage page;
    private ActionLinks links;

    @BeforeEach
    void open() throws IOException {
        HttpServer server = AnswerPage.server();
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, "answer-page");
            thread.setDaemon(true);
            return thread;
        }));
        links = ActionLinks.at(AnswerPage.address(server), new byte[32]).validFor(Duration.ofDays(1));
        page = AnswerPage.open(server, lastmile, links, time);
        lastmile.schedule(Goal.of("party", "Party <script>alert(1)</script>")
                .due(LocalDateTime.parse("2026-07-04T19:00"), ZoneId.of("UTC"))
                .finalStep(Step.of("come", "Come")
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(3)).by("email"),
                                Rung.before(Period.ofDays(1)).by("email")))
                        .participants(Recipient.of("gus", "Gus").withAddress("email", "gus@example.org"))));
        time.runUntil(lastmile, Instant.parse("2026-07-01T19:00:00Z"));
    }

    @AfterEach
    void close() {
        page.close();
        lastmile.close();
    }

    private URI link(Action action) {
        return links.link(sent.reminders().get(sent.reminders().size() - 1), action);
    }

    private HttpResponse<String> follow(URI link) throws Exception {
        return browser.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> press(URI link) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(link).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    @Test
    void aScannerThatFollowsEveryLinkAnswersForNobody() throws Exception {
        for (var action : Action.values()) {
            var shown = follow(link(action));
            assertThat(shown.statusCode()).isEqualTo(200);
            assertThat(shown.body())
                    .contains("<button>" + action + "</button>", "Party &lt;script&gt;")
                    .doesNotContain("<script");
            assertThat(shown.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        }
        time.runUntil(lastmile, Instant.parse("2026-07-03T19:00:00Z"));
        assertThat(sent.reminders()).hasSize(2);
    }

    @Test
    void theButtonAnswersAndASecondPressIsToldSo() throws Exception {
        var link = link(Action.DECLINE);
        assertThat(press(link).body()).contains("that is noted");
        assertThat(press(link).body()).contains("Noted before: DECLINED");
        assertThat(follow(link).body()).contains("Noted before: DECLINED").doesNotContain("<button>");
        time.runUntil(lastmile, Instant.parse("2026-07-10T00:00:00Z"));
        assertThat(sent.reminders()).hasSize(1);
    }

    @Test
    void whatIsNoLinkOfOursIsNotFound() throws Exception {
        var link = link(Action.DONE).toString();
        for (var wrong : new String[] {
            link.substring(0, link.length() - 1),
            link + "A",
            link.replace("?t=", "?x="),
            link.substring(0, link.indexOf('?')),
            link + "%00"
        }) {
            assertThat(press(URI.create(wrong)).statusCode()).as(wrong).isEqualTo(404);
        }
        var foreign = ActionLinks.at(
                URI.create(link.substring(0, link.indexOf('?'))),
                "another key of at least 32 bytes ".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(press(foreign.link(sent.reminders().get(0), Action.DONE)).statusCode())
                .isEqualTo(404);
        assertThat(lastmile.status("party").orElseThrow().isOver()).isFalse();
    }

    @Test
    void aLinkFromBeforeTheMoveSendsToTheNewerMessage() throws Exception {
        var link = link(Action.DONE);
        lastmile.reschedule("party", Deadline.parse("2026-07-14T19:00[UTC]"));
        assertThat(follow(link).statusCode()).isEqualTo(410);
        assertThat(press(link).body()).contains("there is a newer message");
        assertThat(lastmile.status("party").orElseThrow().isOver()).isFalse();
    }

    @Test
    void aLinkExpires() throws Exception {
        var link = link(Action.DONE);
        time.set(Instant.parse("2026-07-05T19:00:00Z"));
        assertThat(press(link).body()).contains("This link has expired");
    }

    @Test
    void anErasedPersonIsUnknown() throws Exception {
        var link = link(Action.DONE);
        lastmile.forget("gus");
        assertThat(follow(link).statusCode()).isEqualTo(404);
        assertThat(press(link).body()).doesNotContain("Gus", "Party");
    }

    @Test
    void aStoreThatWasFilledAnewDoesNotTakeOldLinksForOthers() throws Exception {
        // The same place in another store: the first follow-up of the first goal, with the same key.
        try (var other = Lastmile.builder().time(time).build()) {
            other.schedule(Goal.of("trip", "Trip")
                    .due(LocalDateTime.parse("2026-07-04T19:00"), ZoneId.of("UTC"))
                    .finalStep(Step.of("come", "Come")
                            .ladder(Ladder.of(Rung.before(Period.ofDays(1)).by("log")))
                            .participants(Recipient.of("gus", "Gus"))));
            var token = links.token(sent.reminders().get(0), Action.DONE);
            var ticket = ((org.lastmile.link.Reading.Genuine) links.read(token, time.instant())).ticket();
            assertThat(other.act(ticket).kind()).isEqualTo(org.lastmile.LinkAnswer.Kind.UNKNOWN);
            assertThat(other.status("trip").orElseThrow().isOver()).isFalse();
        }
    }
}
