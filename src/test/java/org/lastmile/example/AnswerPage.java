package org.lastmile.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.lastmile.Lastmile;
import org.lastmile.LinkAnswer;
import org.lastmile.link.ActionLinks;
import org.lastmile.link.Reading;

/**
 * A page on which recipients answer, on the JDK's HTTP server: whoever follows a link is shown a button, and only the button answers. So the
 * scanners that follow every link in a mail answer for nobody.
 */
final class AnswerPage implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("(?:^|.*&)t=([A-Za-z0-9_-]{1,200})(?:&.*|$)");

    private final Lastmile lastmile;
    private final ActionLinks links;
    private final InstantSource time;
    private final HttpServer server;

    /** What is shown. */
    private record Page(int status, String title, String body) {}

    private AnswerPage(Lastmile lastmile, ActionLinks links, InstantSource time, HttpServer server) {
        this.lastmile = lastmile;
        this.links = links;
        this.time = time;
        this.server = server;
    }

    /** A server on this machine, on a free port, to which an {@link AnswerPage} can be attached. */
    static HttpServer server() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/answer");
    }

    static AnswerPage open(HttpServer server, Lastmile lastmile, ActionLinks links, InstantSource time) {
        var page = new AnswerPage(lastmile, links, time, server);
        server.createContext("/answer", page::handle);
        server.start();
        return page;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var page = switch (exchange.getRequestMethod()) {
                case "GET", "HEAD" -> page(exchange, false);
                case "POST" -> page(exchange, true);
                default -> new Page(405, "Not here", "");
            };
            answer(exchange, page);
        }
    }

    private Page page(HttpExchange exchange, boolean acts) {
        var token = TOKEN.matcher(String.valueOf(exchange.getRequestURI().getRawQuery()));
        var reading = links.read(token.matches() ? token.group(1) : "", time.instant());
        if (reading instanceof Reading.Refused refused) {
            return switch (refused.why()) {
                case WRONG, FOREIGN -> new Page(404, "This link does not work", "Open it from the message again.");
                case EXPIRED -> new Page(410, "This link has expired", "");
            };
        }
        var ticket = ((Reading.Genuine) reading).ticket();
        var answer = acts ? lastmile.act(ticket) : lastmile.look(ticket);
        return switch (answer.kind()) {
            case OPEN ->
                new Page(200, title(answer), "<form method=\"post\"><button>" + answer.action() + "</button></form>");
            case TAKEN -> new Page(200, title(answer), "Thank you, that is noted.");
            case ALREADY_CLOSED -> new Page(200, title(answer), "Noted before: " + answer.outcome());
            case OUTDATED -> new Page(410, title(answer), "The date has changed: there is a newer message.");
            case UNKNOWN -> new Page(404, "This link does not work", "");
        };
    }

    private static String title(LinkAnswer answer) {
        var goal = answer.goal();
        var step = answer.step();
        return goal == null || step == null ? "" : goal.title() + ": " + step.title();
    }

    private static void answer(HttpExchange exchange, Page page) throws IOException {
        var html = "<!DOCTYPE html><meta charset=\"utf-8\"><title>%s</title><h1>%s</h1>%s"
                .formatted(escaped(page.title()), escaped(page.title()), page.body())
                .getBytes(StandardCharsets.UTF_8);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/html; charset=utf-8");
        // The token is in the address: it must not get into another site's log, a cache or a frame.
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cache-Control", "no-store");
        headers.set("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'");
        boolean bare = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(page.status(), bare ? -1 : html.length);
        if (!bare) {
            exchange.getResponseBody().write(html);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
