package org.lastmile.plan.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The whole library against an independent oracle of what concerns several people (rules R15 to R20): random goals, each lived
 * twice.
 *
 * <p>There are far fewer than of {@link OracleTest}, since each of them is many lives. {@code -Doracle.group=case} plays
 * one alone and prints it.
 */
class GroupOracleTest {
    /** With fewer cases something may well go unreached. */
    private static final long ENOUGH = 1_500;

    private static final long CASES = cases(Long.getLong("oracle.cases", 20_000));
    private static final long SEED = Long.getLong("oracle.seed", 2026);
    private static final int COMPLAINTS = 3;

    private final AtomicLongArray counts = new AtomicLongArray(GroupReached.values().length);

    private static long cases(long ofOnePerson) {
        return ofOnePerson <= 20_000 ? Math.min(ofOnePerson, ENOUGH) : Math.min(ofOnePerson / 20, 18_000);
    }

    @Test
    @DisabledIfSystemProperty(named = "oracle.group", matches = ".+")
    void libraryAndOracleLiveTheSameLives() {
        var failed = new AtomicInteger();
        var complaints = LongStream.of(new SplittableRandom(SEED).longs(CASES).toArray())
                .parallel()
                .mapToObj(seed -> {
                    var complaint = complaint(seed);
                    return complaint != null && failed.incrementAndGet() <= COMPLAINTS ? complaint : null;
                })
                .filter(Objects::nonNull)
                .toList();
        if (failed.get() > 0) {
            fail(
                    "%d cases of seed %d; play one alone with -Doracle.group=<case>%n%s",
                    failed.get(), SEED, String.join("\n\n", complaints));
        }
        System.out.println(closingLines());
        for (var what : CASES < ENOUGH ? new GroupReached[0] : GroupReached.values()) {
            assertThat(counts.get(what.ordinal()))
                    .as("cases of " + CASES + " from seed " + SEED + " that reached " + what)
                    .isPositive();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "oracle.group", matches = ".+")
    void oneCaseIsPlayedAgain() {
        long seed = Long.getLong("oracle.group");
        System.out.println(GroupDice.roll(seed).text());

        assertThat(GroupTrial.of(seed).complaint()).isNull();
    }

    private String complaint(long seed) {
        var trial = GroupTrial.of(seed);
        var complaint = trial.complaint();
        trial.reached().forEach(what -> counts.incrementAndGet(what.ordinal()));
        return complaint;
    }

    private String closingLines() {
        var rules = new TreeMap<String, StringJoiner>();
        for (var what : GroupReached.values()) {
            var branch = what.name().substring(what.rule().length() + 1).toLowerCase(Locale.ROOT);
            rules.computeIfAbsent(what.rule(), rule -> new StringJoiner(", "))
                    .add(branch.replace('_', ' ') + " " + counts.get(what.ordinal()));
        }
        var text = new StringBuilder(
                "oracle of several people: " + CASES + " random goals from seed " + SEED + "; goals that reached");
        rules.forEach((rule, branches) ->
                text.append("\n  ").append(rule).append(": ").append(branches));
        return text.toString();
    }
}
