package org.lastmile.notify.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.SendResult;

/** What a server's reply means (RFC 5321 section 4.2, RFC 3463), and what it means that there was none. */
final class Reply {
    private static final Pattern CODE = Pattern.compile("^\\s*([245]\\d\\d)[ -](?:([245]\\.\\d{1,3}\\.\\d{1,3})\\b)?");

    /** Log in first, or otherwise (RFC 4954): the host's to correct, and no fault of the reminder. */
    private static final Set<String> OF_THE_LOGIN = Set.of("530", "534", "535", "538");

    private Reply() {}

    static SendResult to(MessagingException failure, Letter.Stage stage) {
        var code = code(failure);
        if (failure instanceof AuthenticationFailedException || stage == Letter.Stage.CONNECTING) {
            return SendResult.temporary(code == null ? "no connection: " + name(failure) : code);
        }
        if (code == null) {
            // After the final dot the server may have taken it all the same.
            return stage == Letter.Stage.WHOLE
                    ? SendResult.unknown("no reply after the data")
                    : SendResult.temporary("connection lost: " + name(failure));
        }
        boolean permanent = code.startsWith("5") && !OF_THE_LOGIN.contains(code.substring(0, 3));
        return permanent ? SendResult.permanent(code) : SendResult.temporary(code);
    }

    /** The first code of failure in the chain; the words behind it often have the address in them, and are left out. */
    private static @Nullable String code(MessagingException failure) {
        for (Exception e = failure; e != null; e = e instanceof MessagingException m ? m.getNextException() : null) {
            var said = CODE.matcher(String.valueOf(e.getMessage()));
            if (said.find() && !said.group(1).startsWith("2")) {
                return said.group(2) == null ? said.group(1) : said.group(1) + " " + said.group(2);
            }
        }
        return null;
    }

    private static String name(MessagingException failure) {
        var cause = failure.getNextException();
        return (cause == null ? failure : cause).getClass().getSimpleName();
    }
}
