package org.lastmile.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever is given to the parser of ladders, it answers with a ladder that it would write the same, or with a complaint. */
class LadderFuzzTest {
    private static final long SEED = 2026;
    private static final int INPUTS = 20_000;

    private static final List<String> TEXTS = List.of(
            "before P14D by email; before P3D at 09:00 by email; before P1D by sms, email urgent",
            "after P1D at 09:00 to owner by email; after PT0S every PT24H times 5 to role(manager) by call",
            "when-idle P5D by email; at-opening by sms; after-start PT0S by email ignoring-quiet-hours",
            "before 2 business days by email # two working days\nafter P9D on-business-days after-misses 2 by email, sms");
    private static final String ALPHABET =
            "PTDHMSWYB0123456789 ;:,.-+#\"'\\\n\t\0abefortyimsducl\u202e\ud83c\udf89\ud800\u2028";

    private static int read;
    private static int refused;

    @AfterAll
    static void sum() {
        System.out.printf(
                "ladder texts: inputs tried: %d from seed %d, refused: %d, accepted: %d%n",
                read + refused, SEED, refused, read);
    }

    @ParameterizedTest
    @FieldSource("TEXTS")
    void theySetOutFromLadders(String text) {
        assertThat(Ladder.parse(Ladder.parse(text).toString())).isEqualTo(Ladder.parse(text));
    }

    @Test
    void itIsALadderOrAComplaint() {
        var dice = new SplittableRandom(SEED);
        for (int i = 0; i < INPUTS; i++) {
            tryOut(i % 10 == 0 ? noise(dice) : mutated(TEXTS.get(dice.nextInt(TEXTS.size())), dice));
        }
        assertThat(read).as("some mutations must still be ladders").isPositive();
        assertThat(refused).isGreaterThan(read);
    }

    /** Ten megabytes are refused as quickly as ten words. */
    @Test
    void lengthIsNoWeapon() {
        tryOut("before P1D by email; ".repeat(500_000));
        tryOut("(".repeat(10_000_000));
        tryOut("before P" + "9".repeat(1_000_000) + "D by email");
    }

    private static void tryOut(String text) {
        try {
            var ladder = Ladder.parse(text);
            assertThat(Ladder.parse(ladder.toString())).isEqualTo(ladder);
            read++;
        } catch (IllegalArgumentException e) {
            // Never the ten megabytes that were given.
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(500);
            refused++;
        } catch (RuntimeException | StackOverflowError e) {
            fail("seed " + SEED + ", \"" + text.substring(0, Math.min(200, text.length())) + "\"", e);
        }
    }

    private static String noise(SplittableRandom dice) {
        var text = new StringBuilder();
        for (int length = dice.nextInt(60); length > 0; length--) {
            text.append(letter(dice));
        }
        return text.toString();
    }

    private static String mutated(String text, SplittableRandom dice) {
        var changed = new StringBuilder(text);
        for (int changes = 1 + dice.nextInt(3); changes > 0 && !changed.isEmpty(); changes--) {
            int at = dice.nextInt(changed.length());
            switch (dice.nextInt(4)) {
                case 0 -> changed.deleteCharAt(at);
                case 1 -> changed.insert(at, letter(dice));
                case 2 -> changed.setCharAt(at, letter(dice));
                default -> changed.delete(at, Math.min(changed.length(), at + 1 + dice.nextInt(12)));
            }
        }
        return changed.toString();
    }

    private static char letter(SplittableRandom dice) {
        return ALPHABET.charAt(dice.nextInt(ALPHABET.length()));
    }
}
