package org.lastmile.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The promises under faults: worlds by the thousand, each judged by what its notifiers heard and what its host was told.
 *
 * <p>{@code -Dsimulation.worlds=n} says how many and {@code -Dsimulation.seed=s} which; {@code -Dsimulation.replay=world} lives one
 * alone and prints what happened in it.
 */
class SimulationTest {
    /** With fewer worlds some fault may well not occur. */
    private static final long ENOUGH = 1_000;

    private static final long WORLDS = Long.getLong("simulation.worlds", ENOUGH);
    private static final long SEED = Long.getLong("simulation.seed", 2026);

    private final PrintStream err = System.err;
    private final Tally tally = new Tally();

    /** What the engine logs of thousands of disasters would hide what the test has to say. */
    @BeforeEach
    void silenceTheLog() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    }

    @AfterEach
    void letItSpeak() {
        System.setErr(err);
    }

    @Test
    @DisabledIfSystemProperty(named = "simulation.replay", matches = ".+")
    void promisesHoldInEveryWorld() {
        var complaints = LongStream.of(new SplittableRandom(SEED).longs(WORLDS).toArray())
                .parallel()
                .mapToObj(this::complaint)
                .filter(Objects::nonNull)
                .limit(3)
                .toList();
        if (!complaints.isEmpty()) {
            fail("seed %d; live one alone with -Dsimulation.replay=<world>%n%s", SEED, String.join("\n\n", complaints));
        }
        System.out.println(tally.text());
        for (var fault : WORLDS < ENOUGH ? new Fault[0] : Fault.values()) {
            assertThat(tally.of(fault))
                    .as(fault.plural() + " in " + WORLDS + " worlds")
                    .isPositive();
        }
    }

    private @Nullable String complaint(long number) {
        var world = new World(number, Sabotage.NONE, false);
        var complaints = world.live();
        tally.add(world.tally);
        if (complaints.isEmpty()) {
            return null;
        }
        var again = new World(number, Sabotage.NONE, true);
        again.live();
        return "world " + number + ":\n" + String.join("\n", complaints) + "\n" + tail(again.trace());
    }

    private static String tail(List<String> trace) {
        return String.join("\n", trace.subList(Math.max(0, trace.size() - 400), trace.size()));
    }

    @Test
    @EnabledIfSystemProperty(named = "simulation.replay", matches = ".+")
    void oneWorldIsLivedAgain() {
        var world = new World(Long.getLong("simulation.replay"), Sabotage.NONE, true);
        var complaints = world.live();
        System.out.println(String.join("\n", world.trace()));

        assertThat(complaints).isEmpty();
    }
}
