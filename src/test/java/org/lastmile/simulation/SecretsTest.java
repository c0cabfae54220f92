package org.lastmile.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Lives full of failures, whose exceptions name addresses: none of them is ever in the log (promise 8). */
class SecretsTest {
    @Test
    void noAddressIsEverLogged() {
        var err = System.err;
        var log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            new SplittableRandom(8).longs(120).forEach(number -> new World(number, Sabotage.NONE, false).live());
        } finally {
            System.setErr(err);
        }

        // It did log, and the addresses of everybody are of these two kinds.
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("set aside")
                .contains("WARN")
                .doesNotContain("@example.org")
                .doesNotContain("+1 555")
                .doesNotContain("Name of ");
    }
}
