package org.lastmile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Step;

/** Tells whether a goal that is scheduled twice is the same: a SHA-256 over all of its content. */
final class Fingerprint {
    private static final int FULL = 8_192;

    private final MessageDigest digest;
    /** What is not digested yet: a digest of many small pieces takes longer. */
    private final ByteArrayOutputStream pieces = new ByteArrayOutputStream(2 * FULL);

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** 64 hexadecimal digits. */
    static String of(Goal goal) {
        var print = new Fingerprint();
        print.add(goal);
        print.digestPieces();
        return HexFormat.of().formatHex(print.digest.digest());
    }

    private void add(Goal goal) {
        add(
                goal.id(),
                goal.title(),
                goal.due(),
                goal.zone(),
                goal.policy(),
                goal.calendar(),
                goal.label(),
                goal.recurrence());
        add(goal.data());
        add(goal.owner() == null ? List.of() : List.of(goal.owner()));
        goal.roles().forEach((role, holders) -> {
            add(role);
            add(holders);
        });
        goal.steps().forEach(this::add);
    }

    private void add(Step step) {
        add(
                step.id(),
                step.title(),
                step.due(),
                step.ladder(),
                step.completion(),
                step.after(),
                step.recovers(),
                step.opening(),
                step.isFinal());
        add(step.data());
        add(step.participants());
    }

    private void add(List<Recipient> recipients) {
        add(recipients.size());
        for (var recipient : recipients) {
            add(
                    recipient.id(),
                    recipient.name(),
                    recipient.zone(),
                    recipient.locale(),
                    recipient.quietHours(),
                    recipient.optedOut());
            add(recipient.addresses());
        }
    }

    private void add(Map<?, String> map) {
        add(map.size());
        map.forEach((key, value) -> add(key, value));
    }

    /** Each value with its length before it, so that no two contents run together. */
    private void add(@Nullable Object... values) {
        for (var value : values) {
            var bytes = value == null ? new byte[0] : value.toString().getBytes(StandardCharsets.UTF_8);
            pieces.writeBytes((value == null ? "-" : bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            pieces.writeBytes(bytes);
        }
        if (pieces.size() >= FULL) {
            digestPieces();
        }
    }

    private void digestPieces() {
        digest.update(pieces.toByteArray());
        pieces.reset();
    }
}
