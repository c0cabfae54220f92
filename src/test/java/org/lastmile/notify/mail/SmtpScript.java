package org.lastmile.notify.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.lastmile.notify.Troublemaker;

/** An SMTP server that plays its part until the moment that a test is about. */
final class SmtpScript implements Troublemaker.Treatment {
    private final Map<String, String> replies;
    private final @Nullable Certificate certificate;
    private final boolean encryptedFromTheStart;
    /** The first words of the commands so far. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    /**
     * @param replies what to say to a command, by its first word, where it is not the usual; {@code GREETING} for the first line,
     *     {@code DOT} for the end of the data; {@code HANG}, {@code DROP} and {@code DRIP} are deeds
     */
    SmtpScript(Map<String, String> replies) {
        this(replies, null, false);
    }

    private SmtpScript(Map<String, String> replies, @Nullable Certificate certificate, boolean encryptedFromTheStart) {
        this.replies = replies;
        this.certificate = certificate;
        this.encryptedFromTheStart = encryptedFromTheStart;
    }

    /** One that speaks TLS from the first byte on. */
    static SmtpScript encrypted(Certificate certificate) {
        return new SmtpScript(Map.of(), certificate, true);
    }

    /** One that offers STARTTLS. */
    static SmtpScript offeringTls(Certificate certificate) {
        return new SmtpScript(
                Map.of("EHLO", "250-test\r\n250 STARTTLS", "STARTTLS", "220 go ahead"), certificate, false);
    }

    @Override
    public void of(Socket plain) throws Exception {
        var socket = certificate != null && encryptedFromTheStart ? certificate.wrap(plain) : plain;
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        if (!say(socket, "GREETING", "220 test ESMTP")) {
            return;
        }
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            var command = line.split("[ :]", 2)[0].toUpperCase(java.util.Locale.ROOT);
            heard.add(command);
            if (!say(
                    socket,
                    command,
                    command.equals("DATA") ? "354 go on" : command.equals("QUIT") ? "221 bye" : "250 ok")) {
                return;
            }
            if (command.equals("STARTTLS") && certificate != null) {
                socket = certificate.wrap(socket);
                in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                heard.add("ENCRYPTED");
            }
            if (command.equals("DATA")
                    && !replies.getOrDefault("DATA", "354").startsWith("5")
                    && !replies.getOrDefault("DATA", "354").startsWith("4")) {
                if (!data(in) || !say(socket, "DOT", "250 taken")) {
                    return;
                }
            }
        }
    }

    /** Reads to the final dot, unless it is to drop the line half-way. */
    private boolean data(BufferedReader in) throws IOException {
        int lines = 0;
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals(".")) {
                return true;
            }
            if (++lines == 50 && replies.containsKey("HALFWAY")) {
                return false;
            }
        }
        return false;
    }

    private boolean say(Socket socket, String moment, String usually) throws Exception {
        var reply = replies.getOrDefault(moment, usually);
        switch (reply) {
            case "HANG" -> {
                Troublemaker.hang(socket);
                return false;
            }
            case "DRIP" -> {
                Troublemaker.drip(socket, "2");
                return false;
            }
            case "DROP" -> {
                return false;
            }
            default -> {
                socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
                return true;
            }
        }
    }
}
