package org.lastmile.notify.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests in the form of the Standard Webhooks specification: {@code v1,} and an HMAC-SHA-256 over id, timestamp and body. */
final class Signature {
    private static final int SHORTEST = 32;
    private final List<SecretKeySpec> keys;

    private Signature(List<SecretKeySpec> keys) {
        this.keys = List.copyOf(keys);
    }

    static Signature none() {
        return new Signature(List.of());
    }

    /** @throws IllegalArgumentException if the key is shorter than 32 bytes */
    Signature and(byte[] key) {
        Objects.requireNonNull(key, "key");
        if (key.length < SHORTEST) {
            throw new IllegalArgumentException(
                    "key has " + key.length + " bytes; use " + SHORTEST + " or more out of java.security.SecureRandom");
        }
        var changed = new ArrayList<>(keys);
        changed.add(new SecretKeySpec(key.clone(), "HmacSHA256"));
        return new Signature(changed);
    }

    boolean isNone() {
        return keys.isEmpty();
    }

    /** One signature for each key, with a space between. */
    String of(String id, Instant at, String body) {
        var content = (id + "." + at.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8);
        return keys.stream().map(key -> "v1," + signed(key, content)).collect(Collectors.joining(" "));
    }

    static String hash(byte[] content) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(content);
            return "sha-256:" + HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String signed(SecretKeySpec key, byte[] content) {
        try {
            var mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
