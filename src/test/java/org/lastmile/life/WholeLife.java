package org.lastmile.life;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.lastmile.ChannelOptions;
import org.lastmile.Lastmile;
import org.lastmile.Nudge;
import org.lastmile.crash.Interposed;
import org.lastmile.crash.Patience;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.link.Action;
import org.lastmile.link.ActionLinks;
import org.lastmile.link.Reading;
import org.lastmile.link.Ticket;
import org.lastmile.notify.Troublemaker;
import org.lastmile.notify.mail.MailNotifier;
import org.lastmile.notify.webhook.WebhookNotifier;
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;
import org.lastmile.store.jdbc.JdbcStore;
import org.slf4j.LoggerFactory;

/**
 * A whole life with all loggers at their loudest, in a process of its own: who lives it looks for its secrets in what was logged, in
 * the exceptions that reached the host and in the text forms of what it held, and says what it found.
 */
final class WholeLife {
    /** The argument of a life that lets secrets out at three places, to show that they are found. */
    static final String LEAKING = "leaking";

    private static final String MAIL = "gil.geheim@example.org";
    private static final String PHONE = "+15550100";
    private static final String NAME = "Gil Geheim";
    private static final byte[] KEY = "link-key-hunter2-0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNING = "hook-key-hunter2-0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final Set<String> secrets = new ConcurrentSkipListSet<>(Set.of(
            MAIL,
            PHONE,
            "sender@example.org",
            "hunter2",
            "T0KEN",
            "at the notifier's",
            Base64.getEncoder().encodeToString(KEY),
            Base64.getEncoder().encodeToString(SIGNING)));
    private final List<Object> held = new CopyOnWriteArrayList<>();
    private final List<Throwable> reached = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final ActionLinks links = ActionLinks.at(URI.create("https://example.org/answer?app=T0KEN"), KEY);

    public static void main(String[] arguments) throws Exception {
        var out = System.out;
        var log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        var life = new WholeLife();
        life.live();
        if (List.of(arguments).contains(LEAKING)) {
            // As a careless line of the library would: in a log, in an exception, in a text form.
            LoggerFactory.getLogger(Lastmile.class).trace("sending to {}", MAIL);
            life.reached.add(new IllegalStateException("no answer", new IOException(PHONE)));
            life.held.add("signed with " + Base64.getEncoder().encodeToString(KEY));
        }
        out.println(life.verdict(log.toString(StandardCharsets.UTF_8)));
        // Where a log must be seen by a person, as when the check fails.
        log.toString(StandardCharsets.UTF_8).lines().limit(60).forEach(line -> out.println("log: " + line));
        out.flush();
        Runtime.getRuntime().halt(0);
    }

    private String verdict(String log) {
        var found = new TreeSet<String>();
        secrets.addAll(tokens);
        for (var secret : secrets) {
            look("log", log, secret, found);
            held.forEach(value -> look("toString of " + value.getClass().getName(), value.toString(), secret, found));
            for (var failure : reached) {
                for (Throwable e = failure; e != null; e = e.getCause()) {
                    look("exception " + e.getClass().getName(), String.valueOf(e.getMessage()), secret, found);
                }
            }
        }
        look("log", log, NAME, found);
        return "secrets: %d sought in %d log lines, %d exceptions, %d text forms; found: %d %s"
                .formatted(secrets.size() + 1, log.lines().count(), reached.size(), held.size(), found.size(), found);
    }

    private static void look(String where, String text, String secret, Set<String> found) {
        if (text.contains(secret)) {
            found.add(where + " has " + secret);
        }
    }

    private void live() throws Exception {
        var folder = Files.createTempDirectory("whole-life");
        try (var post = new Troublemaker(this::post);
                var hook = new EchoingHook(calls);
                var kept = JdbcStore.h2(folder.resolve("store"))) {
            var mail = MailNotifier.smtp(
                            "127.0.0.1", post.port(), "hunter2", "hunter2-smtp", "Party <sender@example.org>")
                    .withLinks(links);
            var webhook = WebhookNotifier.to(hook.address("T0KEN"))
                    .signedWith(SIGNING)
                    .withHeader("Authorization", "Bearer hunter2")
                    .withLinks(links);
            var options = ChannelOptions.defaults()
                    .withBackoff(Duration.ofMillis(5))
                    .withAttempts(3)
                    .withBreaker(4);
            try (var lastmile = Lastmile.builder()
                    .store(troubled(kept))
                    .poll(Duration.ofMillis(20))
                    .notifier("email", mail, options)
                    .notifier("webhook", webhook, options)
                    .notifier("sms", this::text, options)
                    .listener(event -> {
                        held.add(event);
                        throw new IllegalStateException(MAIL);
                    })
                    .shutdown(Duration.ofSeconds(2))
                    .start()) {
                held.addAll(List.of(mail, webhook, links, lastmile, kept));
                tell(lastmile);
            }
            misuse();
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private void tell(Lastmile lastmile) {
        lastmile.schedule(party("party"));
        lastmile.schedule(party("wedding"));
        Patience.until("the channels were called", () -> calls.get() > 12 && tokens.size() > 1);
        Patience.until("the store broke", () -> broken.get() > 3);
        Patience.until(
                "of all something is known", () -> lastmile.history("party").size() > 6);
        for (var token : tokens) {
            var reading = links.read(token, Instant.now());
            held.add(reading);
            Ticket ticket = ((Reading.Genuine) reading).ticket();
            held.addAll(List.of(ticket, lastmile.look(ticket), lastmile.act(ticket)));
        }
        held.add(links.read(tokens.get(0) + "x", Instant.now()));
        held.add(Nudge.of("hunter2"));
        held.add(lastmile.remindNow("party", "come", "gus", Nudge.of("hunter2")));
        lastmile.reschedule("party", Deadline.of(Instant.now().plus(3, ChronoUnit.DAYS)));
        held.add(lastmile.decline("wedding", "come", "gus", "ill"));
        held.addAll(lastmile.history("party"));
        held.addAll(lastmile.history("wedding"));
        lastmile.status("party", "come", "gus").ifPresent(held::add);
        lastmile.status("party").ifPresent(held::add);
        lastmile.report("party").ifPresent(held::add);
        lastmile.preview("party").ifPresent(plan -> {
            held.add(plan);
            held.addAll(plan.lines());
        });
        held.addAll(lastmile.open("party", "come", null, 9).items());
        held.add(lastmile.health());
        reaches(() -> lastmile.schedule(party("party").titled("hunter2")));
        reaches(() -> lastmile.update("party", goal -> goal.ownedBy(gil("x"))));
        reaches(() -> lastmile.reschedule("party", Deadline.of(Instant.EPOCH)));
        reaches(() -> lastmile.acknowledge("party", "come", "gus", Instant.EPOCH));
        broken.set(-1);
        reaches(() -> lastmile.schedule(party("third")));
        broken.set(99);
        held.add(lastmile.cancel("party"));
    }

    /** What a host gets wrong with secrets in its hands. */
    private void misuse() {
        var gil = gil("gil");
        held.addAll(List.of(gil, party("x"), party("x").steps().get(0)));
        reaches(() -> gil.withAddress("email", MAIL + "\n"));
        reaches(() -> gil.withAddress("email", MAIL.repeat(200)));
        reaches(() -> gil.withAddress("E Mail", MAIL));
        reaches(() -> Step.of("come", "Come").participants(gil, gil));
        reaches(() -> MailNotifier.smtp("127.0.0.1", 25, "sender@example.org (hunter2"));
        reaches(() -> MailNotifier.smtp("127.0.0.1", 25, "a@b.c").replyingTo(MAIL + ", " + MAIL));
        reaches(() -> WebhookNotifier.to(URI.create("https://u:hunter2@example.org/T0KEN")));
        reaches(() -> WebhookNotifier.to(URI.create("http:/T0KEN")));
        reaches(() ->
                WebhookNotifier.to(URI.create("https://example.org/T0KEN")).withHeader("X", "hunter2\n"));
        reaches(() -> WebhookNotifier.to(URI.create("https://example.org/T0KEN"))
                .signedWith("hunter2".getBytes(StandardCharsets.US_ASCII)));
        reaches(() -> ActionLinks.at(URI.create("https://u:hunter2@example.org/?t=T0KEN#x"), KEY));
        reaches(() ->
                ActionLinks.at(URI.create("https://example.org/"), "hunter2".getBytes(StandardCharsets.US_ASCII)));
        reaches(() -> Nudge.of("hunter2".repeat(1_000)));
    }

    private void reaches(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            reached.add(e);
            held.add(e);
            return;
        }
        throw new AssertionError("nothing was refused, after " + reached.size());
    }

    private static Recipient gil(String id) {
        return Recipient.of(id, NAME)
                .withAddress("email", MAIL)
                .withAddress("sms", PHONE)
                .withAddress("webhook", "https://example.org/T0KEN");
    }

    private static Goal party(String id) {
        var goal = Goal.of(id, "Party")
                .ownedBy(gil("owner"))
                .due(Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS));
        for (var channel : List.of("email", "webhook", "sms")) {
            goal = goal.step(Step.of(channel, "Reply")
                    .ladder(Ladder.of(
                            Rung.afterStart(Duration.ZERO).by(channel),
                            Rung.afterStart(Duration.ofMillis(1))
                                    .to(Audience.OWNER)
                                    .by(channel)))
                    .participants(gil("gil"), gil("gus"), gil("guy")));
        }
        return goal.finalStep(Step.of("come", "Be there")
                .ladder(Ladder.of(Rung.afterStart(Duration.ZERO).by("sms", "webhook", "email")))
                .participants(gil("gil"), gil("gus")));
    }

    /** An own notifier: it fails for good, for now and by an exception, and now and then it sends. */
    private SendResult text(Reminder reminder) throws IOException {
        held.add(reminder);
        held.add(reminder.recipient());
        held.addAll(reminder.stillOpen());
        if (!reminder.isForOverseer()) {
            tokens.add(links.token(reminder, Action.DONE));
        }
        switch (calls.incrementAndGet() % 5) {
            case 0:
                throw new IOException(reminder.address() + " is unknown at the notifier's", new IOException("hunter2"));
            case 1:
                throw new AssertionError(reminder.recipient().name() + " " + reminder.address());
            case 2:
                return SendResult.temporary("busy");
            case 3:
                return SendResult.permanent("unknown");
            default:
                return SendResult.sent("4711");
        }
    }

    /** A mail server that repeats what it was told. */
    private void post(Socket socket) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        int call = calls.incrementAndGet();
        say(socket, "220 post");
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("EHLO")) {
                say(socket, "250-post\r\n250 AUTH LOGIN PLAIN");
            } else if (line.startsWith("AUTH")) {
                say(socket, call % 4 == 0 ? "535 5.7.8 hunter2 is wrong" : "235 welcome hunter2");
            } else if (line.startsWith("RCPT")) {
                say(
                        socket,
                        call % 4 == 1
                                ? "451 4.2.1 <" + MAIL + "> is busy"
                                : call % 4 == 2 ? "550 5.1.1 no " + MAIL : "250 ok");
            } else if (line.startsWith("DATA")) {
                say(socket, "354 go on");
                while (line != null && !line.equals(".")) {
                    line = in.readLine();
                }
                say(socket, "250 queued for " + MAIL);
            } else {
                say(socket, line.startsWith("QUIT") ? "221 bye" : "250 ok " + MAIL);
            }
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A database that fails now and then, before and after its work. */
    private Store troubled(Store kept) {
        var claiming = Interposed.around("claim", kept, call -> {
            if (broken.get() < 2) {
                broken.incrementAndGet();
                throw new StoreException(
                        "claiming failed on h2", new SQLException("connection is gone", "08006"), true);
            }
            var claims = call.get();
            if (claims instanceof List<?> list) {
                held.addAll(list);
            }
            return claims;
        });
        var settling = Interposed.around("settle", claiming, call -> {
            if (broken.get() < 4) {
                broken.incrementAndGet();
                throw new StoreException("settling failed on h2", new SQLException("conflict", "40001"), true);
            }
            return call.get();
        });
        return Interposed.around("add", settling, call -> {
            if (broken.get() < 0) {
                throw new StoreException("adding failed on h2", new SQLException("no room", "53100"), true);
            }
            return call.get();
        });
    }
}
