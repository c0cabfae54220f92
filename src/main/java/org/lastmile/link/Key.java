package org.lastmile.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that signs tokens, and pseudonyms derived from it. Each use has a first byte of its own, so none stands for another. */
final class Key {
    static final int NAME_LENGTH = 4;
    static final int HOLDER_LENGTH = 8;
    static final int SIGNATURE_LENGTH = 32;
    private static final int SHORTEST = 32;
    private static final byte NAMES = 0;
    private static final byte SIGNS = 1;
    private static final byte HIDES = 2;

    private final SecretKeySpec secret;
    private final byte[] name;

    private Key(SecretKeySpec secret) {
        this.secret = secret;
        this.name = Arrays.copyOf(mac(NAMES, new byte[0]), NAME_LENGTH);
    }

    /** @throws IllegalArgumentException if it is shorter than 32 bytes */
    static Key of(byte[] secret) {
        Objects.requireNonNull(secret, "key");
        if (secret.length < SHORTEST) {
            throw new IllegalArgumentException("key has " + secret.length + " bytes; use " + SHORTEST
                    + " or more out of java.security.SecureRandom");
        }
        return new Key(new SecretKeySpec(secret.clone(), "HmacSHA256"));
    }

    /** By what a token says which key signed it. */
    byte[] name() {
        return name.clone();
    }

    byte[] signature(byte[] content) {
        return mac(SIGNS, content);
    }

    /** Whose a token is, in a form that says nothing to those without the key: ids may be addresses of people. */
    byte[] holder(String goalId, String stepId, String recipientId) {
        var ids = new byte[][] {bytes(goalId), bytes(stepId), bytes(recipientId)};
        var content = ByteBuffer.allocate(12 + ids[0].length + ids[1].length + ids[2].length);
        for (var id : ids) {
            content.putInt(id.length).put(id);
        }
        return Arrays.copyOf(mac(HIDES, content.array()), HOLDER_LENGTH);
    }

    private static byte[] bytes(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] mac(byte use, byte[] content) {
        try {
            var mac = Mac.getInstance(secret.getAlgorithm());
            mac.init(secret);
            mac.update(use);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
