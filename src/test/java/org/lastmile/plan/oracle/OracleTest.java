package org.lastmile.plan.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The planner against an independent oracle: random lives of one participant, each lived twice.
 *
 * <p>{@code -Doracle.cases=n} says how many and {@code -Doracle.seed=s} which; {@code -Doracle.replay=case} plays one alone
 * and prints it.
 */
class OracleTest {
    /** With fewer cases some rule may well go unreached. */
    private static final long ENOUGH = 20_000;

    private static final long CASES = Long.getLong("oracle.cases", ENOUGH);
    private static final long SEED = Long.getLong("oracle.seed", 2026);

    private final AtomicLongArray counts = new AtomicLongArray(Reached.values().length);
    private final Set<ZoneId> zones = ConcurrentHashMap.newKeySet();

    @Test
    @DisabledIfSystemProperty(named = "oracle.replay", matches = ".+")
    void plannerAndOracleLiveTheSameLives() {
        var seeds = new SplittableRandom(SEED).longs(CASES).toArray();
        var complaints = LongStream.of(seeds)
                .parallel()
                .mapToObj(this::complaint)
                .filter(Objects::nonNull)
                .limit(3)
                .toList();
        if (!complaints.isEmpty()) {
            fail("seed %d; play one alone with -Doracle.replay=<case>%n%s", SEED, String.join("\n\n", complaints));
        }
        System.out.println(closingLines());
        for (var what : CASES < ENOUGH ? new Reached[0] : Reached.values()) {
            assertThat(counts.get(what.ordinal()))
                    .as("cases of " + CASES + " from seed " + SEED + " that reached " + what)
                    .isPositive();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "oracle.replay", matches = ".+")
    void oneCaseIsPlayedAgain() {
        var trial = Trial.of(Long.getLong("oracle.replay"));
        System.out.println(
                trial.life().text() + OracleLife.of(trial.life(), new Tally()).text());

        assertThat(trial.complaint()).isNull();
    }

    private String complaint(long seed) {
        var trial = Trial.of(seed);
        var complaint = trial.complaint();
        trial.tally().reached().forEach(what -> counts.incrementAndGet(what.ordinal()));
        zones.add(trial.life().goal().zone());
        return complaint;
    }

    private String closingLines() {
        var rules = new TreeMap<String, StringJoiner>();
        for (var what : Reached.values()) {
            rules.computeIfAbsent(what.rule(), rule -> new StringJoiner(", "))
                    .add(what.branch().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + counts.get(what.ordinal()));
        }
        var text = new StringBuilder("oracle: " + CASES + " random cases from seed " + SEED + " in " + zones.size()
                + " zones; cases that reached");
        for (int i = 1; i <= 14; i++) {
            text.append("\n  R").append(i).append(": ").append(rules.remove("R" + i));
        }
        rules.forEach((rule, branches) ->
                text.append("\n  ").append(rule).append(": ").append(branches));
        return text.toString();
    }
}
